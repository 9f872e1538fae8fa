"""What is wiped is gone from the files with the same transaction, whoever's word wiped it."""

from functools import partial
from pathlib import Path

import pytest

from kiosk.identity import load
from kiosk.store import papers
from link.staff import Settlement, TaskKind
from locker.cabinet import DoorOutcome
from tests.kiosk.point import point_at
from tests.kiosk.store.keeper import RECIPIENT, Keeper

pytestmark = pytest.mark.looptime


def is_on_disk(folder: Path, secret: bytes) -> bool:
    """In the database or in its write-ahead log."""
    return any(secret in path.read_bytes() for path in folder.glob("kiosk.db*"))


async def test_a_household_is_forgotten_when_staff_find_its_compartment_empty(keeper: Keeper, tmp_path: Path) -> None:
    await keeper.put_in()
    assert is_on_disk(tmp_path, RECIPIENT.encode())
    await keeper.look_inside(DoorOutcome.OPENED)
    (task,) = [id for id, kind, _ in await keeper.tasks() if kind is TaskKind.UNCLEARED]
    await keeper.settle(task, Settlement.EMPTY)
    assert not is_on_disk(tmp_path, RECIPIENT.encode())


async def test_a_paper_is_forgotten_when_the_hub_recalls_it(tmp_path: Path) -> None:
    point = point_at(tmp_path)
    identity = load(point.house.settings.paths.identity)
    assert identity is not None
    paper = point.office.make()
    store = await point.house.open_store()
    folder = point.house.settings.paths.database.parent
    try:
        await store.transact(partial(papers.assign, assigned=paper.assigned, identity=identity))
        assert is_on_disk(folder, paper.sealed[:64])
        await store.transact(partial(papers.recall, number=paper.number))
        assert not is_on_disk(folder, paper.sealed[:64])
    finally:
        await store.close()
