"""The tables. People of the register stand here by id only; staff, whom the hub itself knows, by name and address.

The partial indexes are the last word on three rules: a number is with one kiosk, an application with one volunteer, and
a name at the kiosks with one person.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    DateTime,
    Dialect,
    Enum,
    ForeignKey,
    Index,
    TextClause,
    TypeDecorator,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from hub.notices import NoticeState, Tell
from hub.roles import Role
from hub.states import LIVE_DELIVERY, DeliveryState, State, What
from link.way import Way


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
    """All tables of the hub."""

    type_annotation_map = {  # noqa: RUF012 (read by SQLAlchemy, never changed)
        datetime: UtcTime(),
        dict[str, Any]: JSON(),
    }


def _enum(of: type) -> Enum:
    return Enum(of, native_enum=False, length=32, values_callable=lambda members: [member.value for member in members])


def _one_live(name: str, column: str, live: TextClause) -> Index:
    return Index(name, column, unique=True, sqlite_where=live, postgresql_where=live)


class Kiosk(Base):
    """An outlet. Without keys until it has enrolled."""

    __tablename__ = "kiosks"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    code_digest: Mapped[str | None] = mapped_column(unique=True)
    code_not_after: Mapped[datetime | None]
    code_used_at: Mapped[datetime | None]
    enrolled_at: Mapped[datetime | None]
    signing_key: Mapped[bytes | None]
    sealing_key: Mapped[bytes | None]
    last_cursor: Mapped[int] = mapped_column(default=0)
    """Counted here and not by a sequence, so that changes are seen in the order in which they were committed."""
    last_heard_at: Mapped[datetime | None]
    last_event: Mapped[str | None]
    """The newest of its events here, in the order in which they came."""


class Staff(Base):
    """Somebody of the office. No row exists until `hub people add`; there is no default."""

    __tablename__ = "staff"
    __table_args__ = (_one_live("one_person_per_kiosk_name", "kiosk_name", text("is_active")),)

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    email: Mapped[str] = mapped_column(unique=True)
    """In lower case."""
    role: Mapped[Role] = mapped_column(_enum(Role))
    kiosk_name: Mapped[str]
    """By which they sign in at the kiosks."""
    is_active: Mapped[bool] = mapped_column(default=True)
    added_at: Mapped[datetime]


class SignIn(Base):
    """A code to sign in with; an address that nobody has gets a row too, so that it is counted alike."""

    __tablename__ = "sign_ins"

    id: Mapped[str] = mapped_column(primary_key=True)
    address_digest: Mapped[str] = mapped_column(index=True)
    browser_digest: Mapped[str | None]
    """Where a short code holds; None for a long one, which holds everywhere."""
    code_hash: Mapped[str | None]
    person: Mapped[str | None]
    staff: Mapped[str | None] = mapped_column(ForeignKey(Staff.id))
    at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None]


class Session(Base):
    """A browser that is signed in."""

    __tablename__ = "sessions"

    secret_digest: Mapped[str] = mapped_column(primary_key=True)
    person: Mapped[str | None]
    staff: Mapped[str | None] = mapped_column(ForeignKey(Staff.id))
    at: Mapped[datetime]
    not_after: Mapped[datetime]


class Application(Base):
    """What somebody wants, and where it stands."""

    __tablename__ = "applications"
    __table_args__ = (UniqueConstraint("by", "once"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    person: Mapped[str] = mapped_column(index=True)
    """Whom the paper is about: an id of the register."""
    form: Mapped[str]
    options: Mapped[dict[str, Any]]
    purpose: Mapped[str]
    submit_to: Mapped[str]
    way: Mapped[Way] = mapped_column(_enum(Way))
    by: Mapped[str]
    """Who applied, as in the trail."""
    once: Mapped[str | None]
    """What the page sent along, so that a second tap is not a second application."""
    state: Mapped[State] = mapped_column(_enum(State), index=True)
    kiosk: Mapped[str | None] = mapped_column(ForeignKey(Kiosk.id))
    """Wished for until approved, then the one that has it."""
    number: Mapped[str | None] = mapped_column(unique=True)
    reason: Mapped[str | None]
    """Why it was rejected."""
    compartment: Mapped[int | None]
    submitted_at: Mapped[datetime]
    issued_at: Mapped[datetime | None]
    """Stands on the paper, and does not change when a released number is given out again."""
    recalled_at: Mapped[datetime | None]
    changed_at: Mapped[datetime]


class Assignment(Base):
    """A number given to a kiosk; unless released, no other can have it, printed or not."""

    __tablename__ = "assignments"
    __table_args__ = (_one_live("one_outlet_per_number", "number", text("released_at IS NULL")),)

    id: Mapped[str] = mapped_column(primary_key=True)
    application: Mapped[str] = mapped_column(ForeignKey(Application.id), index=True)
    number: Mapped[str]
    kiosk: Mapped[str] = mapped_column(ForeignKey(Kiosk.id))
    sealed: Mapped[bytes | None]
    """Wiped as soon as the kiosk says what became of it."""
    at: Mapped[datetime]
    released_at: Mapped[datetime | None]


class Change(Base):
    """Something a kiosk is to be told, in its order."""

    __tablename__ = "changes"

    kiosk: Mapped[str] = mapped_column(ForeignKey(Kiosk.id), primary_key=True)
    cursor: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    body: Mapped[dict[str, Any]]
    """Of link.hub.Change; what was sealed stands in the assignment."""
    assignment: Mapped[str | None] = mapped_column(ForeignKey(Assignment.id))
    at: Mapped[datetime]
    served_at: Mapped[datetime | None]


class KioskEvent(Base):
    """Something a kiosk told, once; problem: why nothing followed from it."""

    __tablename__ = "kiosk_events"

    kiosk: Mapped[str] = mapped_column(ForeignKey(Kiosk.id), primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    received_at: Mapped[datetime]
    event: Mapped[str]
    facts: Mapped[dict[str, Any]]
    problem: Mapped[str | None]


class Delivery(Base):
    """One volunteer bringing one paper to a door."""

    __tablename__ = "deliveries"
    __table_args__ = (
        _one_live(
            "one_volunteer_per_application",
            "application",
            text("state IN (" + ", ".join(f"'{state.value}'" for state in LIVE_DELIVERY) + ")"),
        ),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    application: Mapped[str] = mapped_column(ForeignKey(Application.id), index=True)
    volunteer: Mapped[str] = mapped_column(ForeignKey(Staff.id), index=True)
    state: Mapped[DeliveryState] = mapped_column(_enum(DeliveryState))
    code_hash: Mapped[str | None]
    """Of the four digits that the resident reads out."""
    wrong_tries: Mapped[int] = mapped_column(default=0)
    accepted_at: Mapped[datetime]
    taken_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class GivenCode(Base):
    """What a code says (link.signed_code); its text is made anew from this whenever it is shown."""

    __tablename__ = "given_codes"

    id: Mapped[str] = mapped_column(primary_key=True)
    right: Mapped[int]
    audience: Mapped[str] = mapped_column(ForeignKey(Kiosk.id))
    subject: Mapped[str] = mapped_column(index=True)
    not_after: Mapped[datetime]


class Trail(Base):
    """Who had an application when. who is person:, staff: or kiosk: and an id, or hub."""

    __tablename__ = "trail"

    id: Mapped[int] = mapped_column(primary_key=True)
    application: Mapped[str] = mapped_column(ForeignKey(Application.id), index=True)
    at: Mapped[datetime]
    what: Mapped[What] = mapped_column(_enum(What))
    who: Mapped[str]
    kiosk: Mapped[str | None] = mapped_column(ForeignKey(Kiosk.id))
    compartment: Mapped[int | None]


class Notice(Base):
    """Something to tell one person. values (a code, a reason) is wiped when they were told."""

    __tablename__ = "notices"

    id: Mapped[str] = mapped_column(primary_key=True)
    tell: Mapped[Tell] = mapped_column(_enum(Tell))
    person: Mapped[str | None]
    staff: Mapped[str | None] = mapped_column(ForeignKey(Staff.id))
    values: Mapped[dict[str, Any]]
    code: Mapped[str | None] = mapped_column(ForeignKey(GivenCode.id))
    application: Mapped[str | None] = mapped_column(ForeignKey(Application.id), index=True)
    state: Mapped[NoticeState] = mapped_column(_enum(NoticeState), index=True)
    tries: Mapped[int] = mapped_column(default=0)
    at: Mapped[datetime]
    next_at: Mapped[datetime]
    """Not to be tried before; while SENDING: taken for lost after this."""
    done_at: Mapped[datetime | None]
    settled_by: Mapped[str | None] = mapped_column(ForeignKey(Staff.id))
