from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from drivers.lockboard.registry import LockBus
from drivers.simhost.rig import load_rig

RIGS = sorted((Path(__file__).parents[3] / "config" / "rig").glob("*.toml"))


def board(**changed: Any) -> dict[str, Any]:
    return {"protocol": "xor8a", "name": "left", "address": 1, "channels": 24, "closed_bit": 1} | changed


def bus(*boards: dict[str, Any]) -> dict[str, Any]:
    return {"name": "lockbus", "address": "/dev/serial/by-id/adapter", "boards": boards}


def test_a_bus_takes_boards_that_differ_in_name_and_address() -> None:
    settings = LockBus.model_validate(bus(board(), board(name="right", address=2)))

    assert [one.name for one in settings.boards] == ["left", "right"]


@pytest.mark.parametrize("second", [board(address=2), board(name="right")])
def test_two_boards_with_the_same_name_or_address_are_a_mistake(second: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="have the same"):
        LockBus.model_validate(bus(board(), second))


@pytest.mark.parametrize(
    "changed", [{"address": 0}, {"address": 32}, {"channels": 0}, {"closed_bit": 2}, {"protocol": "x"}, {"colour": 1}]
)
def test_a_board_outside_its_protocol_is_a_mistake(changed: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        LockBus.model_validate(bus(board(**changed)))


def test_the_polarity_must_be_said() -> None:
    silent = {name: value for name, value in board().items() if name != "closed_bit"}

    with pytest.raises(ValidationError, match="closed_bit"):
        LockBus.model_validate(bus(silent))


@pytest.mark.parametrize("path", RIGS, ids=lambda path: path.stem)
def test_a_rig_file_of_the_repository_can_be_loaded(path: Path) -> None:
    assert load_rig(path).lock_buses
