"""A mail as it came, and what a person reads of it: whatever anybody sends."""

from email.message import EmailMessage

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from drivers.simhost.letters import MOST_CHARACTERS, UNREADABLE, Attachment, Letter, read_letter

PLAIN = Letter(to="kim@example.kr", subject="소담", text="안녕\n", attachments=())


def mail(**headers: str) -> EmailMessage:
    message = EmailMessage()
    for name, value in headers.items():
        message[name] = value
    return message


def test_a_letter_is_read_whatever_its_headers_and_text_are_encoded_in() -> None:
    message = mail(To="kim@example.kr", Subject="소담")
    message.set_content("안녕\n", charset="euc-kr")

    assert read_letter(message.as_bytes()) == PLAIN
    assert read_letter("To: kim@example.kr\r\nSubject: 소담\r\n\r\n안녕\n".encode()) == PLAIN


def test_the_plain_text_is_read_before_another_form_of_it() -> None:
    message = mail(Subject="x")
    message.set_content("plain\n")
    message.add_alternative("<p>styled</p>", subtype="html")

    assert read_letter(message.as_bytes()).text == "plain\n"


def test_of_a_letter_in_html_alone_its_source_is_read() -> None:
    message = mail(Subject="x")
    message.set_content("<script>alert(1)</script>", subtype="html")

    letter = read_letter(message.as_bytes())

    assert (letter.text.strip(), letter.attachments) == ("<script>alert(1)</script>", ())


def test_attachments_keep_their_names_types_and_bytes() -> None:
    message = mail(Subject="x")
    message.set_content("text")
    message.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="코드.png")
    message.add_attachment("a note", filename="note.txt")

    assert read_letter(message.as_bytes()).attachments == (
        Attachment("코드.png", "image/png", b"\x89PNG"),
        Attachment("note.txt", "text/plain", b"a note\n"),
    )


def test_a_letter_that_was_passed_on_is_read_through() -> None:
    inner, outer = mail(Subject="inner"), mail(Subject="outer")
    inner.set_content("what the inner one says")
    outer.add_attachment(inner)

    assert read_letter(outer.as_bytes()) == Letter("", "outer", "what the inner one says\n", ())


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"", ""),
        (b"Subject: x\r\n\r\n", ""),
        (b"no header at all", "no header at all"),
        (b"Content-Type: text/plain; charset=klingon\r\n\r\n\xec\x95\x88", "안"),
        (b"Content-Type: text/plain; charset=utf-8\r\n\r\n\xff\xfe", "��"),
        (b"Content-Type: multipart/mixed; boundary=never\r\n\r\nnobody divides this", "nobody divides this"),
        (b"Content-Type: multipart/mixed\r\n\r\nno boundary", "no boundary"),
        (b"Content-Transfer-Encoding: base64\r\n\r\n!!!not base64!!!", "!!!not base64!!!"),
    ],
    ids=["empty", "no body", "no header", "unknown charset", "no utf-8", "no part", "no boundary", "no base64"],
)
def test_of_a_broken_letter_what_can_be_read_is_read(raw: bytes, text: str) -> None:
    letter = read_letter(raw)

    assert (letter.text, letter.attachments) == (text, ())


def test_a_letter_that_nobody_can_read_is_shown_as_it_came() -> None:
    raw = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (at, at) for at in range(2000))

    assert read_letter(raw) == Letter("", UNREADABLE, raw[:MOST_CHARACTERS].decode(), ())


def test_a_long_text_is_cut() -> None:
    assert len(read_letter(b"\r\n" + b"x" * 5_000_000).text) == MOST_CHARACTERS


HEADERS = st.sampled_from(
    [b"Subject: ", b"To: ", b"Content-Type: ", b"Content-Disposition: ", b"Content-Transfer-Encoding: "]
)
SCRAPS = st.sampled_from(
    [
        *(
            b"=?utf-8?b?/w==?=",
            b"=?utf-8?q?=",
            b"filename*0*=x''%ff",
            b"image/png; name=",
            b"attachment; ",
            b"charset=",
        ),
        *(b"multipart/mixed; boundary=b", b"--b\r\n", b"message/rfc822", b"base64", b"uuencode", b"begin 666 x\r\n"),
        *(b"\r\n ", b'"', b"<", b"(", b"\\", b"@", b"[", b";", b"=", b",", b":;", b"\x00", b"\xff"),
    ]
)


@given(st.lists(st.tuples(HEADERS, st.lists(SCRAPS | st.binary(max_size=4), max_size=6))), st.lists(SCRAPS))
@example([(b"Subject: ", [b"=?utf-8?b?/w==?="])], [])
def test_no_letter_can_stop_the_reader(headers: list[tuple[bytes, list[bytes]]], body: list[bytes]) -> None:
    head = b"".join(name + b"".join(scraps) + b"\r\n" for name, scraps in headers)

    letter = read_letter(head + b"\r\n" + b"\r\n".join(body))

    assert all(isinstance(part, Attachment) for part in letter.attachments)
