"""Any message that our processes can send each other, for hypothesis. Knows shapes, not meanings."""

from datetime import UTC
from typing import Any, get_args

from hypothesis import strategies as st
from pydantic import BaseModel, SecretStr, TypeAdapter

from link import admin, screens, showing

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

# hypothesis reads bounds from annotations; it knows neither patterns, secrets, nor that our times carry a zone.
st.register_type_strategy(SecretStr, st.builds(SecretStr, st.text()))
st.register_type_strategy(
    showing.Panel, st.builds(showing.Panel, width_mm=_mm, height_mm=_mm, width_px=_px, height_px=_px)
)
st.register_type_strategy(
    showing.Typed, st.builds(showing.Typed, digits=st.text(alphabet="0123456789", min_size=1, max_size=12))
)
st.register_type_strategy(admin.TaskRow, st.builds(admin.TaskRow, at=st.datetimes(timezones=st.just(UTC))))
