"""The kiosk's line to its hub: what it does with changes that it did not expect, and with a hub that has forgotten."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import select, text

import link.hub
from kiosk.bell import Bell
from kiosk.hub_calls import HubCalls
from kiosk.hub_client import HubClient
from kiosk.identity import Identity, load
from kiosk.store import hub
from kiosk.store.schema import Delivery, Outbox
from kiosk.store.store import Store
from link.hub import DeliveryGiven
from tests.kiosk.office import Office
from tests.kiosk.support import now

pytestmark = pytest.mark.looptime

Change = dict[str, Any]


def given(delivery: str, **more: object) -> Change:
    return DeliveryGiven(delivery=delivery, application="a-1", volunteer="이하늘").model_dump() | more


class Line:
    """The hub's changes as they stand in its JSON; it takes every event, and knows of no paper.

    asked: the cursors that the kiosk asked with.
    """

    def __init__(self, *changes: Change) -> None:
        self.changes = list(changes)
        self.asked: list[int] = []

    async def answer(self, request: httpx.Request) -> httpx.Response:
        match request.url.path:
            case link.hub.PAPERS_PATH:
                return httpx.Response(200, json={"numbers": [], "last_event": None})
            case link.hub.EVENTS_PATH:
                ids = [event["id"] for event in json.loads(request.content)["events"]]
                return httpx.Response(200, json={"ids": ids})
            case _:
                return await self._changes(request)

    async def _changes(self, request: httpx.Request) -> httpx.Response:
        after = int(request.url.params["after"])
        self.asked.append(after)
        if after > len(self.changes):
            return httpx.Response(409)
        if after == len(self.changes):
            await asyncio.sleep(float(request.url.params["wait_s"]))
        told = [{"cursor": n, "change": one} for n, one in enumerate(self.changes, 1)]
        return httpx.Response(200, content=json.dumps({"changes": told[after:], "since": "a newer hub"}))


@dataclass
class Kiosk:
    """One kiosk's store and who it is."""

    store: Store
    identity: Identity

    async def follows(self, line: Line) -> None:
        """Follow this line until there is nothing new on it."""
        async with _following(self, line):
            await asyncio.sleep(10)  # real time: none, this is the loop's own clock

    async def deliveries(self) -> list[str]:
        return await self.store.transact(lambda books: sorted(books.db.scalars(select(Delivery.id))))

    async def passed_over(self) -> list[Any]:
        """What the hub is told of changes that were left out."""
        left_out = select(Outbox.body).where(Outbox.event == "change_passed_over")
        bodies = await self.store.transact(lambda books: list(books.db.scalars(left_out)))
        return [(body["cursor"], body["type"], body["why"]) for body in bodies]


@asynccontextmanager
async def _following(kiosk: Kiosk, line: Line) -> AsyncIterator[None]:
    def in_service() -> None:
        """Nobody asks."""

    async with (
        httpx.AsyncClient(base_url="http://hub", transport=httpx.MockTransport(line.answer)) as http,
        asyncio.TaskGroup() as group,
    ):
        client = HubClient(HubCalls(http, kiosk.identity, now), kiosk.identity, kiosk.store, Bell(), ())
        following = group.create_task(client.follow(in_service))
        yield
        following.cancel()


@pytest.fixture
def kiosk(store: Store, tmp_path: Path) -> Kiosk:
    Office().enrol(tmp_path / "identity.json")
    identity = load(tmp_path / "identity.json")
    assert identity is not None
    return Kiosk(store, identity)


async def test_what_a_newer_hub_says_besides_is_not_in_the_way(kiosk: Kiosk) -> None:
    await kiosk.follows(Line(given("d-1", urgent=True)))
    assert (await kiosk.deliveries(), await kiosk.passed_over()) == (["d-1"], [])


@pytest.mark.parametrize(
    ("odd", "type_"),
    [
        ({"type": "window_closed", "until": 3}, "window_closed"),
        ({"type": "delivery_given", "delivery": "d-0"}, "delivery_given"),
        ({}, "None"),
    ],
    ids=["of a kind that is not known", "with a field missing", "of no kind"],
)
async def test_a_change_that_is_not_understood_is_told_to_the_hub_and_the_next_one_taken_in(
    kiosk: Kiosk, odd: Change, type_: str
) -> None:
    line = Line(odd, given("d-1"))
    await kiosk.follows(line)
    assert await kiosk.deliveries() == ["d-1"]
    assert await kiosk.passed_over() == [(1, type_, "not_understood")]
    assert line.asked == [0, 2]


async def test_a_change_that_cannot_be_stored_is_told_to_the_hub_and_the_next_one_taken_in(kiosk: Kiosk) -> None:
    no_second = text("CREATE UNIQUE INDEX for_this_test ON deliveries (application)")
    await kiosk.store.transact(lambda books: books.db.execute(no_second).close())
    line = Line(given("d-1"), given("d-2"), given("d-3", application="a-3"))
    await kiosk.follows(line)
    assert await kiosk.deliveries() == ["d-1", "d-3"]
    assert await kiosk.passed_over() == [(2, "delivery_given", "refused")]
    assert line.asked == [0, 3]


async def test_another_kiosks_changes_are_counted_from_the_first(kiosk: Kiosk) -> None:
    await kiosk.follows(Line(given("d-1"), given("d-2")))
    kiosk.identity = replace(kiosk.identity, kiosk="kiosk-new")
    line = Line(given("d-3"))
    await kiosk.follows(line)
    assert (line.asked, await kiosk.deliveries()) == ([0, 1], ["d-1", "d-2", "d-3"])


async def test_new_keys_under_the_same_id_go_on_where_they_were(kiosk: Kiosk) -> None:
    line = Line(given("d-1"), given("d-2"))
    await kiosk.follows(line)
    kiosk.identity = replace(kiosk.identity, keys=Office().keys)
    await kiosk.follows(line)
    assert line.asked == [0, 2, 2]


async def test_a_hub_that_has_forgotten_is_followed_from_its_first_change(kiosk: Kiosk) -> None:
    await kiosk.follows(Line(given("d-1"), given("d-2"), given("d-3")))
    line = Line(given("d-1"), given("d-4"))
    await kiosk.follows(line)
    assert line.asked == [3, 0, 2]
    assert await kiosk.deliveries() == ["d-1", "d-2", "d-3", "d-4"]
    assert await kiosk.store.transact(hub.cursor) == 2
