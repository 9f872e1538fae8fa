"""The units as data. Knows systemd's file format as far as our units use it: no line is continued."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

SYSTEMD = Path(__file__).parents[2] / "systemd"
UNITS = tuple(sorted(path.name for path in SYSTEMD.glob("*.service")))


@dataclass(frozen=True)
class Unit:
    """What stands in one unit file, a list of values for each key."""

    name: str
    text: str
    values: Mapping[str, Sequence[str]]

    def one(self, key: str) -> str:
        """The value of a key that stands there once."""
        (value,) = self.values[key]
        return value

    def words(self, key: str) -> list[str]:
        """Every word behind a key that may stand there several times, or not at all."""
        return [word for value in self.values.get(key, ()) for word in value.split()]


def unit(name: str) -> Unit:
    """Read a unit of systemd/."""
    text = (SYSTEMD / name).read_text(encoding="utf-8")
    values: dict[str, list[str]] = {}
    for line in text.splitlines():
        key, is_setting, value = line.partition("=")
        if is_setting and not line.startswith("#"):
            values.setdefault(key, []).append(value)
    return Unit(name, text, values)
