"""A hub with the people of the demo register, one of each staff, one kiosk, and a clock that tests move.

Papers are not typeset here (tests/printer does that); everything else is the real thing.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from config.hub import HubSettings
from hub import applying, approving, sign_in
from hub.core import Hub, opened
from hub.keys import make_demo_keys
from hub.roles import Role, Who
from hub.store import changes, deliveries, events, kiosks, notices, people
from hub.store.applications import Wish
from hub.store.sessions import Entered
from link.hub import Event, Way
from link.text import Local
from printer.certificates.forms import Form
from printer.certificates.issue import Certificate, Issuance
from printer.certificates.keys import IssuingKey

PUBLIC_URL = "http://127.0.0.1:8000"
FORM = "resident_register_copy"
REGISTER = Path(__file__).parents[3] / "config" / "register.demo.json"

SODAM = "sodam@example.kr"
"""김소담, p1, who can be told by mail."""
ONNURI = "onnuri@example.kr"
"""이온누리, p2, of the same household."""
OFFICER, COORDINATOR = "officer@example.kr", "coordinator@example.kr"
VOLUNTEER, OTHER_VOLUNTEER = "volunteer@example.kr", "other@example.kr"

_STAFF = (
    ("한지혜", OFFICER, Role.OFFICER),
    ("정미래", COORDINATOR, Role.COORDINATOR),
    ("오누리", VOLUNTEER, Role.VOLUNTEER),
    ("강산들", OTHER_VOLUNTEER, Role.VOLUNTEER),
)


@dataclass
class Clock:
    """The hub's clock."""

    now: datetime = datetime(2026, 11, 23, 1, 10, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, time: timedelta) -> None:
        self.now += time


@dataclass
class Town:
    """The hub, and what people and the kiosk do with it outside of the pages."""

    hub: Hub
    clock: Clock
    kiosk: str
    staff: dict[str, Who]
    _event: Iterator[int] = field(default_factory=lambda: count(1))
    _stored: Iterator[int] = field(default_factory=lambda: count(1))

    def who(self, person: str) -> Who:
        """Somebody of the register."""
        found = self.hub.register.person(person)
        assert found is not None
        return Who(found.name, person=person)

    def applied(self, way: Way, person: str = "p1") -> str:
        """An application that waits for an officer."""
        wish = Wish(person=person, form=FORM, way=way, purpose="본인 확인용")
        return applying.apply(self.hub, self.who(person), wish)

    def approved(self, way: Way, person: str = "p1") -> str:
        application = self.applied(way, person)
        approving.approve(self.hub, self.staff[OFFICER], application)
        return application

    def fetched(self, way: Way, person: str = "p1") -> str:
        application = self.approved(way, person)
        self.hub.store.write(changes.serve, self.kiosk, 0)
        return application

    def printed(self, way: Way, person: str = "p1") -> str:
        application = self.fetched(way, person)
        self.kiosk_tells_of("paper_printed", application)
        return application

    def in_locker(self, way: Way, person: str = "p1") -> str:
        """Put into the locker; for way DOOR the volunteers are asked at once."""
        application = self.printed(way, person)
        n = next(self._stored)
        self.kiosk_tells("parcel_stored", parcel=f"parcel-{n}", compartment=n, application=application)
        return application

    def accepted(self, person: str = "p1", volunteer: str = VOLUNTEER) -> tuple[str, str, str]:
        """Application, delivery, and the digits that the resident was told."""
        application = self.in_locker(Way.DOOR, person)
        delivery = self.hub.store.write(deliveries.accept, self.staff[volunteer], application)
        return application, delivery, self.hub.store.write(deliveries.new_code, self.who(person), application)

    def taken(self, person: str = "p1", volunteer: str = VOLUNTEER) -> tuple[str, str, str]:
        application, delivery, digits = self.accepted(person, volunteer)
        self.kiosk_tells("delivery_taken", delivery=delivery, application=application, compartment=1)
        return application, delivery, digits

    def kiosk_tells_of(self, event: str, application: str) -> None:
        """Something that became of a paper."""
        number = self.number(application)
        self.kiosk_tells(event, number=number, application=application)

    def kiosk_tells(self, event: str, **facts: str | int | None) -> None:
        told = Event(id=f"e{next(self._event)}", at=self.clock.now, event=event, facts=facts)
        self.hub.store.write(events.take, self.kiosk, (told,))

    def number(self, application: str) -> str:
        from hub import views  # noqa: PLC0415 (one use)

        number = views.one(self.hub, self.staff[OFFICER], application).number
        assert number is not None
        return number

    def mailed_code(self) -> str:
        """The six digits of the last notice with a sign-in code; those before it are taken as sent."""
        code = ""
        while (notice := self.hub.store.write(notices.claim)) is not None:
            code = str(notice.values.get("code", code)) if notice.tell.value == "sign_in_code" else code
            self.hub.store.write(notices.sent, notice.id)
        return code

    def session(self, email: str) -> str:
        """A cookie of somebody who signed in."""
        sign_in.ask(self.hub, email)
        entered = sign_in.enter(self.hub, email, self.mailed_code())
        assert isinstance(entered, Entered)
        self.clock.pass_by(timedelta(minutes=11))  # so that the limit on codes is not met by signing in for a test
        return entered.secret


@contextmanager
def a_town(folder: Path, *, kiosk_count: int = 1) -> Iterator[Town]:
    """A town until the end of the block; its files are in folder."""
    settings = HubSettings.model_validate(
        {
            "office": {"name_ko": "소담 민원실", "issuer": "포천시 소담동장", "help_phone": "031-000-0000"},
            "public_url": PUBLIC_URL,
            "database": f"sqlite:///{folder / 'hub.db'}",
            "keys": folder / "keys",
            "register": REGISTER,
        }
    )
    clock = Clock()
    make_demo_keys(settings.keys, clock.now)
    with opened(settings, clock, _quick) as hub:
        names = ("소담마을 관리동", "소담마을 경로당")[:kiosk_count]
        outlets = [_enrolled(hub, name) for name in names]
        yield Town(hub, clock, outlets[0], {email: _hired(hub, *who) for who in _STAFF for email in who[1:2]})


def _hired(hub: Hub, name: str, email: str, role: Role) -> Who:
    return Who(name, staff=hub.store.write(people.add, name, email, role, name), role=role)


def _enrolled(hub: Hub, name: str) -> str:
    code = hub.store.write(kiosks.add, name)
    signing = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
    sealing = X25519PrivateKey.generate().public_key().public_bytes_raw()
    return hub.store.write(kiosks.enrol, code, signing, sealing)


async def _quick(form: Form, data: dict[str, Any], issuance: Issuance, key: IssuingKey) -> Certificate:  # noqa: ARG001, RUF029 (as issue)
    title = Local(ko=f"{form.about.title.ko} (시험용)", en=form.about.title.en)
    return Certificate(issuance.number, title, json.dumps(data).encode(), 1, "SDM1:")
