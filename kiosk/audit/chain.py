"""The hash chain over the audit log: a changed, removed or inserted entry breaks it.

Pure. What it cannot show is a log cut short at its end; whoever keeps a digest elsewhere (the hub's copy) can.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

FIRST = "0" * 64
"""What stands in for the digest before the first entry."""


@dataclass(frozen=True)
class Entry:
    """One line of the log as it is hashed; at is an ISO 8601 time in UTC."""

    number: int
    at: str
    event: str
    who: str
    facts: Mapping[str, str | int | None]


@dataclass(frozen=True)
class Break:
    """The first place where the chain does not hold."""

    number: int
    reason: str


def digest(before: str, entry: Entry) -> str:
    """The SHA-256 of entry chained to the digest before it, in hexadecimal."""
    body = json.dumps(
        [before, entry.number, entry.at, entry.event, entry.who, dict(entry.facts)],
        ensure_ascii=False,
        separators=(",", ":"),
        sort_keys=True,
    )
    return hashlib.sha256(body.encode()).hexdigest()


def verify(log: Iterable[tuple[Entry, str]]) -> tuple[int, Break | None]:
    """How many entries hold, and where the chain first breaks. Takes entries with their digests, in order."""
    before, held = FIRST, 0
    for entry, written in log:
        if entry.number != held + 1:
            return held, Break(held + 1, f"entry {held + 1} is missing; {entry.number} stands in its place")
        if digest(before, entry) != written:
            return held, Break(entry.number, "the entry does not match its digest")
        before, held = written, entry.number
    return held, None
