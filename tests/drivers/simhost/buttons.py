"""The fault buttons of the control page, read from the page's own source, and what each of them sends."""

import json
from copy import deepcopy
from typing import Any

from drivers.simhost.control import PAGE

SCRIPTS = {path.stem: path.read_text("utf-8") for path in PAGE.glob("*.js")}
"""The page's scripts by name."""

Button = dict[str, Any]

FAULTS: dict[str, list[Button]] = json.loads(
    SCRIPTS["faults"].partition("export const FAULTS = ")[2].partition(";\n")[0]
)
"""By kind of device."""


def label(button: Button) -> str:
    """Which button it is."""
    *_, last = button["path"]
    return str(button.get("member") or (last if isinstance(button["on"], bool) else f"{last}={button['on']}"))


def buttons(kind: str) -> dict[str, Button]:
    """All of a kind of device, by label."""
    return {label(button): button for button in FAULTS[kind]}


def pressed(button: Button, well: dict[str, Any]) -> dict[str, Any]:
    """What faults.js sends for it, where nothing is wrong yet."""
    broken = deepcopy(well)
    owner = broken
    for name in button["path"][:-1]:
        owner = owner[name]
    last = button["path"][-1]
    if "member" in button:
        owner[last] = [*owner[last], button["member"]]
    else:
        assert owner[last] == button["off"], button
        owner[last] = button["on"]
    return broken
