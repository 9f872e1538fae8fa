"""A hub with the demo register, a staff, a clock that stands still, and kiosks that know how to call. For hub tests.

Papers are made by quick(), which prints nothing but the number: tests about papers give opened_office() the real one.
"""

import itertools
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from config.hub import Channel, HubSettings, Notices
from config.hub import Office as OfficeSettings
from hub.applying import apply
from hub.approving import approve
from hub.core import Hub, opened
from hub.keys import make_demo_keys
from hub.press import Printing
from hub.roles import Role, Who
from hub.store import applications, changes, deliveries, events, kiosks, people
from hub.store import trail as trails
from hub.store.applications import Wish
from hub.store.store import Store
from link.hub import (
    AUTHORIZATION,
    CALL_GOOD_FOR_S,
    HUB_AUDIENCE,
    Change,
    Event,
    PaperAssigned,
    PaperContent,
    paper_context,
)
from link.sealing import unseal
from link.signed_code import Right, SignedCode, mint, new_id
from link.text import Local
from link.way import Way
from printer.certificates.forms import Form, load_forms
from printer.certificates.issue import Certificate, Issuance
from printer.certificates.keys import IssuingKey

ROOT = Path(__file__).parents[2]
FORM = "resident_register_copy"
NOWHERE = Channel(name="mail", to="email", address="mailto://127.0.0.1:9/?from=sodam@example.kr&to={to}")
"""A mail server that is not there."""
START = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)

SODAM = Who("김소담", person="p1")
"""A resident with a mail address."""
MARU = Who("박마루", person="p5")
"""A resident with neither mail nor telephone."""


class Clock:
    """Time passes when it is told to."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def passes(self, **kwargs: float) -> None:
        """So much of it, as for a timedelta."""
        self.now += timedelta(**kwargs)


@dataclass
class Outlet:
    """A kiosk's side: its keys, and the cursor up to which it has heard."""

    id: str
    clock: Clock
    signing: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    sealing: X25519PrivateKey = field(default_factory=X25519PrivateKey.generate)
    cursor: int = 0
    ids: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def headers(self, **other: Any) -> dict[str, str]:
        """What authorizes one request; other: fields of the code that are not as they should be."""
        fields: dict[str, Any] = {
            "right": Right.CALL,
            "audience": HUB_AUDIENCE,
            "subject": self.id,
            "id": new_id(),
            "not_after": self.clock() + timedelta(seconds=CALL_GOOD_FOR_S),
        }
        return {"Authorization": f"{AUTHORIZATION} {mint(SignedCode(**fields | other), self.signing)}"}

    def event(self, name: str, **facts: str | int | None) -> Event:
        """Something that happened just now."""
        return Event(id=f"event-{next(self.ids)}", at=self.clock(), event=name, facts={"visit": "v", **facts})

    def opens(self, paper: PaperAssigned) -> PaperContent:
        """What is in a sealed paper."""
        return PaperContent.model_validate_json(
            unseal(paper.sealed, self.sealing, paper_context(self.id, paper.number))
        )


@dataclass
class Office:
    """The hub, its time and everybody who works with it."""

    hub: Hub
    clock: Clock
    officer: Who
    coordinator: Who
    volunteers: tuple[Who, Who]
    outlet: Outlet

    def apply(self, way: Way = Way.KIOSK, who: Who = SODAM, **other: Any) -> str:
        """A resident applies for their own paper; returns the application's id."""
        assert who.person is not None
        return apply(self.hub, who, Wish(person=who.person, form=FORM, way=way, purpose="제출용", **other))

    def approved(self, way: Way = Way.KIOSK, who: Who = SODAM) -> tuple[str, str]:
        """Applied for and approved; returns the application's id and its number."""
        application = self.apply(way, who)
        return application, approve(self.hub, self.officer, application)

    def fetched(self, way: Way = Way.KIOSK, who: Who = SODAM) -> tuple[str, str]:
        """Approved, and with the kiosk."""
        application, number = self.approved(way, who)
        self.hear()
        return application, number

    def printed(self, way: Way = Way.KIOSK, who: Who = SODAM) -> tuple[str, str]:
        """With the kiosk, and printed."""
        application, number = self.fetched(way, who)
        self.tell("paper_printed", number=number, application=application)
        return application, number

    def stored(self, way: Way = Way.LOCKER, who: Who = SODAM, compartment: int = 7) -> str:
        """Printed, and in the locker."""
        application, _ = self.printed(way, who)
        self.tell("parcel_stored", parcel="parcel", compartment=compartment, application=application)
        return application

    def accepted(self, volunteer: int = 0) -> tuple[str, str]:
        """In the locker, and a volunteer goes; returns the application's and the delivery's id."""
        application = self.stored(Way.DOOR)
        return application, self.hub.store.write(deliveries.accept, self.volunteers[volunteer], application)

    def taken(self) -> tuple[str, str]:
        """A volunteer has it in hand."""
        application, delivery = self.accepted()
        self.tell("delivery_taken", delivery=delivery, application=application, compartment=7)
        return application, delivery

    def hear(self, outlet: Outlet | None = None) -> list[Change]:
        """What the kiosk is told next."""
        kiosk = outlet or self.outlet
        found = self.hub.store.write(changes.serve, kiosk.id, kiosk.cursor)
        kiosk.cursor = max((each.cursor for each in found), default=kiosk.cursor)
        return [each.change for each in found]

    def tell(self, name: str, outlet: Outlet | None = None, **facts: str | int | None) -> Event:
        """The kiosk tells what happened."""
        kiosk = outlet or self.outlet
        event = kiosk.event(name, **facts)
        self.hub.store.write(events.take, kiosk.id, (event,))
        return event

    def state(self, application: str) -> str:
        """Where it stands."""
        return self.hub.store.read(applications.get, application).state.value

    def trail(self, application: str) -> list[str]:
        """What happened to it."""
        return [step.what.value for step in self.hub.store.read(trails.of, application)]

    def problems(self) -> list[tuple[str, str | None]]:
        """Events that nothing followed from, newest first."""
        return [(row.event, row.problem) for row in self.hub.store.read(events.problems)]

    def staff(self, name: str, role: Role, email: str | None = None) -> Who:
        """Somebody new at the office."""
        id = self.hub.store.write(people.add, name, email or f"{role.value}@example.kr", role, name)
        return Who(name, staff=id, role=role)

    def kiosk(self, name: str) -> Outlet:
        """Another kiosk, enrolled."""
        return self._enrolled(self.hub.store.write(kiosks.add, name), Outlet("", self.clock))

    def renewed(self, outlet: Outlet, *, cursor: int = 0) -> Outlet:
        """The same kiosk with new keys; with an empty disk too, unless it knows up to which cursor it has heard."""
        (name,) = (row.name for row in self.hub.store.read(kiosks.everyone) if row.id == outlet.id)
        renewed = Outlet(outlet.id, self.clock, cursor=cursor, ids=outlet.ids)
        return self._enrolled(self.hub.store.write(kiosks.renew, name), renewed)

    def _enrolled(self, code: str, outlet: Outlet) -> Outlet:
        keys = outlet.signing.public_key().public_bytes_raw(), outlet.sealing.public_key().public_bytes_raw()
        outlet.id = self.hub.store.write(kiosks.enrol, code, *keys)
        return outlet


async def quick(form: Form, data: dict[str, Any], issuance: Issuance, key: IssuingKey) -> Certificate:  # noqa: ARG001 (the signature of issue())
    """A paper that says its number only."""
    return Certificate(issuance.number, Local(ko="등본 (시험용)"), b"%PDF " + issuance.number.encode(), 1, "")


def settings_for(folder: Path, **other: Any) -> HubSettings:
    """The settings of a hub that keeps everything below this folder."""
    return HubSettings(
        office=OfficeSettings(name_ko="소담 민원실", issuer="포천시 소담동장", help_phone="031-000-0000"),
        **{
            "public_url": "http://127.0.0.1:8000",
            "database": f"sqlite:///{folder / 'hub.db'}",
            "keys": folder / "keys",
            "register": ROOT / "config" / "register.demo.json",
            "notices": Notices(channels=(NOWHERE,)),
        }
        | other,
    )


@contextmanager
def opened_office(folder: Path, printing: Printing = quick, *, staff: bool = True, **settings: Any) -> Iterator[Office]:
    """A hub below this folder with a staff of four and one kiosk; staff=False: as they are there already."""
    if not (folder / "keys").exists():
        make_demo_keys(folder / "keys", START)
    if "database" not in settings and not (folder / "hub.db").exists():
        (folder / "hub.db").write_bytes(_empty_database())
    clock = Clock()
    with opened(settings_for(folder, **settings), clock, printing, _forms) as hub:
        nobody = Who("")
        office = Office(hub, clock, nobody, nobody, (nobody, nobody), Outlet("", clock))
        if staff:
            _hire(office)
        yield office


def _hire(office: Office) -> None:
    office.officer = office.staff("한담당", Role.OFFICER)
    office.coordinator = office.staff("정봉사", Role.COORDINATOR)
    office.volunteers = (
        office.staff("김가온", Role.VOLUNTEER, "gaon@example.kr"),
        office.staff("이나래", Role.VOLUNTEER, "narae@example.kr"),
    )
    office.outlet = office.kiosk("휴먼시아 소담")


@cache
def _forms() -> Mapping[str, Form]:
    """Fonts and typesetters take longer than most tests."""
    return load_forms()


@cache
def _empty_database() -> bytes:
    """As the migrations leave it; tests/hub/test_store.py runs them from nothing."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "hub.db"
        Store.open(f"sqlite:///{path}", Clock(), timedelta(days=7)).close()
        return path.read_bytes()
