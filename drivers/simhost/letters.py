"""From a mail as it came over the wire to what a person reads of it.

Knows MIME, and that anybody may have sent anything. Does not know how a mail comes or how it is shown.
"""

from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

MOST_CHARACTERS = 20_000
"""What is kept of a text to be shown; the mail itself is kept whole."""
UNREADABLE = "(읽을 수 없는 편지)"
"""The subject of a mail that Python's parser gives up on; its text is then the mail as it came."""

_REFUSALS = (AttributeError, LookupError, RecursionError, ValueError)
"""What email's parser has been seen to raise at hostile headers and nesting, instead of noting a defect."""


@dataclass(frozen=True)
class Attachment:
    """A part that is no text to be read on the spot; both names are the sender's word."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Letter:
    """What a person reads; a header that is not there is empty."""

    to: str
    subject: str
    text: str
    """The first plain text, or the source of the first HTML where there is none."""
    attachments: tuple[Attachment, ...]


def read_letter(raw: bytes) -> Letter:
    """Whatever can be read of it; never raises."""
    try:
        return _read(raw)
    except _REFUSALS:
        return Letter("", UNREADABLE, _decoded(raw[:MOST_CHARACTERS], "utf-8"), ())


def _read(raw: bytes) -> Letter:
    message = message_from_bytes(raw, policy=default)
    assert isinstance(message, EmailMessage), "the default policy makes nothing else"
    leaves = [part for part in message.walk() if not part.is_multipart()]
    texts = [part for part in leaves if _is_text(part)]
    plain_first = sorted(texts, key=lambda part: part.get_content_type() != "text/plain")
    text = _decoded(_content(plain_first[0]), plain_first[0].get_content_charset("utf-8")) if texts else ""
    return Letter(
        str(message["To"] or ""),
        str(message["Subject"] or ""),
        text[:MOST_CHARACTERS],
        tuple(
            Attachment(part.get_filename(""), part.get_content_type(), _content(part))
            for part in leaves
            if part not in texts
        ),
    )


def _is_text(part: EmailMessage) -> bool:
    # What calls itself many parts and has none is text without its first line, or nothing.
    is_to_be_read = part.get_content_type() in {"text/plain", "text/html"} or part.get_content_maintype() == "multipart"
    return is_to_be_read and not part.is_attachment() and part.get_filename() is None


def _content(part: EmailMessage) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _decoded(content: bytes, charset: str) -> str:
    try:
        return content.decode(charset, "replace")
    except (LookupError, ValueError):  # no such charset, or one that is not for texts
        return content.decode("utf-8", "replace")
