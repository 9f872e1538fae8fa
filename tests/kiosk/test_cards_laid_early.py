"""A card that lies on the reader before anybody asked for one: the person is told to lay it down again."""

from pathlib import Path

import pytest

from drivers.cardreader.api import CardGone, CardIdentity, CardRead, CardRefused, Refusal
from kiosk.bell import Bell
from kiosk.flows.scan import CardUnfit, ShowedCard
from kiosk.readings import Readings
from link.screens import Scan
from link.showing import Show
from link.text import Key, key
from tests.kiosk.office import CARD
from tests.kiosk.paper_stories import enters
from tests.kiosk.person import Person
from tests.kiosk.point import point_at
from ui.words import load_words

LAID = CardRead(CardIdentity(CARD, 7))
LAY_AGAIN = key("scan.lay_again")


def problem_of(show: Show) -> object:
    assert isinstance(show.screen, Scan)
    return show.screen.problem


@pytest.mark.looptime
async def test_a_card_that_was_laid_too_early_is_asked_for_again_and_read_then(tmp_path: Path) -> None:
    point = point_at(tmp_path)
    await point.assign(cards=(CARD,))

    async def story(person: Person) -> None:
        point.cards.events.put_nowait(LAID)
        show = await person.act({"home": enters("issue")}, until="issue.scan.title")
        assert problem_of(show) == LAY_AGAIN
        point.cards.events.put_nowait(CardGone())
        assert problem_of(await person.see()) is None
        point.cards.events.put_nowait(LAID)
        await person.act({}, until="issue.preview.title")

    assert await point.house.live(story)


@pytest.mark.looptime
async def test_what_the_card_met_is_said_rather_than_that_it_lies_there(tmp_path: Path) -> None:
    point = point_at(tmp_path)

    async def story(person: Person) -> None:
        await person.act({"home": enters("issue")}, until="issue.scan.title")
        point.cards.events.put_nowait(LAID)
        assert problem_of(await person.see()) == key("issue.card_nothing")

    assert await point.house.live(story)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_words_are_there(language: str) -> None:
    assert load_words().say(Key(id="scan.lay_again"), language)


async def test_a_card_that_a_reader_finds_again_after_it_was_lost_is_no_news() -> None:
    readings = Readings(Bell())
    with readings.wanting(("card",)):
        readings.card(LAID)
        assert readings.next() == ShowedCard(CARD)
        readings.card(LAID)
        readings.card(CardRefused(Refusal.MUTE))
        assert readings.next() is None
        readings.card(CardGone())
        readings.card(CardRefused(Refusal.MUTE))
        assert readings.next() == CardUnfit("mute")
