"""The people whom the office knows, and what its registers say about them, form by form.

Reads one JSON file. A real register is another class with these methods and its own protocol behind them. Knows
nothing of applications. What it returns is personal: it goes onto papers and pages, never into a log or a row.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

Data = dict[str, Any]
"""What one form says, by the names of its schema."""


class RegisterUnusable(Exception):
    """The file cannot be read; its text says where, without what stands there."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Person(_Part):
    """Somebody who can apply. Ids say nothing about them."""

    id: str
    name: str
    birth_date: date
    household: Annotated[str, Field(pattern=r"^\d{1,4}-\d{1,4}$")]
    """As building-unit, such as 101-1203."""
    email: str | None = None
    phone: str | None = None
    cards: tuple[str, ...] = ()
    """Ids of the project cards that show this person."""
    data: dict[str, Data] = {}
    """By form id."""


class _File(_Part):
    people: tuple[Person, ...]

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        for what, values in (
            ("id", [person.id for person in self.people]),
            ("email", [person.email.casefold() for person in self.people if person.email]),
            ("card", [card for person in self.people for card in person.cards]),
        ):
            if len(set(values)) < len(values):
                raise ValueError(f"two people have the same {what}")
        return self


class Register:
    """One file of people, as it stood when it was read."""

    def __init__(self, people: tuple[Person, ...]) -> None:
        self._people = {person.id: person for person in people}

    @classmethod
    def read(cls, path: Path) -> Self:
        """The register in this file.

        Raises:
            RegisterUnusable
        """
        try:
            file = _File.model_validate_json(path.read_bytes())
        except OSError as error:
            raise RegisterUnusable(f"{path} cannot be read: {error.strerror}") from error
        except ValidationError as error:
            # Only where and what: the values are people's.
            places = (".".join(str(part) for part in one["loc"]) + ": " + one["msg"] for one in error.errors())
            raise RegisterUnusable("\n  - ".join((f"{path} cannot be used:", *places))) from None
        return cls(file.people)

    def __iter__(self) -> Iterator[Person]:
        """Everybody, in the order of the file."""
        return iter(self._people.values())

    def person(self, id: str) -> Person | None:
        """The person with this id."""
        return self._people.get(id)

    def by_email(self, address: str) -> Person | None:
        """Whose mail address this is, whatever its case."""
        wanted = address.strip().casefold()
        return next((each for each in self if each.email is not None and each.email.casefold() == wanted), None)

    def find(self, name: str, birth_date: date) -> Person | None:
        """The one person with this name and birth date; None also if there are two."""
        found = [each for each in self if each.name == name.strip() and each.birth_date == birth_date]
        return found[0] if len(found) == 1 else None
