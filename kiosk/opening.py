"""Opening a door the only way there is: intent committed, lock fired, outcome committed."""

from functools import partial

from drivers.lockboard.api import UnlockReply
from kiosk.flows.effects.locker import DoorUnknown, NotAllowed, OpenDoor, Opened, StayedShut
from kiosk.store import openings
from kiosk.store.store import Books, Store
from locker.cabinet import Cabinet


async def open_once(
    store: Store, cabinet: Cabinet, opening: OpenDoor, visit: str
) -> Opened | StayedShut | DoorUnknown | NotAllowed:
    """Open one door, at most once. Ended at any point, the store tells how far it came."""
    intent = await store.transact(partial(openings.intend, opening=opening), visit)
    if isinstance(intent, NotAllowed):
        return intent

    async def noted(reply: UnlockReply) -> None:
        await store.transact(partial(_note, intent=intent, reply=reply), visit)

    outcome = await cabinet.open(opening.compartment, noted)
    return await store.transact(partial(openings.record_outcome, intent=intent, outcome=outcome), visit)


def _note(books: Books, intent: str, reply: UnlockReply) -> None:
    openings.note(books, intent, "board_said", reply.value)
