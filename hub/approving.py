"""Approving: the number, the finished certificate and its one outlet come to be together, or not at all.

Typesetting takes a while, so it happens before the transaction; whoever is second finds it decided, and what was made
for them is thrown away with a number that nobody has seen.
"""

from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

from hub.applying import form_of, options_of
from hub.core import Hub
from hub.numbers import new_number
from hub.refusals import Cause, Refused
from hub.register import Person
from hub.roles import Deed, Who, demand
from hub.states import State
from hub.store import applications, kiosks, papers
from hub.store.papers import Made
from hub.store.schema import Application, Kiosk
from hub.store.store import Books
from link.hub import PaperContent, in_base64, paper_context
from link.sealing import seal
from printer.certificates.errors import CertificateError
from printer.certificates.issue import Certificate, Issuance


def approve(hub: Hub, who: Who, application: str, kiosk: str | None = None) -> str:
    """Issue this application's paper to a kiosk; returns its number. Also for a released one, under the number it has.

    kiosk: which one; None: the one that was wished for, or, if none was, the only one. Takes some 100 ms, so not in an
    event loop.

    Raises:
        Refused: NOT_ALLOWED, NOT_FOUND, ALREADY_DECIDED, NO_KIOSK, CHOOSE_KIOSK, NO_DATA, CANNOT_BE_MADE.
    """
    demand(who, Deed.DECIDE)
    row, outlet = hub.store.read(_open_application, application, kiosk)
    holder = hub.register.person(row.person)
    if holder is None or row.form not in holder.data:
        raise Refused(Cause.NO_DATA)
    number, issued_at = row.number or new_number(demo=hub.is_demo), row.issued_at or hub.now()
    certificate = _certificate(hub, row, holder, number, issued_at)
    sealed = _sealed(hub, certificate, holder, outlet)
    hub.store.write(papers.assign, who, application, Made(number, issued_at, outlet.id, sealed))
    return number


def _open_application(books: Books, application: str, kiosk: str | None) -> tuple[Application, Kiosk]:
    row = applications.get(books, application)
    if row.state not in {State.SUBMITTED, State.RELEASED}:
        raise Refused(Cause.ALREADY_DECIDED)
    # A released paper's former outlet was somebody's choice too, but not for this time.
    wished = row.kiosk if row.state is State.SUBMITTED else None
    outlets = kiosks.enrolled(books)
    if kiosk is None and wished is not None and outlets and wished not in {outlet.id for outlet in outlets}:
        raise Refused(Cause.CHOOSE_KIOSK, "the one that was wished for has no keys")
    return row, kiosks.outlet(books, kiosk or wished)


def _certificate(hub: Hub, row: Application, holder: Person, number: str, issued_at: datetime) -> Certificate:
    form = form_of(hub, row.form)
    data: dict[str, Any] = holder.data[row.form]
    issuance = Issuance(
        number=number,
        issued_at=issued_at,
        issuer=hub.settings.office.issuer,
        applicant=holder.name,
        purpose=row.purpose,
        submit_to=row.submit_to,
        options=options_of(form, row.options),
    )
    try:
        return hub.press.make(form, data, issuance)
    except CertificateError as error:
        raise Refused(Cause.CANNOT_BE_MADE, str(error)) from error


def _sealed(hub: Hub, certificate: Certificate, holder: Person, outlet: Kiosk) -> bytes:
    # Whom the locker's QR code does not reach by a channel gets it on a slip of the kiosk.
    ways = hub.settings.notices.reaching(email=holder.email, phone=holder.phone, picture=True)
    content = PaperContent(
        pdf=in_base64(certificate.pdf),
        pages=certificate.pages,
        title=certificate.title,
        holder=holder.name,
        household=holder.household,
        birth_date=holder.birth_date,
        cards=holder.cards,
        reachable=bool(ways),
    )
    assert outlet.sealing_key is not None
    key = X25519PublicKey.from_public_bytes(outlet.sealing_key)
    return seal(content.model_dump_json().encode(), key, paper_context(outlet.id, certificate.number))
