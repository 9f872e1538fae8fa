"""The compartments of the site as the store knows them."""

from collections.abc import Iterable

from sqlalchemy import select

from kiosk.store import parcels, tasks, watched
from kiosk.store.schema import Compartment
from kiosk.store.store import Books
from link.staff import TaskKind
from locker.parcel import Condition, ParcelState


class CompartmentMissing(Exception):
    """The settings have a compartment no more that something still depends on."""

    def __init__(self, number: int) -> None:
        super().__init__(
            f"compartment {number} has a parcel, a staff task or an open door, and the settings have it no more; "
            "put it back, empty it, close it and settle its tasks, and take it out then"
        )
        self.number = number


def know_compartments(books: Books, numbers: Iterable[int]) -> None:
    """Have a row for every compartment of the settings.

    Raises:
        CompartmentMissing
    """
    known = set(books.db.scalars(select(Compartment.number)))
    for number in sorted(known - set(numbers)):
        if parcels.live_parcel(books, number) is not None or tasks.unsettled_at(books, number):
            raise CompartmentMissing(number)
        if tasks.has_open_intent(books, number) or any(watch.compartment == number for watch in watched.watches(books)):
            raise CompartmentMissing(number)
    for number in set(numbers) - known:
        books.db.add(Compartment(number=number, contents_known=True, door_works=True))


def standing(books: Books) -> dict[int, tuple[Condition, str | None]]:
    """Each compartment's condition, and the state of the parcel it belongs to."""
    return {
        row.number: (row.condition, _parcel_state(books, row.number)) for row in books.db.scalars(select(Compartment))
    }


def unclear(books: Books, numbers: Iterable[int]) -> None:
    """Nobody can say what is in these: staff look into each, and until then no code opens it."""
    for number in numbers:
        books.db.get_one(Compartment, number).contents_known = False
        parcel = parcels.live_parcel(books, number)
        if parcel is not None and parcel.state is ParcelState.STORED:
            parcel.state = ParcelState.HELD
        tasks.file(books, TaskKind.UNCLEARED, number, None if parcel is None else parcel.id)


def _parcel_state(books: Books, compartment: int) -> str | None:
    parcel = parcels.live_parcel(books, compartment)
    return None if parcel is None else parcel.state.value
