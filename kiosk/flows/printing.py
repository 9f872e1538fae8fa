"""Standing at a printer: shared by every flow that prints a paper or a slip."""

from kiosk.flows.api import Flow, ask
from kiosk.flows.effects.papers import (
    ByCard,
    ByCode,
    ByStaff,
    NotPrinted,
    PaperGone,
    Printed,
    PrintIntent,
    PrintPaper,
    PrintUncertain,
    RecordPrintUncertain,
)
from kiosk.flows.effects.slips import PickUpNote, PrintSlip, Receipt
from kiosk.flows.screen import Display
from kiosk.flows.talk import tell_problem
from link.screens import Progress
from link.text import key


def print_paper(number: str, pages: int, by: ByCode | ByCard | ByStaff) -> Flow[Printed | None]:
    """Print it, once. None: the person was told why it did not come out, or that nobody knows."""
    showing = Progress(title=key("print.title"), hint=key("print.hint"), done=0, total=pages)
    yield from ask(Display(showing))
    match (yield from ask(PrintPaper(number, by, showing))):
        case Printed() as printed:
            return printed
        case NotPrinted():
            yield from tell_problem("print.not_printed")
        case PrintUncertain():
            yield from tell_problem("print.uncertain", number=number)
        case PaperGone():
            yield from tell_problem("print.gone")
    return None


def print_slip(slip: Receipt | PickUpNote) -> Flow[bool]:
    """Print a slip; whether it came out. What is done then goes on without it."""
    showing = Progress(title=key("print.slip.title"), hint=key("print.slip.hint"), what="slip")
    yield from ask(Display(showing))
    return (yield from ask(PrintSlip(slip)))


def settle(intent: PrintIntent) -> RecordPrintUncertain:
    """Beside the story: the visit ended, and neither the printer nor its counters say what came out. Only staff can."""
    return RecordPrintUncertain(intent.id)
