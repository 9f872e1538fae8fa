"""Settles what a visit left open: after a power cut, after a flow that broke, after a person who walked away.

The doors have been looked at before this runs.
"""

from functools import partial

import structlog

from drivers.lockboard.api import ChannelState
from kiosk.flows import registry
from kiosk.session import Session
from kiosk.store import openings, parcels
from kiosk.store.openings import Unconcluded
from kiosk.store.store import Store
from locker.cabinet import Cabinet, DoorOutcome

_log = structlog.get_logger()


async def settle(store: Store, cabinet: Cabinet, session: Session, visit: str | None = None) -> None:
    """Conclude every opening and release every reservation of this visit; None: of all visits."""
    for opening in await store.transact(partial(openings.unconcluded, visit=visit)):
        _log.info("settling", intent=opening.intent.id, compartment=opening.intent.compartment)
        decision = registry.settle(opening.intent)
        if await _was_opened(store, cabinet, opening) and decision is not None:
            await session.decide(decision, visit or "")
    await store.transact(partial(parcels.release_reservations, visit=visit))
    await store.forget()


async def _was_opened(store: Store, cabinet: Cabinet, opening: Unconcluded) -> bool:
    """Write the outcome if the visit ended before it was known. A door that is shut now may have been open."""
    if opening.seen_open:
        return True
    is_open = cabinet.door(opening.intent.compartment).state is ChannelState.OPEN
    outcome = DoorOutcome.OPENED if is_open else DoorOutcome.UNKNOWN
    await store.transact(partial(openings.record_outcome, intent=opening.intent.id, outcome=outcome))
    return is_open
