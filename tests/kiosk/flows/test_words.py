"""Every sentence that a flow can say exists in every language, and no sentence is left that nobody says."""

import string
from collections.abc import Iterator

import pytest
from pydantic import BaseModel

from kiosk.capability import Capability
from kiosk.flows.registry import SERVICES
from kiosk.flows.talk import tell_problem
from link.text import Key
from tests.kiosk.flows.explore import paths
from ui.words import load_words

WORDS = load_words()
SAID_BY_FLOWS = (*(f"{service.id}." for service in SERVICES), "print.slip.", "message.", "broken.", "unavailable.")


def keys_in(value: object) -> Iterator[Key]:
    if isinstance(value, Key):
        yield value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from keys_in(getattr(value, name))
    elif isinstance(value, tuple):
        for member in value:
            yield from keys_in(member)


def said() -> dict[str, Key]:
    flows = [service.flow for service in SERVICES] + [lambda: tell_problem("broken")]
    screens = [getattr(step.effect, "screen", None) for flow in flows for path in paths(flow) for step in path]
    spoken = {key.id: key for screen in screens for key in keys_in(screen)}
    unavailable = {f"unavailable.{capability.value}" for capability in Capability}
    return spoken | {id: Key(id=id) for id in unavailable}


SAID = said()


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_sentence_that_a_flow_says_is_there(language: str) -> None:
    assert set(SAID) - WORDS.ids(language) == set()


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_place_in_a_sentence_is_filled(language: str) -> None:
    for key in SAID.values():
        sentence = WORDS.say(key, language)
        places = [name for _, name, _, _ in string.Formatter().parse(sentence) if name]
        assert places == [], key.id


def test_no_sentence_is_left_that_nobody_says() -> None:
    written = {id for id in WORDS.ids("ko") if id.startswith(SAID_BY_FLOWS)}
    assert written - set(SAID) == set()
