"""What a kiosk hears and tells over HTTP, and that nobody else does."""

import asyncio
import base64
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from fastapi.concurrency import run_in_threadpool
from httpx import ASGITransport, AsyncClient

from hub.app import make_app
from hub.approving import approve
from hub.refusals import Cause, Refused
from hub.store import events, kiosks, papers
from link.hub import (
    CHANGES_PATH,
    ENROLMENT_PATH,
    EVENTS_PATH,
    PAPERS_PATH,
    Changes,
    Enrolled,
    Events,
    PaperAssigned,
    PapersHeld,
)
from link.signed_code import Right
from tests.hub.office import Office, Outlet, opened_office

NOW = {"wait_s": 0}


@pytest.fixture
async def client(office: Office) -> AsyncIterator[AsyncClient]:
    async with AsyncClient(transport=ASGITransport(make_app(office.hub)), base_url="http://127.0.0.1:8000") as opened:
        yield opened


def keys() -> dict[str, str]:
    return {
        "signing_key": text(Ed25519PrivateKey.generate().public_key().public_bytes_raw()),
        "sealing_key": text(X25519PrivateKey.generate().public_key().public_bytes_raw()),
    }


def text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


async def test_a_kiosk_enrols_with_its_code_and_learns_whom_to_trust(office: Office, client: AsyncClient) -> None:
    code = office.hub.store.write(kiosks.add, "새 키오스크")
    answer = await client.post(ENROLMENT_PATH, json={"code": code, **keys()})
    enrolled = Enrolled.model_validate_json(answer.content)
    assert enrolled.demo is True
    assert [each.key for each in enrolled.keys] == [office.hub.keys.codes.public_key().public_bytes_raw()]
    assert enrolled.kiosk in office.hub.store.read(kiosks.signing_keys)


async def test_a_code_enrols_one_kiosk_and_its_own_second_try_gets_the_same_answer(
    office: Office, client: AsyncClient
) -> None:
    code, own = office.hub.store.write(kiosks.add, "새 키오스크"), keys()
    first = await client.post(ENROLMENT_PATH, json={"code": code.lower(), **own})
    again = await client.post(ENROLMENT_PATH, json={"code": code, **own})
    other = await client.post(ENROLMENT_PATH, json={"code": code, **keys()})
    assert (first.status_code, again.json()) == (200, first.json())
    assert (other.status_code, other.json()) == (403, {"detail": {"reason": "code_not_good"}})


async def test_a_code_ends_after_a_day(office: Office, client: AsyncClient) -> None:
    code = office.hub.store.write(kiosks.add, "새 키오스크")
    office.clock.passes(hours=24, seconds=1)
    assert (await client.post(ENROLMENT_PATH, json={"code": code, **keys()})).status_code == 403


async def test_a_new_code_ends_the_earlier_one_and_an_enrolled_kiosk_gets_none(
    office: Office, client: AsyncClient
) -> None:
    first = office.hub.store.write(kiosks.add, "새 키오스크")
    second = office.hub.store.write(kiosks.add, "새 키오스크")
    assert (await client.post(ENROLMENT_PATH, json={"code": first, **keys()})).status_code == 403
    assert (await client.post(ENROLMENT_PATH, json={"code": second, **keys()})).status_code == 200
    with pytest.raises(Refused) as caught:
        office.hub.store.write(kiosks.add, "새 키오스크")
    assert caught.value.cause is Cause.NAME_TAKEN


async def test_a_kiosk_that_enrols_again_stays_the_same_and_its_old_keys_are_void_from_then_on(
    office: Office, client: AsyncClient
) -> None:
    code, own = office.hub.store.write(kiosks.renew, "휴먼시아 소담"), keys()
    old = office.outlet.headers()
    assert (await client.get(CHANGES_PATH, params=NOW, headers=old)).status_code == 200
    first = await client.post(ENROLMENT_PATH, json={"code": code, **own})
    assert (first.status_code, first.json()["kiosk"]) == (200, office.outlet.id)
    assert (await client.post(ENROLMENT_PATH, json={"code": code, **own})).json() == first.json()
    assert (await client.post(ENROLMENT_PATH, json={"code": code, **keys()})).status_code == 403
    assert (await client.get(CHANGES_PATH, params=NOW, headers=old)).status_code == 401


async def test_the_keys_of_a_stolen_kiosk_are_void_at_once(office: Office, client: AsyncClient) -> None:
    code = office.hub.store.write(kiosks.renew, "휴먼시아 소담", void_now=True)
    assert (await client.get(CHANGES_PATH, params=NOW, headers=office.outlet.headers())).status_code == 401
    with pytest.raises(Refused) as caught:
        await run_in_threadpool(office.approved)
    assert caught.value.cause is Cause.NO_KIOSK
    assert (await client.post(ENROLMENT_PATH, json={"code": code, **keys()})).status_code == 200


@pytest.mark.parametrize("name", ["nowhere", "새 키오스크"])
def test_a_kiosk_that_never_enrolled_cannot_enrol_again(office: Office, name: str) -> None:
    office.hub.store.write(kiosks.add, "새 키오스크")
    with pytest.raises(Refused) as caught:
        office.hub.store.write(kiosks.renew, name)
    assert caught.value.cause is Cause.NO_KIOSK


async def test_a_cursor_that_has_not_been_yet_is_a_conflict(office: Office, client: AsyncClient) -> None:
    await run_in_threadpool(office.fetched)
    params = {**NOW, "after": office.outlet.cursor}
    assert (await client.get(CHANGES_PATH, params=params, headers=office.outlet.headers())).status_code == 200
    params["after"] += 1
    answer = await client.get(CHANGES_PATH, params=params, headers=office.outlet.headers())
    assert (answer.status_code, answer.json()) == (409, {"detail": {"reason": "cursor_ahead"}})


@pytest.mark.parametrize(("path", "most"), [(ENROLMENT_PATH, 16_384), (EVENTS_PATH, 1_048_576)])
async def test_a_body_that_is_too_long_is_not_read_to_its_end(client: AsyncClient, path: str, most: int) -> None:
    read = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal read
        while True:
            read += 1024
            yield b" " * 1024

    answer = await client.post(path, content=endless())
    assert (answer.status_code, answer.json()) == (413, {"detail": {"reason": "too_long"}})
    assert read <= most + 2048


async def test_the_longest_body_that_is_allowed_is_read(client: AsyncClient) -> None:
    answer = await client.post(ENROLMENT_PATH, content=b" " * 16_384)
    assert answer.status_code == 422


async def test_what_cannot_be_read_is_not_sent_back(client: AsyncClient) -> None:
    many = {f"more {number}": "s3cret" for number in range(100)}
    answer = await client.post(ENROLMENT_PATH, json={"code": ["s3cret"], **keys(), **many})
    assert answer.status_code == 422
    assert "s3cret" not in answer.text
    assert len(answer.content) < 2000


@pytest.mark.parametrize("field", ["signing_key", "sealing_key"])
@pytest.mark.parametrize("raw", [b"", b"\x00" * 31, b"\x00" * 33])
async def test_a_key_that_is_none_enrols_nothing(office: Office, client: AsyncClient, field: str, raw: bytes) -> None:
    code = office.hub.store.write(kiosks.add, "새 키오스크")
    answer = await client.post(ENROLMENT_PATH, json={"code": code, **keys(), field: text(raw)})
    assert answer.status_code == 422
    assert (await client.post(ENROLMENT_PATH, json={"code": code, **keys()})).status_code == 200


async def test_a_sealing_key_that_closes_for_everybody_is_not_taken(office: Office, client: AsyncClient) -> None:
    code = office.hub.store.write(kiosks.add, "새 키오스크")
    answer = await client.post(ENROLMENT_PATH, json={"code": code, **keys(), "sealing_key": text(b"\x00" * 32)})
    assert answer.status_code == 422


async def test_a_kiosk_hears_what_changed_after_its_cursor(office: Office, client: AsyncClient) -> None:
    application, number = await run_in_threadpool(office.approved)
    answer = await client.get(CHANGES_PATH, params=NOW, headers=office.outlet.headers())
    (first,) = Changes.model_validate_json(answer.content).changes
    assert isinstance(first.change, PaperAssigned)
    assert office.outlet.opens(first.change).pdf == b"%PDF " + number.encode()
    rest = await client.get(CHANGES_PATH, params={**NOW, "after": first.cursor}, headers=office.outlet.headers())
    assert Changes.model_validate_json(rest.content).changes == ()
    assert office.state(application) == "fetched"


async def test_a_kiosk_tells_and_is_told_what_the_hub_has(office: Office, client: AsyncClient) -> None:
    application, number = await run_in_threadpool(office.fetched)
    event = office.outlet.event("paper_printed", number=number, application=application)
    body = Events(events=(event,)).model_dump(mode="json")
    for _ in range(2):
        answer = await client.post(EVENTS_PATH, json=body, headers=office.outlet.headers())
        assert (answer.status_code, answer.json()) == (200, {"ids": [event.id]})
    assert office.state(application) == "printed"


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"subject": "kiosk-elsewhere"}, "forged"),
        ({"audience": "kiosk"}, "foreign"),
        ({"right": Right.PRINT}, "foreign"),
        ({"not_after": timedelta(minutes=-2, seconds=-1)}, "expired"),
        ({"not_after": timedelta(minutes=3, seconds=1)}, "expired"),
    ],
)
async def test_a_code_that_is_not_quite_right_opens_nothing(
    office: Office, client: AsyncClient, wrong: dict[str, Any], reason: str
) -> None:
    if "not_after" in wrong:
        wrong = {"not_after": office.clock() + wrong["not_after"]}
    answer = await client.get(CHANGES_PATH, params=NOW, headers=office.outlet.headers(**wrong))
    assert (answer.status_code, answer.json()) == (401, {"detail": {"reason": reason}})


async def test_clocks_may_differ_by_two_minutes(office: Office, client: AsyncClient) -> None:
    for seconds in (-120, 180):
        headers = office.outlet.headers(not_after=office.clock() + timedelta(seconds=seconds))
        assert (await client.get(CHANGES_PATH, params=NOW, headers=headers)).status_code == 200


async def test_a_stranger_and_another_kiosk_cannot_call_in_a_kiosks_name(office: Office, client: AsyncClient) -> None:
    other = office.kiosk("다른 곳")
    other.id = office.outlet.id
    stranger = office.outlet.headers()
    office.outlet.signing = Ed25519PrivateKey.generate()
    for headers in (other.headers(), office.outlet.headers()):
        answer = await client.get(CHANGES_PATH, params=NOW, headers=headers)
        assert (answer.status_code, answer.json()) == (401, {"detail": {"reason": "forged"}})
    assert (await client.get(CHANGES_PATH, params=NOW, headers=stranger)).status_code == 200


@pytest.mark.parametrize("header", [None, "", "Sodam-Kiosk", "Bearer x", "Sodam-Kiosk SODAM1:", "Sodam-Kiosk \xff"])
async def test_without_a_code_nobody_hears_or_tells(client: AsyncClient, header: str | None) -> None:
    headers = [] if header is None else [(b"authorization", header.encode("latin-1"))]
    for answer in (
        await client.get(CHANGES_PATH, params=NOW, headers=headers),
        await client.get(PAPERS_PATH, headers=headers),
        await client.post(EVENTS_PATH, json={}, headers=headers),
    ):
        assert (answer.status_code, answer.json()) == (401, {"detail": {"reason": "unreadable"}})


async def test_one_kiosk_hears_nothing_of_anothers_papers(office: Office, client: AsyncClient) -> None:
    other = office.kiosk("다른 곳")
    await run_in_threadpool(approve, office.hub, office.officer, office.apply(), office.outlet.id)
    answer = await client.get(CHANGES_PATH, params=NOW, headers=other.headers())
    assert answer.json() == {"changes": []}


async def test_a_kiosk_may_print_what_it_was_given_and_what_nobody_has_accounted_for(
    office: Office, client: AsyncClient
) -> None:
    def accounted_for(*names: str) -> None:
        application, number = office.fetched()
        for name in names:
            office.tell(name, number=number, application=application, settlement="void")

    async def held(outlet: Outlet) -> list[str]:
        answer = await client.get(PAPERS_PATH, headers=outlet.headers())
        return sorted(one.number for one in PapersHeld.model_validate_json(answer.content).numbers)

    def numbers() -> list[str]:
        for names in (("paper_printed",), ("paper_uncertain",), ("paper_uncertain", "paper_settled")):
            accounted_for(*names)
        accounted_for("paper_released")
        failed, number = office.fetched()
        office.tell("paper_not_printed", number=number, application=failed)
        asked_back, wanted = office.fetched()
        office.hub.store.write(papers.recall, office.officer, asked_back)
        return sorted([number, wanted, office.approved()[1]])

    expected = await run_in_threadpool(numbers)
    assert await held(office.outlet) == expected
    assert await held(office.kiosk("다른 곳")) == []


async def test_a_number_that_was_given_back_is_the_next_kiosks(office: Office, client: AsyncClient) -> None:
    application, number = await run_in_threadpool(office.fetched)
    other = office.kiosk("다른 곳")
    office.tell("paper_released", number=number, application=application)
    await run_in_threadpool(approve, office.hub, office.officer, application, other.id)
    for outlet, held in ((office.outlet, []), (other, [{"number": number, "cursor": 1}])):
        answer = await client.get(PAPERS_PATH, headers=outlet.headers())
        assert answer.json()["numbers"] == held


async def test_a_number_comes_with_the_change_that_assigned_it_last(office: Office, client: AsyncClient) -> None:
    await run_in_threadpool(office.fetched)
    application, number = await run_in_threadpool(office.fetched)
    office.tell("paper_released", number=number, application=application)
    await run_in_threadpool(approve, office.hub, office.officer, application)
    await run_in_threadpool(office.hear)
    office.hub.store.write(papers.recall, office.officer, application)
    answer = await client.get(PAPERS_PATH, headers=office.outlet.headers())
    assert {"number": number, "cursor": 3} in answer.json()["numbers"]


async def test_a_kiosk_learns_which_of_its_events_came_last(office: Office, client: AsyncClient) -> None:
    other = office.kiosk("다른 곳")

    async def last() -> str | None:
        answer = await client.get(PAPERS_PATH, headers=office.outlet.headers())
        return PapersHeld.model_validate_json(answer.content).last_event

    assert await last() is None
    office.clock.passes(hours=1)
    first = office.tell("controller_started")
    office.clock.passes(hours=-1)
    second, _ = office.tell("controller_started"), office.tell("controller_started", other)
    assert await last() == second.id
    office.hub.store.write(events.take, office.outlet.id, (first,))
    assert await last() == second.id


async def test_a_waiting_kiosk_hears_at_once_what_this_process_commits(office: Office, client: AsyncClient) -> None:
    await run_in_threadpool(office.fetched)
    application = (await run_in_threadpool(office.fetched))[0]
    loop = asyncio.get_running_loop()
    async with asyncio.TaskGroup() as group:
        poll = group.create_task(
            client.get(CHANGES_PATH, params={"after": office.outlet.cursor}, headers=office.outlet.headers())
        )
        await until_it_waits(office)
        started_s = loop.time()
        await run_in_threadpool(office.hub.store.write, papers.recall, office.officer, application)
    (numbered,) = Changes.model_validate_json(poll.result().content).changes
    assert numbered.change.type == "paper_recalled"
    assert loop.time() - started_s < 0.9, "it waited for the next look instead of the bell"


async def test_a_waiting_kiosk_hears_what_another_process_commits(office: Office, client: AsyncClient) -> None:
    application = (await run_in_threadpool(office.fetched))[0]
    with opened_office(office.hub.settings.keys.parent, staff=False) as elsewhere:
        async with asyncio.TaskGroup() as group:
            poll = group.create_task(
                client.get(CHANGES_PATH, params={"after": office.outlet.cursor}, headers=office.outlet.headers())
            )
            await until_it_waits(office)
            await run_in_threadpool(elsewhere.hub.store.write, papers.recall, office.officer, application)
    assert len(poll.result().json()["changes"]) == 1


async def until_it_waits(office: Office) -> None:
    while not office.hub.store.bell.is_heard:  # noqa: ASYNC110 (the hub has no event for a test to wait for)
        await asyncio.sleep(0.001)


async def test_a_kiosk_that_waits_in_vain_is_answered_in_time(office: Office, client: AsyncClient) -> None:
    answer = await client.get(CHANGES_PATH, params={"wait_s": 0.2}, headers=office.outlet.headers())
    assert answer.json() == {"changes": []}


@pytest.mark.parametrize("params", [{"after": -1}, {"after": "x"}, {"wait_s": 26}, {"wait_s": "nan"}])
async def test_what_makes_no_sense_is_refused(office: Office, client: AsyncClient, params: dict[str, Any]) -> None:
    answer = await client.get(CHANGES_PATH, params=params, headers=office.outlet.headers())
    assert answer.status_code == 422


async def test_the_apis_page_is_made_from_the_bodies_of_the_link(client: AsyncClient) -> None:
    page = (await client.get("/openapi.json")).json()
    assert set(page["paths"]) >= {ENROLMENT_PATH, CHANGES_PATH, EVENTS_PATH, PAPERS_PATH}
    assert {"Enrolment", "Enrolled", "Changes", "Events", "Accepted", "PapersHeld"} <= set(
        page["components"]["schemas"]
    )
