"""The screen that waits for a code or a card: devices that go and come, silence, and what is shown when nobody asks."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from drivers.cardreader.api import CardGone, CardIdentity, CardRead
from link.screens import Message, Scan
from link.showing import Answer, Chose, Left, Show, Typed
from tests.kiosk.office import BIRTH_DIGITS, CARD, Certificate
from tests.kiosk.paper_stories import code_for
from tests.kiosk.person import Person
from tests.kiosk.point import Point, point_at
from tests.kiosk.screen import Screen, screen_at, title_of

pytestmark = pytest.mark.looptime

ASK_AFTER_S, LEAVE_AFTER_S = 60, 30
A_WHILE_S = 5.0
"""More than a camera needs to read what is held before it."""


@pytest.fixture
async def point(tmp_path: Path) -> Point:
    return point_at(tmp_path)


@pytest.fixture
async def paper(point: Point) -> Certificate:
    return await point.assign(cards=(CARD,))


async def visit(point: Point, script: Callable[[Screen], Awaitable[None]]) -> None:
    """Run the controller while script goes on at its screen."""

    async def at_screen(_: Person) -> None:
        async with asyncio.timeout(900), screen_at(point.house.settings.paths.screen_socket) as screen:
            await script(screen)

    assert await point.house.live(at_screen)


async def to_scan(screen: Screen) -> Show:
    screen.answer(await screen.offered("issue"), Chose(option="issue"))
    return await screen.see("issue.scan.title")


def accepted(show: Show) -> tuple[str, ...]:
    assert isinstance(show.screen, Scan)
    return show.screen.accepts


async def test_a_device_that_goes_is_asked_for_no_more_and_again_when_it_is_back(point: Point) -> None:
    async def script(screen: Screen) -> None:
        scan = await to_scan(screen)
        assert accepted(scan) == ("code", "card")
        point.window.is_there = False
        without = await screen.see()
        assert (accepted(without), without.n, without.visit) == (("card",), scan.n + 1, scan.visit)
        point.window.is_there = True
        assert accepted(await screen.see()) == ("code", "card")

    await visit(point, script)


async def test_when_the_last_device_goes_the_person_is_told_and_the_visit_ends(point: Point) -> None:
    async def script(screen: Screen) -> None:
        await to_scan(screen)
        point.cards.unplug()
        assert accepted(await screen.see()) == ("code",)
        point.window.is_there = False
        told = await screen.see()
        assert title_of(told) == "issue.nothing_reads.title"
        assert isinstance(told.screen, Message)
        screen.answer(told, Chose(option="close"))
        await screen.see("home")

    await visit(point, script)


async def test_a_silent_person_is_asked_and_then_gone(point: Point) -> None:
    async def script(screen: Screen) -> None:
        scan, begun_s = await to_scan(screen), point.printer.now_s
        assert await screen.see() == scan.model_copy(update={"still_there": True})
        assert point.printer.now_s - begun_s == pytest.approx(ASK_AFTER_S, abs=0.1)
        assert title_of(await screen.see()) == "home"
        assert point.printer.now_s - begun_s == pytest.approx(ASK_AFTER_S + LEAVE_AFTER_S, abs=0.1)

    await visit(point, script)


async def test_a_touch_takes_the_question_away_and_begins_the_minute_anew(point: Point) -> None:
    async def script(screen: Screen) -> None:
        scan = await to_scan(screen)
        screen.touch(await screen.see())
        assert await screen.see() == scan
        begun_s = point.printer.now_s
        assert (await screen.see()).still_there
        assert point.printer.now_s - begun_s == pytest.approx(ASK_AFTER_S, abs=0.1)

    await visit(point, script)


async def test_a_code_that_is_shown_under_the_question_counts(point: Point, paper: Certificate) -> None:
    async def script(screen: Screen) -> None:
        await to_scan(screen)
        assert (await screen.see()).still_there
        point.window.held = code_for(point, paper)
        assert (await screen.see("birth_date.title")).still_there is False

    await visit(point, script)


async def test_an_answer_that_the_screen_cannot_give_changes_nothing_and_a_stale_one_is_dropped(point: Point) -> None:
    async def script(screen: Screen) -> None:
        first = await to_scan(screen)
        answers: tuple[Answer, ...] = (Chose(option="print"), Typed(digits="490307"), Chose(option="close"))
        for n, answer in enumerate(answers, 1):
            screen.answer(first.model_copy(update={"n": first.n + n - 1}), answer)
            assert await screen.see() == first.model_copy(update={"n": first.n + n})
        screen.answer(first, Left(to="back"))
        assert (await screen.see()).still_there

    await visit(point, script)


@pytest.mark.parametrize("left", [Left(to="back"), Left(to="home")], ids=lambda left: left.to)
async def test_a_person_can_leave(point: Point, left: Left) -> None:
    async def script(screen: Screen) -> None:
        scan = await to_scan(screen)
        screen.answer(scan, left)
        assert title_of(after := await screen.see()) == "home"
        assert after.visit != scan.visit

    await visit(point, script)


async def test_what_is_shown_when_nobody_asks_is_not_taken(point: Point, paper: Certificate) -> None:
    async def script(screen: Screen) -> None:
        home = await screen.offered("issue")
        point.window.held = code_for(point, paper)
        for event in (CardRead(CardIdentity(CARD, 7)), CardGone()):
            point.cards.events.put_nowait(event)
        await asyncio.sleep(A_WHILE_S)
        point.window.held = None
        await asyncio.sleep(1)
        screen.answer(home, Chose(option="issue"))
        scan = await screen.see("issue.scan.title")
        assert await screen.see() == scan.model_copy(update={"still_there": True})

    await visit(point, script)


async def test_what_is_shown_while_something_else_is_asked_is_not_taken(point: Point, paper: Certificate) -> None:
    async def script(screen: Screen) -> None:
        await to_scan(screen)
        point.window.held = code_for(point, paper)
        pad = await screen.see("birth_date.title")
        point.window.held = "https://example.com"
        for event in (CardRead(CardIdentity(CARD, 7)), CardGone()):
            point.cards.events.put_nowait(event)
        await asyncio.sleep(A_WHILE_S)
        point.window.held = None
        await asyncio.sleep(1)
        screen.answer(pad, Left(to="back"))
        scan = await screen.see()
        assert isinstance(scan.screen, Scan)
        assert scan.screen.problem is None
        assert await screen.see() == scan.model_copy(update={"still_there": True})

    await visit(point, script)


async def test_a_code_that_is_held_there_already_is_read_when_the_question_comes(
    point: Point, paper: Certificate
) -> None:
    async def script(screen: Screen) -> None:
        home = await screen.offered("issue")
        point.window.held = code_for(point, paper)
        screen.answer(home, Chose(option="issue"))
        await screen.see("birth_date.title")

    await visit(point, script)


async def test_the_birth_date_pad_takes_six_digits_and_nothing_else(point: Point, paper: Certificate) -> None:
    async def script(screen: Screen) -> None:
        await to_scan(screen)
        point.window.held = code_for(point, paper)
        pad = await screen.see("birth_date.title")
        for digits in ("49030", "4903070", "19490307"):
            screen.answer(pad, Typed(digits=digits))
            again = await screen.see()
            assert again == pad.model_copy(update={"n": pad.n + 1})
            pad = again
        screen.answer(pad, Typed(digits=BIRTH_DIGITS))
        await screen.see("issue.preview.title")

    await visit(point, script)


@pytest.mark.parametrize("garbage", ["", "SODAM1:", "\u200b", "x" * 4000, "SODAM1:" + "A" * 200, "주민등록증"])
async def test_no_code_of_a_stranger_ends_the_visit(point: Point, paper: Certificate, garbage: str) -> None:
    async def script(screen: Screen) -> None:
        await to_scan(screen)
        point.window.held = garbage
        shown = await screen.see()
        assert isinstance(shown.screen, Scan)
        assert getattr(shown.screen.problem, "id", "") == "code.unreadable"
        point.window.held = code_for(point, paper)
        await screen.see("birth_date.title")

    await visit(point, script)
