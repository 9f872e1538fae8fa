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
from kiosk.flows.effects.staff import StaffMember, WrongPin
from kiosk.opening import open_once
from kiosk.roles import Deed
from kiosk.sockets import bind
from kiosk.store import log, papers, settlements, site, staff, tasks
from kiosk.store.store import Store
from link import admin, framing
from locker.cabinet import Cabinet

REQUEST_WITHIN_S = 5.0

_log = structlog.get_logger()


class StaffServer:
    """Answers one request per connection."""

    def __init__(self, store: Store, cabinet: Cabinet, bell: Bell) -> None:
        self._store = store
        self._cabinet = cabinet
        self._bell = bell

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
            case admin.AddStaff():
                yield await self._add_staff(request)
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

    async def _add_staff(self, request: admin.AddStaff) -> admin.Done | admin.Refused:
        name, pin = request.who.name.strip(), request.who.pin.get_secret_value()
        if not name or not _will_do(pin):
            return _refuse("a name and a PIN of 6 to 12 digits, not all the same, are needed", "choose another PIN")
        by = await self._who_hires(request.by)
        if isinstance(by, admin.Refused):
            return by
        try:
            await self._store.transact(partial(staff.add, name=name, role=request.role, pin=pin, by=by))
        except staff.NameTaken:
            return _refuse(f"there is a {name} already", "add a second name or a number")
        return admin.Done(what=f"{name} can sign in as {request.role.value}")

    async def _who_hires(self, by: admin.Credentials | None) -> str | admin.Refused:
        """Until there is a coordinator, whoever reaches this socket may begin."""
        if by is not None:
            member = await self._sign_in(by, Deed.HIRE)
            return member if isinstance(member, admin.Refused) else f"staff:{member.id}"
        if await self._store.transact(staff.can_hire):
            return _refuse("there is a coordinator, who must agree", "give --by with the coordinator's name and PIN")
        return "console"

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
        standing = await self._store.transact(site.standing)
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
        member = await self._sign_in(request.who, Deed.OPEN)
        if isinstance(member, admin.Refused):
            return member
        if request.compartment not in self._cabinet.compartments:
            return _refuse(f"there is no compartment {request.compartment}", "look at `kiosk locker watch --once`")
        opening = OpenDoor(request.compartment, Inspection(member.id))
        match await open_once(self._store, self._cabinet, opening, uuid4().hex):
            case Opened():
                return admin.Done(
                    what=f"compartment {request.compartment} is open; say what you find: kiosk staff-tasks"
                )
            case StayedShut():
                return _refuse("the door stayed shut", "look at `kiosk locker watch`; use the mechanical key")
            case DoorUnknown():
                return _refuse("nobody can say whether the door opened", "look at the door itself")
            case NotAllowed():
                return _refuse("somebody's visit has this door", "wait until the visit is over")

    async def _settle(self, request: admin.SettleTask) -> admin.Done | admin.Refused:
        member = await self._sign_in(request.who, Deed.SETTLE)
        if isinstance(member, admin.Refused):
            return member
        shut = frozenset(n for n, state in self._states().items() if state is ChannelState.CLOSED)
        work = partial(settlements.settle, task=request.task, settlement=request.settlement, staff=member.id, shut=shut)
        try:
            code = await self._store.transact(work)
        except settlements.NoSuchTask:
            return _refuse(f"task {request.task} cannot be settled as {request.settlement.value}", "kiosk staff-tasks")
        except settlements.NotUncertain as certain:
            return _refuse(f"the print of {certain.number} is not uncertain any more", "kiosk papers")
        except settlements.NotNow as not_now:
            return _refuse(not_now.reason, not_now.remedy)
        if code is None:
            return admin.Done(what="settled")
        return admin.Done(what=f"settled; tell the household, and settle that task as told: its code is {code}")

    async def _settle_paper(self, request: admin.SettlePaper) -> admin.Done | admin.Refused:
        member = await self._sign_in(request.who, Deed.SETTLE)
        if isinstance(member, admin.Refused):
            return member
        number, settlement = request.number, admin.Settlement(request.settlement)
        work = partial(settlements.settle_paper, number=number, settlement=settlement, staff=member.id)
        try:
            await self._store.transact(work)
        except settlements.NotUncertain:
            return _refuse(f"the print of {number} is not uncertain", "look at `kiosk papers`")
        return admin.Done(what=f"{number} is settled as {settlement.value}")

    async def _sign_in(self, who: admin.Credentials, deed: Deed) -> StaffMember | admin.Refused:
        pin = who.pin.get_secret_value()
        match await self._store.transact(partial(staff.sign_in_by_name, name=who.name, pin=pin, deed=deed)):
            case StaffMember() as member:
                return member
            case WrongPin(wait_s):
                return _refuse("the PIN is wrong, or it is too early for another", f"try again after {wait_s} s")
            case None:
                return _refuse(f"{who.name} may not do this", "ask a coordinator")


def _will_do(pin: str) -> bool:
    """Whether the screen's keypad can type it, and it is not one digit over and over."""
    return len(pin) in staff.PIN_DIGITS and pin.isascii() and pin.isdecimal() and len(set(pin)) > 1


def _refuse(reason: str, remedy: str) -> admin.Refused:
    return admin.Refused(reason=reason, remedy=remedy)


async def _read_frame(reader: asyncio.StreamReader) -> bytes:
    frames = framing.FrameReader()
    async with asyncio.timeout(REQUEST_WITHIN_S):
        while data := await reader.read(65_536):
            if bodies := frames.feed(data):
                return bodies[0]
    raise ConnectionResetError
