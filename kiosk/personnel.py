"""Who can sign in, as the command line changes it, and who signs in there.

Knows names, PINs and who must agree. Does not know the socket, nor what is done after a sign-in.
"""

from functools import partial

from pydantic import SecretStr

from kiosk.flows.effects.staff import StaffMember, WrongPin
from kiosk.roles import Deed
from kiosk.store import staff
from kiosk.store.store import Store
from link import admin


class Personnel:
    """The staff of one kiosk."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def answer(self, request: admin.StaffRequest) -> admin.Done | admin.StaffNames | admin.Refused:
        """Do what is asked about the staff."""
        match request:
            case admin.AddStaff():
                return await self._add(request)
            case admin.RemoveStaff():
                return await self._remove(request)
            case admin.ChangePin():
                return await self._change_pin(request)
            case admin.ListStaffNames():
                return admin.StaffNames(staff=await self._store.transact(staff.rows))

    async def sign_in(self, who: admin.Credentials, deed: Deed | None) -> StaffMember | admin.Refused:
        """Who asks, if their PIN is right and they may do this deed; None: whatever they may do."""
        pin = who.pin.get_secret_value()
        match await self._store.transact(partial(staff.sign_in_by_name, name=who.name, pin=pin, deed=deed)):
            case StaffMember() as member:
                return member
            case WrongPin(wait_s):
                return refuse("the PIN is wrong, or it is too early for another", f"try again after {wait_s} s")
            case None:
                return refuse(f"{who.name} may not do this", "ask a coordinator")

    async def _add(self, request: admin.AddStaff) -> admin.Done | admin.Refused:
        name = request.who.name.strip()
        if not name or not _will_do(request.who.pin):
            return refuse("a name and a PIN of 6 to 12 digits, not all the same, are needed", "choose another PIN")
        by = await self._who_hires(request.by)
        if isinstance(by, admin.Refused):
            return by
        pin = request.who.pin.get_secret_value()
        try:
            await self._store.transact(partial(staff.add, name=name, role=request.role, pin=pin, by=by))
        except staff.NameTaken:
            return refuse(f"there is a {name} already", "add a second name or a number")
        return admin.Done(what=f"{name} can sign in as {request.role.value}")

    async def _remove(self, request: admin.RemoveStaff) -> admin.Done | admin.Refused:
        by = await self._who_hires(request.by)
        if isinstance(by, admin.Refused):
            return by
        name = request.name.strip()
        try:
            is_removed = await self._store.transact(partial(staff.remove, name=name, by=by))
        except staff.NobodyLeft:
            return refuse(f"{name} is the last coordinator", "add another coordinator first")
        if not is_removed:
            return refuse(f"there is no {name}", "look at `kiosk staff list`")
        return admin.Done(what=f"{name} cannot sign in any more")

    async def _change_pin(self, request: admin.ChangePin) -> admin.Done | admin.Refused:
        if not _will_do(request.new_pin):
            return refuse("a PIN of 6 to 12 digits, not all the same, is needed", "choose another PIN")
        member = await self.sign_in(request.who, None)
        if isinstance(member, admin.Refused):
            return member
        pin = request.new_pin.get_secret_value()
        await self._store.transact(partial(staff.change_pin, staff=member.id, pin=pin))
        return admin.Done(what=f"{member.name} signs in with the new PIN")

    async def _who_hires(self, by: admin.Credentials | None) -> str | admin.Refused:
        """Until there is a coordinator, whoever reaches this socket may begin."""
        if by is not None:
            member = await self.sign_in(by, Deed.HIRE)
            return member if isinstance(member, admin.Refused) else f"staff:{member.id}"
        if await self._store.transact(staff.can_hire):
            return refuse("there is a coordinator, who must agree", "give --by with the coordinator's name and PIN")
        return "console"


def refuse(reason: str, remedy: str) -> admin.Refused:
    """It was not done; remedy is for whoever asked."""
    return admin.Refused(reason=reason, remedy=remedy)


def _will_do(secret: SecretStr) -> bool:
    """Whether the screen's keypad can type it, and it is not one digit over and over."""
    pin = secret.get_secret_value()
    return len(pin) in staff.PIN_DIGITS and pin.isascii() and pin.isdecimal() and len(set(pin)) > 1
