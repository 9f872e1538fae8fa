"""민원서류 뽑기: a resident has a certificate printed that was applied for and approved.

A code and the birth date, or a card; the paper is looked at, printed once, and taken; a slip says what was done.
"""

from kiosk.flows.api import Flow, ask
from kiosk.flows.effects.codes import CheckPrintBirthDate, CheckPrintCode, Code, CodeFault, WrongBirthDate
from kiosk.flows.effects.papers import (
    FindByCard,
    Offer,
    PaperGone,
    PaperView,
    RecordPaperTaken,
    ViewPaper,
)
from kiosk.flows.effects.slips import Receipt
from kiosk.flows.printing import print_paper, print_slip
from kiosk.flows.scan import NothingReads, Unfit, ask_birth_date, ask_shown, unfit
from kiosk.flows.screen import AskConfirm, AskOption, AskTake, Back, Said
from kiosk.flows.talk import confirm, option, tell_problem, tell_success
from link.screens import Choice, Line, Option, Preview, Scan, Take
from link.text import Local, key

Offers = tuple[Offer, ...]

_SCAN = Scan(accepts=("code", "card"), title=key("issue.scan.title"), hint=key("issue.scan.hint"))


def issue() -> Flow[None]:
    """From the code or card to the paper in the hand; ends early wherever the person is told why."""
    offers = yield from _identify()
    while offers:
        chosen = yield from _choose(offers)
        if chosen is None:
            return
        if not (yield from _print(chosen)):
            return
        offers = tuple(offer for offer in offers if offer != chosen)
        if offers and not (yield from confirm("issue.another", accept="another", decline="enough")):
            return


def _identify() -> Flow[Offers]:
    """The papers of whoever shows who they are; none: they went back, or were told why."""
    match (yield from ask_shown(_SCAN, _by_code, _by_card)):
        case Back() | Said():
            return ()
        case NothingReads():
            yield from tell_problem("issue.nothing_reads")
            return ()
        case offers:
            return offers


def _by_code(text: str) -> Flow[Offers | Unfit | Back]:
    code = yield from ask(CheckPrintCode(text))
    if isinstance(code, CodeFault):
        return unfit(code)
    return (yield from ask_birth_date(code, _check_birth_date))


def _check_birth_date(code: Code, digits: str) -> Flow[Offers | WrongBirthDate | Unfit]:
    found = yield from ask(CheckPrintBirthDate(code, digits))
    return unfit(found) if isinstance(found, CodeFault) else found


def _by_card(card: str) -> Flow[Offers | Unfit]:
    return (yield from ask(FindByCard(card))) or Unfit(key("issue.card_nothing"))


def _choose(offers: Offers) -> Flow[Offer | None]:
    if len(offers) == 1:
        return offers[0]
    options = tuple(Option(id=offer.number, label=offer.title) for offer in offers)
    chosen = yield from ask(AskOption(Choice(title=key("issue.which.title"), options=options)))
    return next((offer for offer in offers if offer.number == chosen), None)


def _print(offer: Offer) -> Flow[bool]:
    """Look at it, print it, take it. False: it did not come to that."""
    view = yield from ask(ViewPaper(offer.number))
    if isinstance(view, PaperGone):
        yield from tell_problem("print.gone")
        return False
    if not (yield from ask(AskConfirm(_preview(offer.title, view)))):
        return False
    printed = yield from print_paper(offer.number, view.pages, offer.by)
    if printed is None:
        return False
    yield from ask(AskTake(_take(printed.pages)))
    yield from ask(RecordPaperTaken(offer.number))
    slip = yield from print_slip(Receipt(offer.title, offer.number, printed.pages))
    yield from tell_success("issue.done" if slip else "issue.done_without_slip", number=offer.number)
    return True


def _preview(title: Local, view: PaperView) -> Preview:
    lines = (
        Line(label=key("issue.preview.paper"), value=title),
        Line(label=key("issue.preview.holder"), value=Local(ko=view.holder)),
        Line(label=key("issue.preview.pages"), value=key("issue.preview.pages_value", pages=view.pages)),
    )
    return Preview(
        title=key("issue.preview.title"),
        lines=lines,
        page_png=view.page_png,
        pages=view.pages,
        accept=option("issue.preview.print", "print"),
        decline=option("issue.preview.not_this", "not_this"),
    )


def _take(pages: int) -> Take:
    return Take(
        what="paper",
        title=key("issue.take.title"),
        hint=key("issue.take.hint", pages=pages),
        accept=option("issue.take.taken", "taken"),
    )
