"""The two stories of the spine as a person lives them, with hands that move real (simulated) doors."""

from collections.abc import Callable

from link.showing import Answer, Chose, Show
from tests.kiosk.house import PIN, House
from tests.kiosk.person import Person, Reaction, chooses, digits_of, number_in_title, types


def hands(house: House, *, say: str, contents: bool) -> Reaction:
    """At an open door: put in or take out, say so, and push the door shut."""

    def act(show: Show) -> Answer:
        house.door(show.screen.compartment).contents = contents  # type: ignore[union-attr]  # only Door has this title
        return Chose(option=say)

    return act


def _forget(_compartment: int, _code: str) -> None:
    """Nobody writes it down."""


def shuts(house: House) -> Reaction:
    """Push the door shut."""

    def act(show: Show) -> None:
        house.shut(show.screen.compartment)  # type: ignore[union-attr]  # only Door has this title

    return act


async def deposit(house: House, person: Person, read: Callable[[int, str], None] = _forget) -> tuple[int, str]:
    """Staff puts a parcel in. Returns the compartment and the code, which are read as soon as they can be."""
    done = await person.act(
        {
            "home": chooses("deposit"),
            "sign_in.who.title": lambda show: Chose(option=show.screen.options[0].id),  # type: ignore[union-attr]  # only Choice has this title
            "sign_in.pin.title": types(PIN),
            "deposit.building.title": types("101"),
            "deposit.unit.title": types("1203"),
            "deposit.household.title": chooses("right"),
            "deposit.door.open.title": hands(house, say="put_in", contents=True),
            "deposit.door.close.title": shuts(house),
        },
        until="deposit.done.title",
    )
    compartment, code = number_in_title(done, "compartment"), digits_of(done)
    read(compartment, code)
    person.answer(done, Chose(option="close"))
    await person.act({}, until="home")
    return compartment, code


async def collect(house: House, person: Person, compartment: int, code: str) -> None:
    """A resident takes the parcel out."""
    done = await person.act(
        {
            "home": chooses("collect"),
            "collect.number.title": types(str(compartment)),
            "collect.code.title": types(code),
            "collect.door.open.title": hands(house, say="taken", contents=False),
            "collect.door.close.title": shuts(house),
        },
        until="collect.done.title",
    )
    person.answer(done, Chose(option="close"))
    await person.act({}, until="home")
