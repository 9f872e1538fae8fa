"""The controller's end of the staff socket: what the command line may ask of the running controller.

Who may connect is the socket's group; what a person may do is decided by their name and PIN.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from uuid import uuid4

import structlog
from pydantic import ValidationError

from drivers.lockboard.api import ChannelState
from kiosk.bell import Bell
from kiosk.flows.effects.locker import DoorUnknown, Inspection, NotAllowed, OpenDoor, Opened, StayedShut
from kiosk.opening import open_once
from kiosk.personnel import Personnel, refuse
from kiosk.roles import Deed
from kiosk.sockets import bind
from kiosk.store import compartments, log, papers, settlements, tasks
from kiosk.store.store import Store
from link import admin, framing
from link.staff import Settlement
from locker.cabinet import Cabinet

REQUEST_WITHIN_S = 5.0

_log = structlog.get_logger()


class StaffServer:
    """Answers one request per connection."""

    def __init__(self, store: Store, cabinet: Cabinet, bell: Bell) -> None:
        self._store = store
        self._cabinet = cabinet
        self._bell = bell
        self._personnel = Personnel(store)

    @asynccontextmanager
    async def listening(self, path: Path, group: str | None = None) -> AsyncIterator[None]:
        """Take requests of this group at this socket while the block runs."""
        server = await asyncio.start_unix_server(self._serve, sock=bind(path, group))
        try:
            yield
        finally:
            server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            request = admin.request.validate_json(await _read_frame(reader))
            async for reply in self._answer(request):
                writer.write(framing.encode(reply))
                await writer.drain()
        except (framing.FrameTooLong, ValidationError, ConnectionError, TimeoutError) as error:
            _log.warning("request not understood", error=type(error).__name__)
        finally:
            writer.close()

    async def _answer(self, request: admin.Request) -> AsyncIterator[admin.Reply]:
        match request:
            case admin.AddStaff() | admin.RemoveStaff() | admin.ChangePin() | admin.ListStaffNames():
                yield await self._personnel.answer(request)
            case admin.WatchDoors(follow=follow):
                async for doors in self._watch_doors(follow=follow):
                    yield doors
            case admin.OpenCompartment():
                yield await self._open(request)
            case admin.ListTasks():
                yield admin.Tasks(tasks=await self._store.transact(tasks.unsettled))
            case admin.SettleTask():
                yield await self._settle(request)
            case admin.ListPapers():
                yield admin.Papers(papers=await self._store.transact(papers.rows))
            case admin.SettlePaper():
                yield await self._settle_paper(request)
            case admin.VerifyAudit():
                held, broken = await self._store.transact(log.verify_audit)
                yield admin.AuditVerdict(
                    entries=held, broken_at=broken and broken.number, reason=broken and broken.reason
                )

    async def _watch_doors(self, *, follow: bool) -> AsyncIterator[admin.Doors]:
        last: admin.Doors | None = None
        while True:
            doors = await self._doors()
            if doors != last:
                yield doors
            if not follow:
                return
            last = doors
            seen = self._states()
            await self._bell.until(partial(self._differs, seen))

    def _states(self) -> dict[int, ChannelState]:
        return {number: self._cabinet.door(number).state for number in self._cabinet.compartments}

    def _differs(self, seen: dict[int, ChannelState]) -> bool | None:
        return self._states() != seen or None

    async def _doors(self) -> admin.Doors:
        standing = await self._store.transact(compartments.standing)
        return admin.Doors(
            doors=tuple(
                admin.DoorRow(
                    compartment=number,
                    door=self._cabinet.door(number).state.value,
                    condition=standing[number][0].value,
                    parcel=standing[number][1],
                )
                for number in self._cabinet.compartments
            )
        )

    async def _open(self, request: admin.OpenCompartment) -> admin.Done | admin.Refused:
        member = await self._personnel.sign_in(request.who, Deed.OPEN)
        if isinstance(member, admin.Refused):
            return member
        if request.compartment not in self._cabinet.compartments:
            return refuse(f"there is no compartment {request.compartment}", "look at `kiosk locker watch --once`")
        opening = OpenDoor(request.compartment, Inspection(member.id))
        match await open_once(self._store, self._cabinet, opening, uuid4().hex):
            case Opened():
                return admin.Done(
                    what=f"compartment {request.compartment} is open; say what you find: kiosk staff-tasks"
                )
            case StayedShut():
                return refuse("the door stayed shut", "look at `kiosk locker watch`; use the mechanical key")
            case DoorUnknown():
                return refuse("nobody can say whether the door opened", "look at the door itself")
            case NotAllowed():
                return refuse("somebody's visit has this door", "wait until the visit is over")

    async def _settle(self, request: admin.SettleTask) -> admin.Done | admin.Refused:
        member = await self._personnel.sign_in(request.who, Deed.SETTLE)
        if isinstance(member, admin.Refused):
            return member
        shut = frozenset(n for n, state in self._states().items() if state is ChannelState.CLOSED)
        work = partial(settlements.settle, task=request.task, settlement=request.settlement, staff=member.id, shut=shut)
        try:
            code = await self._store.transact(work)
        except settlements.NoSuchTask:
            return refuse(f"task {request.task} cannot be settled as {request.settlement.value}", "kiosk staff-tasks")
        except settlements.NotUncertain as certain:
            return refuse(f"the print of {certain.number} is not uncertain any more", "kiosk papers")
        except settlements.NotNow as not_now:
            return refuse(not_now.reason, not_now.remedy)
        if code is None:
            return admin.Done(what="settled")
        return admin.Done(what=f"settled; tell the household, and settle that task as told: its code is {code}")

    async def _settle_paper(self, request: admin.SettlePaper) -> admin.Done | admin.Refused:
        member = await self._personnel.sign_in(request.who, Deed.SETTLE)
        if isinstance(member, admin.Refused):
            return member
        number, settlement = request.number, Settlement(request.settlement)
        work = partial(settlements.settle_paper, number=number, settlement=settlement, staff=member.id)
        try:
            await self._store.transact(work)
        except settlements.NotUncertain:
            return refuse(f"the print of {number} is not uncertain", "look at `kiosk papers`")
        return admin.Done(what=f"{number} is settled as {settlement.value}")


async def _read_frame(reader: asyncio.StreamReader) -> bytes:
    frames = framing.FrameReader()
    async with asyncio.timeout(REQUEST_WITHIN_S):
        while data := await reader.read(65_536):
            if bodies := frames.feed(data):
                return bodies[0]
    raise ConnectionResetError
