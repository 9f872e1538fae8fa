"""What staff do from the command line: look at the doors, the tasks and the papers, open a door, settle a task.

Knows the store, the doors and the printer. Does not know the socket; who may sign in stands in kiosk.personnel.
"""

from collections.abc import AsyncIterator
from functools import partial
from uuid import uuid4

from drivers.lockboard.api import ChannelState
from kiosk.bell import Bell
from kiosk.flows.effects.locker import DoorUnknown, Inspection, NotAllowed, OpenDoor, Opened, StayedShut
from kiosk.opening import open_once
from kiosk.personnel import Personnel, refuse
from kiosk.press import Press
from kiosk.roles import Deed
from kiosk.store import compartments, log, papers, settlements, tasks
from kiosk.store.store import Store
from link import admin
from link.staff import TaskKind
from locker.cabinet import Cabinet


class StaffDesk:
    """Where staff ask. press None: this kiosk has no papers."""

    def __init__(self, store: Store, cabinet: Cabinet, press: Press | None, bell: Bell) -> None:
        self._store = store
        self._cabinet = cabinet
        self._press = press
        self._bell = bell
        self._personnel = Personnel(store)

    async def answer(self, request: admin.Request) -> AsyncIterator[admin.Reply]:
        """Do what is asked; one reply, to all but WatchDoors."""
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
            case admin.VerifyAudit():
                yield await self._verify_audit()

    async def _watch_doors(self, *, follow: bool) -> AsyncIterator[admin.Doors]:
        last: admin.Doors | None = None
        while True:
            seen = self._states()
            doors = await self._doors()
            if doors != last:
                yield doors
            if not follow:
                return
            last = doors
            await self._bell.until(partial(self._differs, seen))

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
        task, settlement = request.task, request.settlement
        still = await self._may_still_come_out(task)
        if still is not None:
            return still
        shut = frozenset(n for n, state in self._states().items() if state is ChannelState.CLOSED)
        work = partial(settlements.settle, task=task, settlement=settlement, staff=member.id, shut=shut)
        try:
            code = await self._store.transact(work)
        except settlements.NoSuchTask:
            return refuse(f"task {task} cannot be settled as {settlement.value}", "look at `kiosk staff-tasks`")
        except settlements.NotNow as not_now:
            return refuse(not_now.reason, not_now.remedy)
        if code is None:
            return admin.Done(what="settled")
        return admin.Done(what=f"settled; tell the household, and settle that task as told: its code is {code}")

    async def _may_still_come_out(self, task: int) -> admin.Refused | None:
        """Nobody can say what became of a print before the printer is done with it."""
        rows = await self._store.transact(tasks.unsettled)
        number = next((row.paper for row in rows if row.id == task and row.kind is TaskKind.PRINT_UNCERTAIN), None)
        if number is None or self._press is None:
            return None
        match await self._press.may_still_come_out(number):
            case True:
                return refuse(f"the printer still holds {number}", "end it at the printer's panel, or wait")
            case None:
                remedy = "bring it back, or take it out of the settings"
                return refuse(f"the printer is away, and may still have {number}", remedy)
            case False:
                return None

    async def _verify_audit(self) -> admin.AuditVerdict:
        held, broken = await self._store.transact(log.verify_audit)
        if broken is None:
            return admin.AuditVerdict(entries=held)
        return admin.AuditVerdict(entries=held, broken_at=broken.number, reason=broken.reason)

    def _states(self) -> dict[int, ChannelState]:
        return {number: self._cabinet.door(number).state for number in self._cabinet.compartments}

    def _differs(self, seen: dict[int, ChannelState]) -> bool | None:
        return self._states() != seen or None
