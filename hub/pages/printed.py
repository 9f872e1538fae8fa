"""What will stand on a paper, as an officer reads it before approving: sections of labelled values.

Knows how forms name their fields (printer/forms/*/form.toml, labels). Does not know any particular form.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hub.pages.words import Words
from link.text import Local
from printer.certificates.forms import Form

Row = tuple[str, ...]


@dataclass(frozen=True)
class Section:
    """One part of the paper: a table with these columns; its one row, if it is no list."""

    title: str
    columns: Row
    rows: tuple[Row, ...]
    is_list: bool


def sections(form: Form, data: Mapping[str, Any], words: Words) -> tuple[Section, ...]:
    """The data in its own order. Marks for the computer (true, false) are left out, for they are not printed."""
    found = []
    for name, value in data.items():
        match value:
            case dict():
                found.append(_section(form, words, name, f"{name}.", [value], is_list=False))
            case [dict(), *_]:
                found.append(_section(form, words, name, f"{name}[].", value, is_list=True))
            case str() | int() if not isinstance(value, bool):
                found.append(Section("", (_label(form, words, name),), ((str(value),),), is_list=False))
            case _:
                pass
    return tuple(found)


def _section(
    form: Form, words: Words, name: str, prefix: str, entries: list[dict[str, Any]], *, is_list: bool
) -> Section:
    keys = list(dict.fromkeys(key for entry in entries for key, value in entry.items() if not isinstance(value, bool)))
    columns = _columns(form, prefix, keys)
    labels = tuple(_label(form, words, prefix + column[0]) for column in columns)
    rows = tuple(tuple(_value(entry, column) for column in columns) for entry in entries)
    return Section(_said(words, form.about.labels.get(name)), labels, rows, is_list)


def _columns(form: Form, prefix: str, keys: list[str]) -> list[list[str]]:
    """Fields that stand together: one without a label belongs to the one before it, as a name's other spelling does."""
    columns: list[list[str]] = []
    for key in keys:
        if columns and _labelled(form, prefix + key) is None:
            columns[-1].append(key)
        else:
            columns.append([key])
    return columns


def _value(entry: Mapping[str, Any], column: list[str]) -> str:
    first, *others = (str(entry.get(key) or "") for key in column)
    return " ".join([first, *(f"({other})" for other in others if other)])


def _label(form: Form, words: Words, path: str) -> str:
    """What stands beside the field, else the name that it has in the data."""
    return _said(words, _labelled(form, path)) or path.rpartition(".")[2]


def _labelled(form: Form, path: str) -> Local | None:
    """The field's own label, else that of one of the same name elsewhere: past addresses are labelled as addresses."""
    labels, field = form.about.labels, path.rpartition(".")[2]
    alike = (label for other, label in labels.items() if other.rpartition(".")[2] == field and "." in other)
    return labels.get(path) or next(alike, None)


def _said(words: Words, label: Local | None) -> str:
    return words.local(label) if label else ""
