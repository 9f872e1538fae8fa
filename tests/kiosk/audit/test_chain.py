"""The audit log's chain: whatever is changed in it is found, with its number."""

import hashlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from kiosk.audit.chain import FIRST, Break, Entry, digest, verify
from kiosk.audit.events import AuditEvent
from kiosk.store import log
from kiosk.store.store import Store

Log = list[tuple[Entry, str]]


def log_of(length: int) -> Log:
    log: Log = []
    before = FIRST
    for number in range(1, length + 1):
        entry = Entry(number, f"2026-11-22T09:00:{number:02}+00:00", "code_wrong", "visitor", {"compartment": number})
        before = digest(before, entry)
        log.append((entry, before))
    return log


def changed(log: Log, number: int, **fields: object) -> Log:
    entry, written = log[number - 1]
    return [*log[: number - 1], (replace(entry, **fields), written), *log[number:]]  # type: ignore[arg-type]  # any field of an entry


def test_an_untouched_log_holds() -> None:
    assert verify(log_of(5)) == (5, None)
    assert verify([]) == (0, None)


@pytest.mark.parametrize(
    "fields",
    [
        {"at": "2026-11-22T09:00:59+00:00"},
        {"event": "code_locked"},
        {"who": "nobody"},
        {"facts": {"compartment": 4}},
        {"facts": {}},
    ],
    ids=str,
)
@pytest.mark.parametrize("at", [1, 3, 5])
def test_a_changed_entry_is_found(at: int, fields: dict[str, object]) -> None:
    assert verify(changed(log_of(5), at, **fields)) == (at - 1, Break(at, "the entry does not match its digest"))


@pytest.mark.parametrize("at", [1, 2, 4])
def test_a_deleted_entry_is_found(at: int) -> None:
    log = log_of(5)
    del log[at - 1]
    reason = f"entry {at} is missing; {at + 1} stands in its place"
    assert verify(log) == (at - 1, Break(at, reason))


def test_a_deleted_entry_is_found_also_when_the_rest_is_numbered_anew() -> None:
    log = log_of(5)
    del log[1]
    numbered = [(replace(entry, number=number), written) for number, (entry, written) in enumerate(log, 1)]
    assert verify(numbered) == (1, Break(2, "the entry does not match its digest"))


def test_an_inserted_entry_is_found() -> None:
    log = log_of(5)
    log.insert(2, log[1])
    assert verify(log) == (2, Break(3, "entry 3 is missing; 2 stands in its place"))


def test_an_inserted_entry_is_found_also_with_a_digest_of_its_own() -> None:
    log = log_of(3)
    forged = replace(log[2][0], who="nobody")
    log[2] = (forged, digest(log[1][1], forged))
    tail = Entry(4, "2026-11-22T09:00:04+00:00", "code_wrong", "visitor", {"compartment": 4})
    log.append((tail, log_of(4)[3][1]))
    assert verify(log) == (3, Break(4, "the entry does not match its digest"))


@given(st.integers(2, 8), st.data())
def test_swapped_entries_are_found(length: int, data: st.DataObject) -> None:
    log = log_of(length)
    first = data.draw(st.integers(0, length - 2))
    second = data.draw(st.integers(first + 1, length - 1))
    log[first], log[second] = log[second], log[first]
    held, broken = verify(log)
    assert held == first
    assert broken is not None
    assert broken.number == first + 1


def test_where_a_fact_stands_among_the_others_does_not_matter() -> None:
    one = Entry(1, "t", "e", "w", {"a": 1, "b": "한"})
    assert digest(FIRST, one) == digest(FIRST, replace(one, facts={"b": "한", "a": 1}))


def test_a_number_is_not_the_same_fact_as_its_digits() -> None:
    one = Entry(1, "t", "e", "w", {"a": 1})
    assert digest(FIRST, one) != digest(FIRST, replace(one, facts={"a": "1"}))


def test_the_digest_never_changes_its_meaning() -> None:
    entry = Entry(1, "2026-11-22T09:00:00+00:00", "controller_started", "controller", {"visit": ""})
    body = f'["{"0" * 64}",1,"2026-11-22T09:00:00+00:00","controller_started","controller",{{"visit":""}}]'
    assert digest(FIRST, entry) == hashlib.sha256(body.encode()).hexdigest()


TAMPERING = {
    "changed": ("UPDATE audit SET who = 'nobody' WHERE number = 2", 1, 2),
    "deleted": ("DELETE FROM audit WHERE number = 2", 1, 2),
    "facts changed": ('UPDATE audit SET facts = \'{"visit": "x"}\' WHERE number = 3', 2, 3),
    "first deleted": ("DELETE FROM audit WHERE number = 1", 0, 1),
}


@pytest.mark.parametrize("how", TAMPERING)
async def test_tampering_with_the_file_is_found(store: Store, how: str) -> None:
    statement, held, broken_at = TAMPERING[how]
    for _ in range(4):
        await store.transact(lambda books: books.record(AuditEvent.CONTROLLER_STARTED, "controller", compartment=1))
    assert await store.transact(log.verify_audit) == (4, None)
    await store.transact(lambda books: books.db.execute(text(statement)).close())
    verdict = await store.transact(log.verify_audit)
    assert (verdict[0], verdict[1] and verdict[1].number) == (held, broken_at)
