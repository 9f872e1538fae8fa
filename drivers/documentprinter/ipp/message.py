"""What an IPP message is made of: groups of attributes, whose values have a syntax each (RFC 8010 section 3).

Data only. Does not know the bytes (codec.py), or what an attribute means (model.py).
"""

from dataclasses import dataclass
from enum import IntEnum


class GroupTag(IntEnum):
    """RFC 8010 section 3.5.1; a group may also have a number that is not here."""

    OPERATION = 0x01
    JOB = 0x02
    END = 0x03
    PRINTER = 0x04
    UNSUPPORTED = 0x05


class Tag(IntEnum):
    """Value syntaxes (RFC 8010 section 3.5.2); a value may also have a number that is not here."""

    UNSUPPORTED = 0x10
    UNKNOWN = 0x12
    NO_VALUE = 0x13
    INTEGER = 0x21
    BOOLEAN = 0x22
    ENUM = 0x23
    OCTETS = 0x30
    DATE_TIME = 0x31
    RESOLUTION = 0x32
    RANGE = 0x33
    BEGIN_COLLECTION = 0x34
    TEXT_WITH_LANGUAGE = 0x35
    NAME_WITH_LANGUAGE = 0x36
    END_COLLECTION = 0x37
    TEXT = 0x41
    NAME = 0x42
    KEYWORD = 0x44
    URI = 0x45
    URI_SCHEME = 0x46
    CHARSET = 0x47
    LANGUAGE = 0x48
    MIME_TYPE = 0x49
    MEMBER_NAME = 0x4A


@dataclass(frozen=True, slots=True)
class Localized:
    """A text or a name that says its language."""

    language: str
    text: str


Plain = None | bool | int | str | bytes | Localized | tuple[int, ...] | tuple["Attribute", ...]
"""A value by its tag: None out of band; ints for RANGE (low, high) and RESOLUTION (across, along, unit: 3 is per inch);
attributes for a collection; bytes for what is no text and no number.

Text keeps bytes that are no UTF-8 as surrogates: printers cut long names in the middle of a letter.
"""


@dataclass(frozen=True, slots=True)
class Value:
    """One value and its syntax."""

    tag: int
    plain: Plain


@dataclass(frozen=True, slots=True)
class Attribute:
    """A name with at least one value; also a member of a collection."""

    name: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Attributes of one thing, such as the operation, the printer or a job. No name stands in it twice."""

    tag: int
    attributes: tuple[Attribute, ...]


@dataclass(frozen=True, slots=True)
class Message:
    """A request (code is the operation) or a response (code is the status)."""

    version: tuple[int, int]
    code: int
    request_id: int
    groups: tuple[Group, ...]
    data: bytes = b""
    """The document that follows."""
