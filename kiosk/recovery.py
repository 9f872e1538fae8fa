"""Settles what a visit left open: after a power cut, after a flow that broke, after a person who walked away.

The doors have been looked at before this runs, and the printer before its prints are settled.
"""

from functools import partial

import structlog

from drivers.lockboard.api import ChannelState
from kiosk.flows import at_door, printing
from kiosk.press import Press
from kiosk.session import Session
from kiosk.store import openings, parcels, prints
from kiosk.store.openings import Unconcluded
from kiosk.store.prints import OpenPrint
from kiosk.store.store import Store
from locker.cabinet import Cabinet, DoorOutcome
from printer.verdict import PrintOutcome

_log = structlog.get_logger()


class Recovery:
    """The one path by which everything that stayed open is settled."""

    def __init__(self, store: Store, cabinet: Cabinet, session: Session, press: Press | None) -> None:
        self._store = store
        self._cabinet = cabinet
        self._session = session
        self._press = press

    async def settle(self, visit: str | None = None) -> None:
        """Conclude every opening and print, and release every reservation, of this visit; None: of all visits.

        A print whose printer is away stays open until settle_prints is called with the printer there.
        """
        for opening in await self._store.transact(partial(openings.unconcluded, visit=visit)):
            _log.info("settling", intent=opening.intent.id, compartment=opening.intent.compartment)
            decision = at_door.settle(opening.intent)
            if await self._was_opened(opening) and decision is not None:
                await self._session.decide(decision, visit or "")
        await self.settle_prints(visit)
        await self._store.transact(partial(prints.ask_about_left, visit=visit))
        await self._store.transact(partial(parcels.release_reservations, visit=visit))
        await self._store.forget()

    async def settle_prints(self, visit: str | None = None) -> bool:
        """Have every print that a visit left open judged by the printer and its counters. False: one still is open."""
        if self._press is not None:
            await self._press.end_given_up()
        open_prints = await self._store.transact(partial(prints.unconcluded, visit=visit))
        left = [one for one in open_prints if self._press is None or not self._press.sees_to(one.visit)]
        return all([await self._settle_print(one) for one in left])

    async def _settle_print(self, left: OpenPrint) -> bool:
        outcome = None if self._press is None else await self._press.judge(left)
        _log.info("settling", print=left.intent.id, outcome=outcome and outcome.value)
        if outcome is PrintOutcome.UNCERTAIN:
            await self._session.decide(printing.settle(left.intent), left.visit)
        elif outcome is not None:
            work = partial(prints.record_judged, intent=left.intent.id, outcome=outcome)
            await self._store.transact(work, left.visit)
        else:
            await self._store.transact(partial(prints.wait_for_printer, intent=left.intent.id), left.visit)
        return outcome is not None

    async def _was_opened(self, opening: Unconcluded) -> bool:
        """Write the outcome if the visit ended before it was known. A door that is shut now may have been open."""
        if opening.seen_open:
            return True
        is_open = self._cabinet.door(opening.intent.compartment).state is ChannelState.OPEN
        outcome = DoorOutcome.OPENED if is_open else DoorOutcome.UNKNOWN
        await self._store.transact(partial(openings.record_outcome, intent=opening.intent.id, outcome=outcome))
        return is_open
