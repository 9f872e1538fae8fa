"""Any message that our processes can send each other, for hypothesis. Knows shapes, not meanings."""

from datetime import UTC
from typing import Any, get_args

from hypothesis import strategies as st
from pydantic import BaseModel, SecretStr, TypeAdapter

from link import admin, screens, showing, text

DIRECTIONS: tuple[tuple[Any, TypeAdapter[Any]], ...] = (
    (showing.ToScreen, showing.to_screen),
    (showing.ToController, showing.to_controller),
    (admin.Request, admin.request),
    (admin.Reply, admin.reply),
)
"""Each side's union of messages, and what reads them."""

MESSAGES: dict[type[BaseModel], TypeAdapter[Any]] = {
    message: adapter for union, adapter in DIRECTIONS for message in get_args(union)
}
"""Every kind of message, and what reads it at the other end."""

SCREENS: tuple[type[BaseModel], ...] = get_args(get_args(screens.Screen)[0])

_mm = st.floats(min_value=0.5, max_value=10_000)
_px = st.integers(min_value=1, max_value=20_000)

TEXTS: st.SearchStrategy[text.Text] = st.builds(text.Local, ko=st.text(), en=st.none() | st.text()) | st.builds(
    text.Key,
    id=st.text(),
    values=st.dictionaries(st.text(), st.integers() | st.text() | st.builds(text.Local, ko=st.text())),
)
"""Any sentence."""

# Sentences stand in nearly every message, many times in some. What one may hold is tried out by itself, with TEXTS.
_locals = (text.Local(ko=""), text.Local(ko='가"\\\n'), text.Local(ko="가", en=""), text.Local(ko="가", en="a"))
_values: tuple[dict[str, text.Value], ...] = ({}, {"n": 0}, {"digits": "007", "title": _locals[3]})
st.register_type_strategy(text.Local, st.sampled_from(_locals))
st.register_type_strategy(text.Key, st.sampled_from([text.Key(id="a.b", values=values) for values in _values]))

# hypothesis reads bounds from annotations; it knows neither patterns, secrets, nor that our times carry a zone.
st.register_type_strategy(SecretStr, st.builds(SecretStr, st.text()))
st.register_type_strategy(
    showing.Panel, st.builds(showing.Panel, width_mm=_mm, height_mm=_mm, width_px=_px, height_px=_px)
)
st.register_type_strategy(
    showing.Typed, st.builds(showing.Typed, digits=st.text(alphabet="0123456789", min_size=1, max_size=12))
)
st.register_type_strategy(admin.TaskRow, st.builds(admin.TaskRow, at=st.datetimes(timezones=st.just(UTC))))

MADE: dict[type[BaseModel], st.SearchStrategy[Any]] = {kind: st.from_type(kind) for kind in (*MESSAGES, *SCREENS)}
"""What makes each of them. Once: hypothesis reads all annotations of a type anew whenever it is asked for one."""
