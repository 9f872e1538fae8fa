"""The tables. Facts that can be derived from others are not stored.

Whether a compartment is free follows from its condition and from the parcels that live in it; the partial index
below lets no compartment have two.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, Enum, ForeignKey, Index, TypeDecorator, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from kiosk.paper import PaperState
from link.staff import Role, TaskKind
from link.way import Way
from locker.parcel import LIVE, Condition, ParcelState, ToldBy, condition


class UtcTime(TypeDecorator[datetime]):
    """An aware UTC time, kept without its zone; SQLite has no type that keeps one."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 (SQLAlchemy's signature)
        """To the database."""
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 (SQLAlchemy's signature)
        """From the database."""
        return None if value is None else value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """All tables of the controller."""

    type_annotation_map = {  # noqa: RUF012 (read by SQLAlchemy, never changed)
        datetime: UtcTime(),
        dict[str, Any]: JSON(none_as_null=True),
    }


def _enum(of: type) -> Enum:
    return Enum(of, native_enum=False, length=32, values_callable=lambda members: [member.value for member in members])


class Compartment(Base):
    """A compartment of the site's settings, and whether it may be given away."""

    __tablename__ = "compartments"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    contents_known: Mapped[bool] = mapped_column(default=True)
    """What the record says is inside is what is inside."""
    door_works: Mapped[bool] = mapped_column(default=True)

    @property
    def condition(self) -> Condition:
        """Both facts in one word."""
        return condition(contents_known=self.contents_known, door_works=self.door_works)


_IS_LIVE = text("state IN (" + ", ".join(f"'{state.value}'" for state in LIVE) + ")")


class Paper(Base):
    """A numbered certificate that the hub assigned to this kiosk and to no other place."""

    __tablename__ = "papers"

    number: Mapped[str] = mapped_column(primary_key=True)
    application: Mapped[str]
    way: Mapped[Way] = mapped_column(_enum(Way))
    state: Mapped[PaperState] = mapped_column(_enum(PaperState))
    sealed: Mapped[bytes | None]
    """The paper, closed for this kiosk's key (link.sealing); wiped as soon as nobody here needs it any more."""
    recalled: Mapped[bool] = mapped_column(default=False)
    """The hub wants it back: it goes as soon as no print of it is open."""
    fetched_at: Mapped[datetime]


class ShownCode(Base):
    """A code to print with that was shown here: what it is spent for, how often it came with a wrong birth date."""

    __tablename__ = "codes"

    id: Mapped[str] = mapped_column(primary_key=True)
    paper: Mapped[str] = mapped_column(ForeignKey(Paper.number))
    wrong_tries: Mapped[int] = mapped_column(default=0)
    spent_by: Mapped[str | None]
    """The id of the print that it was spent for."""


class Print(Base):
    """A paper to be printed: who and why, written before anything is sent. notes say how far it came."""

    __tablename__ = "prints"

    id: Mapped[str] = mapped_column(primary_key=True)
    visit: Mapped[str]
    paper: Mapped[str] = mapped_column(ForeignKey(Paper.number))
    who: Mapped[str]
    code: Mapped[str | None] = mapped_column(ForeignKey("codes.id"))
    """The code that is spent for it."""
    created_at: Mapped[datetime]
    note: Mapped[dict[str, Any] | None]
    """printer.verdict.JobNote, on record before the document is sent; None: nothing was sent."""
    outcome: Mapped[str | None]
    concluded_at: Mapped[datetime | None]
    taken_at: Mapped[datetime | None]
    """When somebody said that its person has the paper."""


class Delivery(Base):
    """A volunteer who may take the parcel of an application out of the locker."""

    __tablename__ = "deliveries"

    id: Mapped[str] = mapped_column(primary_key=True)
    application: Mapped[str]
    volunteer: Mapped[str]
    """The name by which they sign in."""
    ended: Mapped[bool] = mapped_column(default=False)


class HubCursor(Base):
    """How far the hub's changes were followed; one row."""

    __tablename__ = "hub_cursor"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kiosk: Mapped[str]
    """Whose changes were counted: each kiosk of a hub has its own."""
    cursor: Mapped[int]
    known_event: Mapped[str | None]
    """What the hub had heard last when this record was found to be older than that; it is found so once."""


class Parcel(Base):
    """Something put into a compartment for a household. recipient is wiped when the parcel is gone."""

    __tablename__ = "parcels"
    __table_args__ = (
        Index("one_live_parcel_per_compartment", "compartment", unique=True, sqlite_where=_IS_LIVE),
        Index("one_live_parcel_per_paper", "paper", unique=True, sqlite_where=_IS_LIVE),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    compartment: Mapped[int] = mapped_column(ForeignKey(Compartment.number))
    visit: Mapped[str]
    recipient: Mapped[str | None]
    state: Mapped[ParcelState] = mapped_column(_enum(ParcelState))
    paper: Mapped[str | None] = mapped_column(ForeignKey(Paper.number))
    """The certificate in it; None for whatever else staff put in."""
    birth_hash: Mapped[str | None]
    """Of the six digits that go with a signed code; wiped like recipient."""
    wrong_birth_dates: Mapped[int] = mapped_column(default=0)
    """How often a signed code came with a wrong one; the typed code counts its own."""
    told_by: Mapped[ToldBy] = mapped_column(_enum(ToldBy))
    deposited_by: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    created_at: Mapped[datetime]
    stored_at: Mapped[datetime | None]
    gone_at: Mapped[datetime | None]


class Ticket(Base):
    """The right to open a parcel's compartment once; spent_by is the intent that spent it."""

    __tablename__ = "tickets"

    id: Mapped[str] = mapped_column(primary_key=True)
    parcel: Mapped[str] = mapped_column(ForeignKey(Parcel.id), unique=True)
    secret_hash: Mapped[str]
    wrong_tries: Mapped[int] = mapped_column(default=0)
    spent_by: Mapped[str | None] = mapped_column(ForeignKey("intents.id"))


class Staff(Base):
    """Somebody who can sign in. No row exists until `kiosk staff add`; there is no default."""

    __tablename__ = "staff"
    __table_args__ = (Index("one_member_per_name", "name", unique=True, sqlite_where=text("removed_at IS NULL")),)

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    role: Mapped[Role] = mapped_column(_enum(Role))
    pin_hash: Mapped[str]
    wrong_pins: Mapped[int] = mapped_column(default=0)
    wait_until: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]
    """From then on they are nobody here; the row stays for what they did."""


class Opening(Base):
    """A door to be opened: who and why, written before anything moves.

    outcome is what became of the door; concluded_at is when everything that follows from it was settled too.
    """

    __tablename__ = "intents"

    id: Mapped[str] = mapped_column(primary_key=True)
    visit: Mapped[str]
    compartment: Mapped[int] = mapped_column(ForeignKey(Compartment.number))
    purpose: Mapped[str]
    who: Mapped[str]
    parcel: Mapped[str | None] = mapped_column(ForeignKey(Parcel.id))
    ticket: Mapped[str | None] = mapped_column(ForeignKey("tickets.id", use_alter=True))
    delivery: Mapped[str | None] = mapped_column(ForeignKey(Delivery.id))
    created_at: Mapped[datetime]
    outcome: Mapped[str | None]
    outcome_at: Mapped[datetime | None]
    concluded_at: Mapped[datetime | None]


class OpeningNote(Base):
    """Something learned between an intent and its outcome, such as the board's word."""

    __tablename__ = "notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    intent: Mapped[str] = mapped_column(ForeignKey(Opening.id))
    at: Mapped[datetime]
    name: Mapped[str]
    value: Mapped[str]


class Audit(Base):
    """One entry of the hash-chained log (kiosk.audit.chain)."""

    __tablename__ = "audit"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[str]
    event: Mapped[str]
    who: Mapped[str]
    facts: Mapped[dict[str, Any]]
    digest: Mapped[str]


class Outbox(Base):
    """What the hub is to be told, in order; id makes a second delivery harmless."""

    __tablename__ = "outbox"

    number: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(unique=True)
    at: Mapped[datetime]
    event: Mapped[str]
    body: Mapped[dict[str, Any]]
    sent_at: Mapped[datetime | None]


class StaffTask(Base):
    """Something that needs a person."""

    __tablename__ = "staff_tasks"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[TaskKind] = mapped_column(_enum(TaskKind))
    compartment: Mapped[int | None] = mapped_column(ForeignKey(Compartment.number))
    """Where a person is needed; None when it is about a paper."""
    parcel: Mapped[str | None] = mapped_column(ForeignKey(Parcel.id))
    paper: Mapped[str | None] = mapped_column(ForeignKey(Paper.number))
    at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[str | None] = mapped_column(ForeignKey(Staff.id))
    settled_as: Mapped[str | None]


class Watch(Base):
    """Something that outlives a visit and must still be looked at: a door that stands open."""

    __tablename__ = "watches"

    id: Mapped[int] = mapped_column(primary_key=True)
    compartment: Mapped[int] = mapped_column(ForeignKey(Compartment.number))
    since: Mapped[datetime]
    task: Mapped[int | None] = mapped_column(ForeignKey(StaffTask.id))
    ended_at: Mapped[datetime | None]
