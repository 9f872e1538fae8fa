import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.documentprinter.ipp.codec import MOST_DEPTH, Malformed, decode, encode
from drivers.documentprinter.ipp.message import Attribute, Group, GroupTag, Localized, Message, Plain, Tag, Value
from tests.drivers.documentprinter.ipp.vectors import VECTORS, Vector, name

HEAD = bytes.fromhex("0101 000B 00000007 01")
INTEGERS = st.integers(-(2**31), 2**31 - 1)
WORDS = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=20)
FLAT = st.one_of(
    st.builds(Value, st.sampled_from([Tag.INTEGER, Tag.ENUM]), INTEGERS),
    st.builds(Value, st.just(Tag.BOOLEAN), st.booleans()),
    st.builds(Value, st.just(Tag.RANGE), st.tuples(INTEGERS, INTEGERS)),
    st.builds(Value, st.just(Tag.RESOLUTION), st.tuples(INTEGERS, INTEGERS, st.integers(-128, 127))),
    st.builds(Value, st.sampled_from([Tag.TEXT, Tag.NAME]), st.text(max_size=40)),
    st.builds(Value, st.sampled_from([Tag.KEYWORD, Tag.URI, Tag.MIME_TYPE, Tag.CHARSET]), WORDS),
    st.builds(Value, st.just(Tag.NAME_WITH_LANGUAGE), st.builds(Localized, WORDS, st.text(max_size=20))),
    st.builds(Value, st.just(Tag.OCTETS), st.binary(max_size=30)),
    st.builds(Value, st.just(Tag.DATE_TIME), st.binary(min_size=11, max_size=11)),
    st.builds(Value, st.sampled_from([Tag.UNKNOWN, Tag.NO_VALUE, Tag.UNSUPPORTED]), st.none()),
)


def attributes(values: st.SearchStrategy[Value]) -> st.SearchStrategy[tuple[Attribute, ...]]:
    one = st.builds(Attribute, WORDS, st.lists(values, min_size=1, max_size=3).map(tuple))
    return st.lists(one, max_size=4, unique_by=lambda attribute: attribute.name).map(tuple)


VALUES = st.recursive(
    FLAT, lambda inner: st.builds(Value, st.just(Tag.BEGIN_COLLECTION), attributes(inner)), max_leaves=6
)
GROUPS = st.builds(Group, st.sampled_from([1, 2, 4, 5, 6]), attributes(VALUES))
MESSAGES = st.builds(
    Message,
    st.tuples(st.integers(0, 255), st.integers(0, 255)),
    st.integers(0, 0xFFFF),
    st.integers(0, 2**32 - 1),
    st.lists(GROUPS, max_size=3).map(tuple),
    st.binary(max_size=20),
)


def row(tag: int, attribute: str, data: bytes) -> bytes:
    return struct.pack(">BH", tag, len(attribute)) + attribute.encode() + struct.pack(">H", len(data)) + data


def nested(depth: int) -> bytes:
    opening = row(0x34, "a", b"") + row(0x4A, "", b"m")
    deeper = row(0x34, "", b"") + row(0x4A, "", b"m")
    return HEAD + opening + deeper * (depth - 1) + row(0x21, "", bytes(4)) + row(0x37, "", b"") * depth + b"\3"


@pytest.mark.parametrize("vector", VECTORS, ids=name)
def test_a_message_means_what_its_source_says(vector: Vector) -> None:
    assert decode(vector.frame) == vector.message


@pytest.mark.parametrize("vector", VECTORS, ids=name)
def test_a_message_is_the_bytes_that_its_source_prints(vector: Vector) -> None:
    assert encode(vector.message) == vector.frame


@settings(max_examples=40)
@given(MESSAGES)
def test_whatever_is_encoded_is_decoded_to_the_same(message: Message) -> None:
    assert decode(encode(message)) == message


@pytest.mark.parametrize("vector", VECTORS, ids=name)
def test_a_message_that_is_cut_short_is_malformed(vector: Vector) -> None:
    whole = len(vector.frame) - len(vector.data)
    for end in range(whole):
        with pytest.raises(Malformed):
            decode(vector.frame[:end])


@given(st.binary(max_size=200))
def test_garbage_is_malformed_or_a_message_that_says_the_same_again(received: bytes) -> None:
    check_hostile(HEAD[:8] + received)


@given(st.sampled_from(VECTORS), st.lists(st.tuples(st.integers(0, 400), st.integers(0, 255)), min_size=1, max_size=4))
def test_a_damaged_message_is_malformed_or_says_the_same_again(vector: Vector, damage: list[tuple[int, int]]) -> None:
    received = bytearray(vector.frame)
    for at, byte in damage:
        received[at % len(received)] = byte
    check_hostile(bytes(received))


def check_hostile(received: bytes) -> None:
    try:
        message = decode(received)
    except Malformed:
        return
    assert decode(encode(message)) == message


@pytest.mark.parametrize(
    "received",
    {
        "nothing": b"",
        "no end": HEAD,
        "no group": HEAD[:8] + b"\0\3",
        "value before a name": HEAD + row(0x44, "", b"x") + b"\3",
        "name twice": HEAD + row(0x44, "x", b"a") + row(0x44, "x", b"b") + b"\3",
        "name beyond the end": HEAD + b"\x44\x7f\xffab\3",
        "negative length": HEAD + b"\x44\xff\xffab\3",
        "integer of three bytes": HEAD + row(0x21, "x", bytes(3)) + b"\3",
        "boolean of two": HEAD + row(0x22, "x", b"\2") + b"\3",
        "range of four bytes": HEAD + row(0x33, "x", bytes(4)) + b"\3",
        "date of ten bytes": HEAD + row(0x31, "x", bytes(10)) + b"\3",
        "resolution of eight bytes": HEAD + row(0x32, "x", bytes(8)) + b"\3",
        "keyword that is no ASCII": HEAD + row(0x44, "x", "가".encode()) + b"\3",
        "language beyond its value": HEAD + row(0x36, "x", b"\0\5fr\0\0") + b"\3",
        "more than a language and a text": HEAD + row(0x36, "x", b"\0\1a\0\1bc") + b"\3",
        "member outside a collection": HEAD + row(0x4A, "x", b"m") + b"\3",
        "end without a collection": HEAD + row(0x37, "x", b"") + b"\3",
        "collection with a value": HEAD + row(0x34, "x", b"y") + row(0x37, "", b"") + b"\3",
        "collection not closed": HEAD + row(0x34, "x", b"") + b"\3",
        "value without a member's name": HEAD
        + row(0x34, "x", b"")
        + row(0x21, "", bytes(4))
        + row(0x37, "", b"")
        + b"\3",
        "member without a value": HEAD + row(0x34, "x", b"") + row(0x4A, "", b"m") + row(0x37, "", b"") + b"\3",
        "member twice": HEAD
        + row(0x34, "x", b"")
        + (row(0x4A, "", b"m") + row(0x21, "", bytes(4))) * 2
        + row(0x37, "", b"")
        + b"\3",
        "too deep": nested(MOST_DEPTH + 1),
        "far too deep": nested(5000),
    }.items(),
    ids=lambda case: case[0],
)
def test_what_the_rfc_does_not_allow_is_malformed(received: tuple[str, bytes]) -> None:
    with pytest.raises(Malformed):
        decode(received[1])


def test_collections_may_be_as_deep_as_any_registered_one() -> None:
    assert encode(decode(nested(MOST_DEPTH))) == nested(MOST_DEPTH)


@pytest.mark.parametrize("tag", [0x10, 0x12, 0x13, 0x1F])
def test_a_value_out_of_band_has_no_value_even_if_bytes_came_with_it(tag: int) -> None:
    message = decode(HEAD + row(tag, "x", b"abc") + b"\3")

    assert message.groups[0].attributes == (Attribute("x", (Value(tag, None),)),)


def test_a_syntax_of_later_years_is_kept_as_bytes() -> None:
    frame = HEAD + row(0x7F, "x", b"\x40\0\0\1abc") + b"\3"

    assert decode(frame).groups[0].attributes == (Attribute("x", (Value(0x7F, b"\x40\0\0\1abc"),)),)
    assert encode(decode(frame)) == frame


def test_a_name_that_was_cut_in_the_middle_of_a_letter_is_read_and_written_as_it_is() -> None:
    frame = HEAD + row(Tag.NAME, "job-name", "등본".encode()[:5]) + b"\3"

    (value,) = decode(frame).groups[0].attributes[0].values
    assert isinstance(value.plain, str)
    assert value.plain.startswith("등")
    assert encode(decode(frame)) == frame


@pytest.mark.parametrize(
    ("tag", "plain"),
    [
        (Tag.INTEGER, 2**31),
        (Tag.INTEGER, "1"),
        (Tag.BOOLEAN, 1),
        (Tag.KEYWORD, "가"),
        (Tag.RANGE, (1, 2, 3)),
        (Tag.NAME, 5),
        (Tag.NO_VALUE, "x"),
        (Tag.TEXT, "x" * 0x8000),
        (Tag.OCTETS, None),
    ],
)
def test_a_value_that_does_not_fit_its_syntax_is_not_encoded(tag: Tag, plain: Plain) -> None:
    with pytest.raises(ValueError, match=r"."):
        encode(Message((1, 1), 2, 1, (Group(GroupTag.JOB, (Attribute("x", (Value(tag, plain),)),)),)))


@pytest.mark.parametrize("attribute", [Attribute("x", ()), Attribute("", (Value(Tag.INTEGER, 1),))])
def test_an_attribute_without_a_value_or_a_name_is_not_encoded(attribute: Attribute) -> None:
    with pytest.raises(ValueError, match="no value or no name"):
        encode(Message((1, 1), 2, 1, (Group(GroupTag.JOB, (attribute,)),)))
