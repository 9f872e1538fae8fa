"""민원서류 뽑기: a resident has a certificate printed that was applied for and approved.

A code and the birth date, or a card; the paper is looked at, printed once, and taken; a slip says what was done.
"""

from kiosk.flows.api import Flow, ask
from kiosk.flows.effects.papers import (
    CheckPrintBirthDate,
    CheckPrintCode,
    CodeFault,
    FindByCard,
    Offer,
    PaperGone,
    PaperView,
    PrintIntent,
    PrintSlip,
    Receipt,
    RecordPaperTaken,
    RecordPrintUncertain,
    ViewPaper,
    WrongBirthDate,
)
from kiosk.flows.printing import print_paper
from kiosk.flows.scan import AskScan, CardUnfit, NothingReads, ShowedCard, ShowedCode, ask_birth_date
from kiosk.flows.screen import AskConfirm, AskOption, AskTake, Back, Said
from kiosk.flows.talk import confirm, option, tell_problem, tell_success
from link.screens import Choice, Line, Option, Preview, Scan, Take
from link.text import Local, Text, key

Offers = tuple[Offer, ...]


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


def settle(intent: PrintIntent) -> RecordPrintUncertain:
    """The visit ended, and neither the printer nor its counters say what came out: only staff can."""
    return RecordPrintUncertain(intent.id)


def _identify() -> Flow[Offers]:
    """The papers of whoever shows who they are; none: they went back, or were told why."""
    problem: Text | None = None
    while True:
        shown = yield from ask(AskScan(_scan(problem)))
        if isinstance(shown, Back | Said):
            return ()
        if isinstance(shown, NothingReads):
            yield from tell_problem("issue.nothing_reads")
            return ()
        found = yield from _papers_of(shown)
        if isinstance(found, tuple):
            return found
        problem = found


def _papers_of(shown: ShowedCode | ShowedCard | CardUnfit) -> Flow[Offers | Text | None]:
    """The papers that this is good for; else why not, for the next try."""
    match shown:
        case ShowedCode(text):
            return (yield from _by_code(text))
        case ShowedCard(card):
            return (yield from ask(FindByCard(card))) or key("issue.card_nothing")
        case CardUnfit(reason):
            return key(f"card.{reason}")


def _by_code(text: str) -> Flow[Offers | Text | None]:
    code = yield from ask(CheckPrintCode(text))
    if isinstance(code, CodeFault):
        return key(f"code.{code.value}")
    wrong: WrongBirthDate | None = None
    while True:
        digits = yield from ask_birth_date(wrong)
        if isinstance(digits, Back):
            return None
        match (yield from ask(CheckPrintBirthDate(code, digits))):
            case WrongBirthDate() as miss:
                wrong = miss
            case CodeFault() as fault:
                return key(f"code.{fault.value}")
            case offers:
                return offers


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
    slip = yield from ask(PrintSlip(Receipt(offer.title, offer.number, printed.pages)))
    yield from tell_success("issue.done" if slip else "issue.done_without_slip", number=offer.number)
    return True


def _scan(problem: Text | None) -> Scan:
    return Scan(accepts=("code", "card"), title=key("issue.scan.title"), hint=key("issue.scan.hint"), problem=problem)


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
