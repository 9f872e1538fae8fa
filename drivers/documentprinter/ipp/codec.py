"""The bytes of IPP messages (RFC 8010 section 3).

Knows lengths and value syntaxes. Does not know operations, what an attribute means, or HTTP. Decoding takes nothing for
granted: every length is checked, and what the RFC does not allow is Malformed, never repaired.
"""

import struct
from collections.abc import Iterator

from drivers.documentprinter.ipp.message import Attribute, Group, GroupTag, Localized, Message, Plain, Tag, Value


class Malformed(ValueError):
    """These bytes are no IPP message."""


MOST_DEPTH = 8
"""Collections inside collections; the deepest registered ones (media-col-database) need three."""

_FIRST_VALUE_TAG = 0x10
_OUT_OF_BAND = range(0x10, 0x20)
_STRINGS = range(0x40, 0x60)
_END = bytes([GroupTag.END])


def encode(message: Message) -> bytes:
    """The bytes of message.

    Raises:
        ValueError: a value does not fit its syntax or is too long, an attribute has none, a name is not ASCII.
    """
    try:
        parts = [struct.pack(">BBHI", *message.version, message.code, message.request_id)]
        for group in message.groups:
            parts.append(bytes([group.tag]))
            parts += [_attribute_bytes(attribute) for attribute in group.attributes]
        return b"".join([*parts, _END, message.data])
    except (struct.error, TypeError) as error:
        raise ValueError(str(error)) from error


def decode(received: bytes) -> Message:
    """The message in received; everything behind its end mark is data.

    Raises:
        Malformed: it is none.
    """
    reader = _Reader(received)
    major, minor, code, request_id = struct.unpack(">BBHI", reader.take(8))
    groups: list[Group] = []
    tag = reader.byte()
    while tag != GroupTag.END:
        if not 0 < tag < _FIRST_VALUE_TAG:
            raise Malformed(f"at {reader.offset - 1}: {tag:#04x} begins no group")
        attributes, following = _read_group(reader)
        groups.append(Group(tag, attributes))
        tag = following
    return Message((major, minor), code, request_id, tuple(groups), reader.rest())


class _Reader:
    """The bytes that are still to be read."""

    def __init__(self, received: bytes) -> None:
        self._received = received
        self.offset = 0

    def take(self, count: int) -> bytes:
        taken = self._received[self.offset : self.offset + count]
        if len(taken) < count:
            raise Malformed(f"at {self.offset}: {count} bytes are announced, {len(taken)} are left")
        self.offset += count
        return taken

    def byte(self) -> int:
        return self.take(1)[0]

    def field(self) -> bytes:
        """A length of two bytes, of which the first bit is no sign but an error, and as many bytes."""
        length = int.from_bytes(self.take(2))
        if length > 0x7FFF:
            raise Malformed(f"at {self.offset - 2}: a length of {length}")
        return self.take(length)

    def rest(self) -> bytes:
        return self._received[self.offset :]


def _read_group(reader: _Reader) -> tuple[tuple[Attribute, ...], int]:
    """Every attribute up to the next mark, and that mark."""
    found: dict[str, list[Value]] = {}
    current: list[Value] | None = None
    while (tag := reader.byte()) >= _FIRST_VALUE_TAG:
        at = reader.offset - 1
        name = _ascii(reader.field(), at)
        if name:
            if name in found:
                raise Malformed(f"at {at}: {name} stands twice in one group")
            current = found[name] = []
        if current is None:
            raise Malformed(f"at {at}: one more value, and no attribute to add it to")
        current.append(_read_value(reader, tag, depth=0))
    return tuple(Attribute(name, tuple(values)) for name, values in found.items()), tag


def _read_value(reader: _Reader, tag: int, *, depth: int) -> Value:
    at = reader.offset
    data = reader.field()
    if tag == Tag.BEGIN_COLLECTION:
        if data or depth == MOST_DEPTH:
            raise Malformed(f"at {at}: a collection with a value, or the {depth + 1}th inside another")
        return Value(tag, _read_members(reader, depth + 1))
    if tag in {Tag.END_COLLECTION, Tag.MEMBER_NAME}:
        raise Malformed(f"at {at}: {tag:#04x} outside of a collection")
    return Value(tag, _plain(tag, data, at))


def _read_members(reader: _Reader, depth: int) -> tuple[Attribute, ...]:
    found: dict[str, list[Value]] = {}
    current: list[Value] | None = None
    while True:
        at = reader.offset
        tag = reader.byte()
        if tag < _FIRST_VALUE_TAG or reader.field():
            raise Malformed(f"at {at}: a collection is not closed")
        if tag in {Tag.MEMBER_NAME, Tag.END_COLLECTION}:
            if current == []:
                raise Malformed(f"at {at}: a member without a value")
            name = _ascii(reader.field(), at)
            if tag == Tag.END_COLLECTION and not name:
                return tuple(Attribute(name, tuple(values)) for name, values in found.items())
            if tag == Tag.END_COLLECTION or not name or name in found:
                raise Malformed(f"at {at}: a member without a name of its own")
            current = found[name] = []
        elif current is None:
            raise Malformed(f"at {at}: a value in front of the first member's name")
        else:
            current.append(_read_value(reader, tag, depth=depth))


def _plain(tag: int, data: bytes, at: int) -> Plain:
    match tag:
        case _ if tag in _OUT_OF_BAND:
            return None
        case Tag.INTEGER | Tag.ENUM:
            return int(struct.unpack(">i", _sized(data, 4, at))[0])
        case Tag.BOOLEAN:
            if data not in {b"\0", b"\1"}:
                raise Malformed(f"at {at}: no boolean is {data.hex()}")
            return data == b"\1"
        case Tag.RANGE:
            return struct.unpack(">ii", _sized(data, 8, at))
        case Tag.RESOLUTION:
            return struct.unpack(">iib", _sized(data, 9, at))
        case Tag.DATE_TIME:
            return _sized(data, 11, at)
        case Tag.TEXT_WITH_LANGUAGE | Tag.NAME_WITH_LANGUAGE:
            inner = _Reader(data)
            language, text = _ascii(inner.field(), at), _text(inner.field())
            if inner.rest():
                raise Malformed(f"at {at}: more than a language and a text")
            return Localized(language, text)
        case Tag.TEXT | Tag.NAME:
            return _text(data)
        case _ if tag in _STRINGS:
            return _ascii(data, at)
        case _:
            # Octets, and syntaxes of later years: kept, so that one unknown attribute does not hide the others.
            return data


def _sized(data: bytes, size: int, at: int) -> bytes:
    if len(data) != size:
        raise Malformed(f"at {at}: {len(data)} bytes instead of {size}")
    return data


def _ascii(data: bytes, at: int) -> str:
    if not data.isascii():
        raise Malformed(f"at {at}: not ASCII: {data[:64].hex()}")
    return data.decode("ascii")


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def _attribute_bytes(attribute: Attribute) -> bytes:
    if not attribute.values or not attribute.name:
        raise ValueError(f"{attribute.name!r} has no value or no name")
    names = [attribute.name, *[""] * (len(attribute.values) - 1)]
    return b"".join(
        bytes([value.tag]) + _field(name.encode("ascii")) + b"".join(_value_bytes(value))
        for name, value in zip(names, attribute.values, strict=True)
    )


def _value_bytes(value: Value) -> Iterator[bytes]:
    """The length and what follows it; a collection is closed by a value of its own."""
    match value:
        case Value(Tag.BEGIN_COLLECTION, tuple(members)):
            yield _field(b"")
            for member in members:
                assert isinstance(member, Attribute)
                yield bytes([Tag.MEMBER_NAME]) + _field(b"") + _field(member.name.encode("ascii"))
                for inner in member.values:
                    yield bytes([inner.tag]) + _field(b"") + b"".join(_value_bytes(inner))
            yield bytes([Tag.END_COLLECTION]) + _field(b"") + _field(b"")
        case Value(tag, plain):
            yield _field(_plain_bytes(tag, plain))


def _plain_bytes(tag: int, plain: Plain) -> bytes:
    match tag, plain:
        case _, None if tag in _OUT_OF_BAND:
            return b""
        case Tag.BOOLEAN, bool(truth):
            return b"\1" if truth else b"\0"
        case Tag.INTEGER | Tag.ENUM, int(number):
            return struct.pack(">i", number)
        case Tag.RANGE, tuple(numbers):
            return struct.pack(">ii", *numbers)
        case Tag.RESOLUTION, tuple(numbers):
            return struct.pack(">iib", *numbers)
        case Tag.TEXT_WITH_LANGUAGE | Tag.NAME_WITH_LANGUAGE, Localized(language, text):
            return _field(language.encode("ascii")) + _field(text.encode("utf-8", "surrogateescape"))
        case Tag.TEXT | Tag.NAME, str(text):
            return text.encode("utf-8", "surrogateescape")
        case _, str(word) if tag in _STRINGS:
            return word.encode("ascii")
        case _, bytes(data):
            return data
        case _:
            raise ValueError(f"{plain!r} is no value for {tag:#04x}")


def _field(data: bytes) -> bytes:
    if len(data) > 0x7FFF:
        raise ValueError(f"{len(data)} bytes do not fit a field")
    return struct.pack(">H", len(data)) + data
