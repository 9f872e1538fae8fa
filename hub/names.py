"""Rows with the names that belong to them: the register's people, the staff, the kiosks, the forms.

Knows how a view is put together. Who may see it, hub.views has asked.
"""

from collections.abc import Iterable
from datetime import timedelta, timezone

from hub.applying import options_of
from hub.core import Hub
from hub.notify.words import spoken
from hub.states import LIVE_DELIVERY
from hub.store import deliveries
from hub.store import trail as trail_rows
from hub.store.deliveries import MAX_WRONG_TRIES
from hub.store.schema import Application, Delivery, GivenCode, Kiosk, Notice, Staff
from hub.store.store import Books
from hub.views.shown import (
    ApplicationView,
    CallView,
    DeliveryView,
    OfferView,
    PersonView,
    Recipient,
    TrailView,
    VolunteerDeliveryView,
)
from link.text import Local

_KOREA = timezone(timedelta(hours=9))
"""Korean standard time has had no summer time since 1988 (IANA time zone database, Asia/Seoul)."""


class Names:
    """For one transaction: what it looks up once it knows."""

    def __init__(self, hub: Hub, books: Books) -> None:
        self._hub = hub
        self._books = books

    def applications(self, rows: Iterable[Application]) -> tuple[ApplicationView, ...]:
        """Everything about each."""
        return tuple(self.application(row) for row in rows)

    def application(self, row: Application) -> ApplicationView:
        """Everything about one application."""
        under_way = deliveries.live(self._books, row.id)
        form = self._hub.forms.get(row.form)
        return ApplicationView(
            id=row.id,
            holder=self.person(row.person),
            form=row.form,
            form_title=self.title(row.form),
            options=options_of(form, row.options) if form else {},
            purpose=row.purpose,
            submit_to=row.submit_to,
            way=row.way,
            by=self.who(row.by),
            by_staff=row.by.startswith("staff:"),
            state=row.state,
            kiosk=self.kiosk(row.kiosk),
            number=row.number,
            reason=row.reason,
            compartment=row.compartment,
            submitted_at=row.submitted_at,
            changed_at=row.changed_at,
            recalled_at=row.recalled_at,
            delivery=self.delivery(under_way) if under_way else None,
        )

    def trail(self, row: Application) -> tuple[TrailView, ...]:
        """Who had it when, oldest first."""
        return tuple(
            TrailView(step.at, step.what, self.who(step.who), self.kiosk(step.kiosk), step.compartment)
            for step in trail_rows.of(self._books, row.id)
        )

    def deliveries(self, rows: Iterable[Delivery]) -> tuple[DeliveryView, ...]:
        """Everything about each."""
        return tuple(self.delivery(row) for row in rows)

    def delivery(self, row: Delivery) -> DeliveryView:
        """Everything about one delivery."""
        application = self._books.db.get_one(Application, row.application)
        return DeliveryView(
            id=row.id,
            application=row.application,
            state=row.state,
            volunteer=self.who(f"staff:{row.volunteer}"),
            holder=self.person(application.person, birth_date=False),
            form_title=self.title(application.form),
            kiosk=self.kiosk(application.kiosk) or "",
            compartment=application.compartment,
            tries_left=MAX_WRONG_TRIES - row.wrong_tries,
            accepted_at=row.accepted_at,
            taken_at=row.taken_at,
            ended_at=row.ended_at,
        )

    def for_volunteer(self, row: Delivery) -> VolunteerDeliveryView:
        """What its volunteer needs of a delivery, for as long as they need it."""
        application = self._books.db.get_one(Application, row.application)
        holder = self.person(application.person)
        is_live = row.state in LIVE_DELIVERY
        return VolunteerDeliveryView(
            id=row.id,
            application=row.application,
            state=row.state,
            recipient=Recipient(holder.name, holder.household) if is_live else None,
            kiosk=self.kiosk(application.kiosk) or "",
            compartment=application.compartment,
            tries_left=MAX_WRONG_TRIES - row.wrong_tries,
            accepted_at=row.accepted_at,
        )

    def offer(self, row: Application) -> OfferView:
        """What is to be brought, and where."""
        return OfferView(
            application=row.id,
            form_title=self.title(row.form),
            household=self.person(row.person).household,
            kiosk=self.kiosk(row.kiosk) or "",
            compartment=row.compartment,
            since=row.changed_at,
        )

    def call(self, row: Notice) -> CallView:
        """Whom to call and what to say."""
        person = self._hub.register.person(row.person) if row.person else None
        return CallView(
            id=row.id,
            tell=row.tell,
            name=person.name if person else self.who(f"staff:{row.staff}"),
            phone=person.phone if person else None,
            household=person.household if person else None,
            say=spoken(row.tell, self.values(row)),
            application=row.application,
            since=row.at,
        )

    def values(self, row: Notice) -> dict[str, str | int]:
        """What fills the places of a notice's sentences (hub/notify/ko.toml)."""
        office = self._hub.settings.office
        found: dict[str, str | int] = {"office": office.name_ko, "phone": office.help_phone}
        found |= {"url": self._hub.settings.public_url, "at": f"{row.at.astimezone(_KOREA):%H:%M}"}
        application = self._books.db.get(Application, row.application) if row.application else None
        if application is not None:
            holder = self.person(application.person)
            found |= {"name": holder.name, "household": holder.household, "title": self.title(application.form).ko}
            found |= {"kiosk": self.kiosk(application.kiosk) or "", "compartment": application.compartment or ""}
        code = self._books.db.get(GivenCode, row.code) if row.code else None
        if code is not None:
            found["until"] = f"{code.not_after.astimezone(_KOREA):%Y-%m-%d %H:%M}"
        return found | row.values

    def person(self, id: str, *, birth_date: bool = True) -> PersonView:
        """Somebody of the register; only their id if they have left it."""
        person = self._hub.register.person(id)
        if person is None:
            return PersonView(id, "", None, "", None)
        return PersonView(id, person.name, person.birth_date if birth_date else None, person.household, person.phone)

    def title(self, form: str) -> Local:
        """What the paper is called; the form's id if there is no such form any more."""
        found = self._hub.forms.get(form)
        return found.about.title if found else Local(ko=form)

    def kiosk(self, id: str | None) -> str | None:
        """What the kiosk is called."""
        row = self._books.db.get(Kiosk, id) if id else None
        return row.name if row else None

    def who(self, who: str) -> str:
        """The name of somebody as the trail has them; empty for the hub itself."""
        kind, _, id = who.partition(":")
        match kind:
            case "person":
                return self.person(id).name
            case "staff":
                row = self._books.db.get(Staff, id)
                return row.name if row else ""
            case "kiosk":
                return self.kiosk(id) or ""
            case _:
                return ""
