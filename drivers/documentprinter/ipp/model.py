"""What IPP's requests ask and what its answers mean (RFC 8011): from our words to attributes and back.

Knows operations, states, reasons and status codes. Does not know bytes, time or HTTP.
"""

from collections.abc import Mapping
from enum import IntEnum
from typing import TypeVar

from drivers.documentprinter.api import JobState, JobStatus, Obstacle, PrinterState, PrinterStatus, Supply
from drivers.documentprinter.ipp.codec import Malformed
from drivers.documentprinter.ipp.message import Attribute, Group, GroupTag, Localized, Message, Plain, Tag, Value

VERSION = (1, 1)
"""Every printer takes it (RFC 8011 section 4.1.8), and nothing that is asked here is younger."""
PDF = "application/pdf"
USER = "sodam"
MOST_NAME_BYTES = 120
"""Of a job's name; it may have 255 (RFC 8011 section 5.1.3), and some printers keep 127."""


class Operation(IntEnum):
    """RFC 8011 section 5.4.15."""

    CREATE_JOB = 0x0005
    SEND_DOCUMENT = 0x0006
    CANCEL_JOB = 0x0008
    GET_JOB_ATTRIBUTES = 0x0009
    GET_PRINTER_ATTRIBUTES = 0x000B


NOT_POSSIBLE = 0x0404
GONE = frozenset({0x0406, 0x0407})
"""client-error-not-found and -gone (RFC 8011 appendix B)."""
BUSY = frozenset({0x0505, 0x0506, 0x0507, 0x050B})
"""server-error-temporary-error, -not-accepting-jobs, -busy, -too-many-jobs."""


def is_success(status: int) -> bool:
    """RFC 8011 appendix B.1.1."""
    return status <= 0x00FF


def get_printer(uri: str, request_id: int) -> Message:
    """The question that printer_status reads the answer to."""
    asked = (
        "printer-state",
        "printer-state-reasons",
        "printer-impressions-completed",
        "document-format-supported",
        "printer-uuid",
    )
    return _request(Operation.GET_PRINTER_ATTRIBUTES, uri, request_id, _keywords("requested-attributes", *asked))


def create_job(uri: str, request_id: int, name: str) -> Message:
    """A job without a document: one copy, one-sided, on A4, or none at all (RFC 8011 section 4.2.4)."""
    operation = _request(
        Operation.CREATE_JOB,
        uri,
        request_id,
        _one("job-name", Tag.NAME, name),
        _one("ipp-attribute-fidelity", Tag.BOOLEAN, plain=True),
    )
    template = (
        _one("copies", Tag.INTEGER, 1),
        _keywords("sides", "one-sided"),
        _keywords("media", "iso_a4_210x297mm"),
    )
    return Message(VERSION, operation.code, request_id, (*operation.groups, Group(GroupTag.JOB, template)))


def send_document(uri: str, request_id: int, job_id: int, pdf: bytes) -> Message:
    """The only document of a job (RFC 8011 section 4.3.1)."""
    head = _request(
        Operation.SEND_DOCUMENT,
        uri,
        request_id,
        _one("document-format", Tag.MIME_TYPE, PDF),
        _one("last-document", Tag.BOOLEAN, plain=True),
        job_id=job_id,
    )
    return Message(VERSION, head.code, request_id, head.groups, pdf)


def get_job(uri: str, request_id: int, job_id: int) -> Message:
    """The question that job_status reads the answer to."""
    asked = _keywords("requested-attributes", "job-name", "job-state", "job-state-reasons", "job-impressions-completed")
    return _request(Operation.GET_JOB_ATTRIBUTES, uri, request_id, asked, job_id=job_id)


def cancel_job(uri: str, request_id: int, job_id: int) -> Message:
    """Ask for a job's end (RFC 8011 section 4.3.3)."""
    return _request(Operation.CANCEL_JOB, uri, request_id, job_id=job_id)


def job_name(token: str, title: str) -> str:
    """A name that begins with token and is cut at a letter's end."""
    return f"{token} {title}".encode()[:MOST_NAME_BYTES].decode("utf-8", "ignore")


def created_job_id(reply: Message) -> int:
    """The number of the job that create_job made.

    Raises:
        Malformed: the answer has none.
    """
    return _required(_attributes(reply, GroupTag.JOB), "job-id", int)


def printer_status(reply: Message) -> PrinterStatus:
    """The answer to get_printer.

    Raises:
        Malformed: it does not say what every printer says.
    """
    said = _attributes(reply, GroupTag.PRINTER)
    state = _PRINTER_STATES.get(_required(said, "printer-state", int))
    if state is None:
        raise Malformed("printer-state has no such value")
    reasons = frozenset(_all(said, "printer-state-reasons", str))
    return PrinterStatus(
        state,
        _obstacles(reasons, is_stopped=state is PrinterState.STOPPED),
        frozenset(_SUPPLIES[word] for word, _severity in map(_split, reasons) if word in _SUPPLIES),
        _count(said, "printer-impressions-completed"),
        PDF in _all(said, "document-format-supported", str),
        next(iter(_all(said, "printer-uuid", str)), ""),
    )


def job_status(reply: Message, token: str) -> JobStatus | None:
    """The answer to get_job; None if this is somebody else's job, whose name does not begin with token.

    Raises:
        Malformed: it does not say what every job says.
    """
    said = _attributes(reply, GroupTag.JOB)
    if not _text(said, "job-name").startswith(token):
        return None
    state = _JOB_STATES.get(_required(said, "job-state", int))
    if state is None:
        raise Malformed("job-state has no such value")
    reasons = frozenset(_all(said, "job-state-reasons", str))
    return JobStatus(state, _count(said, "job-impressions-completed"), reasons - {"none"})


_PRINTER_STATES: Mapping[int, PrinterState] = {
    3: PrinterState.READY,
    4: PrinterState.BUSY,
    5: PrinterState.STOPPED,
}
"""RFC 8011 section 5.4.11."""

_JOB_STATES: Mapping[int, JobState] = {
    3: JobState.WAITING,
    4: JobState.WAITING,
    5: JobState.PRINTING,
    6: JobState.STOPPED,
    7: JobState.CANCELED,
    8: JobState.ABORTED,
    9: JobState.COMPLETED,
}
"""RFC 8011 section 5.3.7."""

_OBSTACLES: Mapping[str, Obstacle] = {
    "media-empty": Obstacle.PAPER_OUT,
    "media-needed": Obstacle.PAPER_OUT,
    "media-jam": Obstacle.JAM,
    "cover-open": Obstacle.COVER_OPEN,
    "door-open": Obstacle.COVER_OPEN,
    "interlock-open": Obstacle.COVER_OPEN,
    "toner-empty": Obstacle.TONER_OUT,
    "marker-supply-empty": Obstacle.TONER_OUT,
    "input-tray-missing": Obstacle.TRAY_MISSING,
}
"""RFC 8011 section 5.4.12 and PWG 5100.9 section 6."""

_SUPPLIES: Mapping[str, Supply] = {
    "media-low": Supply.PAPER_LOW,
    "toner-low": Supply.TONER_LOW,
    "marker-supply-low": Supply.TONER_LOW,
}


def _obstacles(reasons: frozenset[str], *, is_stopped: bool) -> frozenset[Obstacle]:
    """A word without a severity is an error (RFC 8011 section 5.4.12).

    Except one that is not known here, as long as the printer goes on.
    """
    found: set[Obstacle] = set()
    for word, severity in map(_split, reasons):
        if word in _OBSTACLES and severity in {"error", ""}:
            found.add(_OBSTACLES[word])
        elif severity == "error" and word not in _SUPPLIES:
            found.add(Obstacle.OTHER)
    return frozenset(found) if found or not is_stopped else frozenset({Obstacle.OTHER})


def _split(reason: str) -> tuple[str, str]:
    word, _, severity = reason.rpartition("-")
    return (word, severity) if severity in {"report", "warning", "error"} else (reason, "")


def _request(operation: Operation, uri: str, request_id: int, *more: Attribute, job_id: int | None = None) -> Message:
    """Charset, language, target and user come first and in this order (RFC 8011 section 4.1.4 and 4.1.5)."""
    target = [_one("printer-uri", Tag.URI, uri)]
    if job_id is not None:
        target.append(_one("job-id", Tag.INTEGER, job_id))
    head = (
        _one("attributes-charset", Tag.CHARSET, "utf-8"),
        _one("attributes-natural-language", Tag.LANGUAGE, "en"),
        *target,
        _one("requesting-user-name", Tag.NAME, USER),
    )
    return Message(VERSION, operation, request_id, (Group(GroupTag.OPERATION, (*head, *more)),))


def _one(name: str, tag: Tag, plain: Plain) -> Attribute:
    return Attribute(name, (Value(tag, plain),))


def _keywords(name: str, *words: str) -> Attribute:
    return Attribute(name, tuple(Value(Tag.KEYWORD, word) for word in words))


Said = Mapping[str, tuple[Value, ...]]
T = TypeVar("T")


def _attributes(reply: Message, tag: GroupTag) -> Said:
    for group in reply.groups:
        if group.tag == tag:
            return {attribute.name: attribute.values for attribute in group.attributes}
    raise Malformed(f"the answer has no group of {tag.name.lower()} attributes")


def _all(said: Said, name: str, kind: type[T]) -> list[T]:
    """Every value of that kind; values out of band ("no-value") are none, and Python's truth is no number."""
    values = [value.plain for value in said.get(name, ()) if not isinstance(value.plain, bool)]
    return [plain for plain in values if isinstance(plain, kind)]


def _required(said: Said, name: str, kind: type[T]) -> T:
    match _all(said, name, kind):
        case [only]:
            return only
        case _:
            raise Malformed(f"{name} is missing, or is not one value")


def _count(said: Said, name: str) -> int | None:
    match _all(said, name, int):
        case []:
            return None
        case [count] if count >= 0:
            return count
        case _:
            raise Malformed(f"{name} is no count")


def _text(said: Said, name: str) -> str:
    match _all(said, name, str) + [value.text for value in _all(said, name, Localized)]:
        case [only]:
            return only
        case _:
            raise Malformed(f"{name} is missing, or is not one text")
