"""Places in a form's data: head.name, members[].rrn (of every row), members[!self].name (of all rows but self).

Knows no form. Data is what JSON can hold.
"""

import copy
import re
from collections.abc import Iterable, Iterator
from typing import Any

_STEP = re.compile(r"(?P<key>[a-z_]+)(?P<rows>\[(!(?P<unless>[a-z_]+))?\])?")

Data = dict[str, Any]
"""A JSON object."""


def is_path(path: str) -> bool:
    """Whether this is written as a path at all."""
    return all(_STEP.fullmatch(step) for step in path.split("."))


def values(data: Data, path: str) -> list[Any]:
    """Everything that stands at this path, in the order of the data; nothing where it is absent."""
    return [holder[key] for holder, key in _holders(data, path.split("."))]


def without(data: Data, paths: Iterable[str]) -> Data:
    """A copy of the data from which everything at these paths is gone."""
    rest = copy.deepcopy(data)
    for path in paths:
        for holder, key in list(_holders(rest, path.split("."))):
            del holder[key]
    return rest


def texts(data: Any, field: str = "") -> Iterator[tuple[str, str]]:
    """Every text in the data with the field it stands in (members[2].name), keys of objects not among them."""
    match data:
        case str():
            yield field, data
        case dict():
            for key, value in data.items():
                yield from texts(value, f"{field}.{key}" if field else str(key))
        case list() | tuple():
            for index, value in enumerate(data):
                yield from texts(value, f"{field}[{index}]")
        case _:
            return


def _holders(data: Data, steps: list[str]) -> Iterator[tuple[Data, str]]:
    step = _STEP.fullmatch(steps[0])
    assert step is not None  # a form with another path is refused when it is loaded
    key = step["key"]
    if key not in data:
        return
    if len(steps) == 1:
        yield data, key
        return
    for row in data[key] if step["rows"] else [data[key]]:
        if not (step["unless"] and row.get(step["unless"])):
            yield from _holders(row, steps[1:])
