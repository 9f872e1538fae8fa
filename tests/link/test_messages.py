"""Every message arrives as it was sent; what is not one is refused."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, TypeAdapter, ValidationError

from link import admin, hub, showing
from link.framing import FrameReader, encode
from link.showing import Alarm, Input, Show, Strip, Touched, Typed
from link.text import Key, Local, Text, key
from link.way import Way
from tests.link.messages import DIRECTIONS, MADE, MESSAGES, SCREENS, TEXTS

ENDED = {"type": "delivery_ended", "delivery": "d-1"}
KEY = hub.in_base64(bytes(32))
DOWN = (
    hub.Enrolled(kiosk="kiosk-1", keys=(hub.Trusted(key=KEY),), demo=True),
    hub.Changes(changes=(hub.Numbered(cursor=1, change=hub.DeliveryEnded(delivery="d-1")),)),
    hub.PaperAssigned(number="n-1", application="a-1", way=Way.DOOR, sealed=KEY),
    hub.PaperRecalled(number="n-1"),
    hub.DeliveryGiven(delivery="d-1", application="a-1", volunteer="이하늘"),
    hub.Accepted(ids=("e-1",)),
    hub.PapersHeld(numbers=(hub.HeldPaper(number="n-1", cursor=1),), last_event="e-1"),
)
FEW = settings(max_examples=30)
"""Of each kind: with its sentences out of a few, a kind has little left to vary."""
READERS = tuple(adapter for _, adapter in DIRECTIONS)


def sent(message: BaseModel) -> Any:
    [body] = FrameReader().feed(encode(message))
    return MESSAGES[type(message)].validate_json(body)


@pytest.mark.parametrize("kind", MESSAGES, ids=lambda kind: kind.__name__)
@FEW
@given(data=st.data())
def test_every_message_arrives_as_it_was_sent(kind: type[BaseModel], data: st.DataObject) -> None:
    message = data.draw(MADE[kind])
    assert sent(message) == message


@pytest.mark.parametrize("kind", SCREENS, ids=lambda kind: kind.__name__)
@FEW
@given(data=st.data())
def test_every_kind_of_screen_arrives_as_it_was_sent(kind: type[BaseModel], data: st.DataObject) -> None:
    show = Show(visit="v", n=0, screen=data.draw(MADE[kind]))
    assert sent(show) == show


@given(TEXTS)
def test_any_sentence_arrives_as_it_was_sent(text: Text) -> None:
    strip = Strip(alarms=(Alarm(id="a", text=text, urgent=True),))
    assert sent(strip) == strip


def test_there_is_a_message_of_every_kind() -> None:
    names = {kind.__name__ for kind in (*MESSAGES, *SCREENS)}
    assert {"Hello", "Show", "Strip", "Input", "Touched", "AddStaff", "Refused", "Home", "Keypad", "Door"} <= names


def test_a_pin_crosses_the_socket_and_is_not_shown_in_a_log() -> None:
    asked = admin.AddStaff.model_validate({"who": {"name": "김소담", "pin": "135790"}, "role": "officer"})
    assert b'"pin":"135790"' in encode(asked)
    assert sent(asked).who.pin.get_secret_value() == "135790"
    assert "135790" not in repr(asked)


def test_a_changed_pin_crosses_the_socket_and_is_not_shown_in_a_log() -> None:
    asked = admin.ChangePin.model_validate({"who": {"name": "김소담", "pin": "135790"}, "new_pin": "246801"})
    assert b'"new_pin":"246801"' in encode(asked)
    assert sent(asked).new_pin.get_secret_value() == "246801"
    assert "246801" not in repr(asked)


@pytest.mark.parametrize("body", DOWN, ids=lambda body: type(body).__name__)
def test_an_older_kiosk_understands_what_a_newer_hub_says_besides(body: BaseModel) -> None:
    newer = json.dumps({**json.loads(body.model_dump_json()), "newer": {"than": "this"}})
    assert type(body).model_validate_json(newer) == body


def test_a_change_that_a_kiosk_does_not_know_leaves_the_others_readable() -> None:
    body = {"changes": [{"cursor": 1, "change": {"type": "window_closed"}}, {"cursor": 2, "change": ENDED}]}
    unknown, known = hub.HeardChanges.model_validate_json(json.dumps(body)).changes
    assert hub.change.validate_python(known.change) == hub.DeliveryEnded(delivery="d-1")
    with pytest.raises(ValidationError):
        hub.change.validate_python(unknown.change)


@pytest.mark.parametrize("kind", [hub.Enrolment, hub.Event, hub.Events])
def test_what_a_kiosk_says_to_the_hub_has_nothing_besides(kind: type[BaseModel]) -> None:
    with pytest.raises(ValidationError, match="extra_forbidden"):
        kind.model_validate({"newer": 1})


def test_digits_stay_text_and_numbers_stay_numbers() -> None:
    assert sent(Show.model_validate({"visit": "v", "n": 1, "screen": MESSAGE})).screen.title == TITLE


TITLE = key("deposit.done.title", code="007", compartment=7)
MESSAGE = {"kind": "message", "tone": "success", "title": TITLE, "close": Key(id="message.close")}


@pytest.mark.parametrize("adapter", READERS)
@given(garbage=st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_garbage_is_refused_and_nothing_else_happens(adapter: TypeAdapter[Any], garbage: bytes) -> None:
    with pytest.raises(ValidationError):
        adapter.validate_json(garbage)


@pytest.mark.parametrize(
    "body",
    [
        b'{"type":"touched","visit":"v","n":1,"extra":true}',
        b'{"type":"touched","visit":"v"}',
        b'{"type":"touched","visit":"v","n":"first"}',
        b'{"type":"nothing_we_know","visit":"v","n":1}',
        b'{"visit":"v","n":1}',
        b'{"type":"show","visit":"v","n":0,"screen":{"kind":"home","services":[]}}',
        b'[{"type":"touched","visit":"v","n":1}]',
    ],
)
def test_what_is_almost_a_message_to_the_controller_is_refused(body: bytes) -> None:
    with pytest.raises(ValidationError):
        showing.to_controller.validate_json(body)


@pytest.mark.parametrize("digits", ["", "12a", "1234567890123", " 1", "１２", "1\n"])  # noqa: PLE2515, RUF100 (wide digits)
def test_what_is_typed_is_one_to_twelve_ascii_digits(digits: str) -> None:
    with pytest.raises(ValidationError):
        Typed(digits=digits)


def test_the_largest_cabinet_fits_into_a_frame() -> None:
    """The controller says its cabinet to every screen that connects; 1,536 is the most that one bus can carry."""
    cells = tuple(showing.Cell(compartment=n, column=n % 64, row=n // 64, height=2) for n in range(1, 1_537))
    panel = showing.Panel(width_mm=336, height_mm=598, width_px=1080, height_px=1920)
    hello = showing.Hello(site=Local(ko="소담"), panel=panel, languages=("ko",), help_phone="031", cabinet=cells)
    assert sent(hello) == hello


def test_an_answer_echoes_the_screen_it_belongs_to() -> None:
    answer = Input(visit="v", n=3, answer=Typed(digits="12"))
    expected = b'{"type":"input","visit":"v","n":3,"answer":{"kind":"typed","digits":"12"}}'
    assert encode(answer) == len(expected).to_bytes(4, "big") + expected
    assert sent(Touched(visit="v", n=3)) == Touched(visit="v", n=3)
