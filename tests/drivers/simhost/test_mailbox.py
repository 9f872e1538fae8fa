"""The rig's mail server as its users meet it: SMTP from the hub, HTTP for whoever reads the mail."""

import asyncio
import smtplib
from collections.abc import AsyncIterator
from contextlib import suppress
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

import apprise
import httpx
import pytest
from apprise.attachment.memory import AttachMemory
from fastapi import FastAPI
from pydantic import ValidationError

from drivers.simhost.device import RigDevice
from drivers.simhost.letters import UNREADABLE
from drivers.simhost.mailbox import MOST_MESSAGES, RigMailbox, RigMailboxSettings
from tests.drivers.simhost.mails import SIGNED_CODE, notice, png_of


class Post:
    """A mailbox that is served, who writes to it, and who reads it."""

    def __init__(self, mailbox: RigMailbox) -> None:
        self.mailbox = mailbox
        app = FastAPI()
        app.include_router(mailbox.routes())
        self.reader = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://rig")

    @property
    def port(self) -> int:
        return int(self.mailbox.address.rpartition(":")[2])

    async def send(self, raw: bytes) -> None:
        await asyncio.to_thread(self._send, raw)

    def _send(self, raw: bytes) -> None:
        with smtplib.SMTP("127.0.0.1", self.port, local_hostname="hub") as line:
            line.sendmail("sodam@example.kr", ["kim@example.kr"], raw, ["SMTPUTF8", "BODY=8BITMIME"])

    def rows(self) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.mailbox.state()["messages"]
        return rows


@pytest.fixture
async def post() -> AsyncIterator[Post]:
    mailbox = RigMailbox(RigMailboxSettings(name="mail"))
    await mailbox.connect()
    post = Post(mailbox)
    async with post.reader:
        yield post
    await mailbox.disconnect()


def test_it_is_a_device_of_a_rig() -> None:
    device: RigDevice = RigMailbox(RigMailboxSettings(name="mail", port=7025))
    assert (device.name, device.address) == ("mail", "smtp://127.0.0.1:7025")
    with pytest.raises(ValidationError):
        RigMailboxSettings(name="Mail 1")


async def test_a_notice_with_its_code_is_read_as_it_was_sent(post: Post) -> None:
    await post.send(notice(png_of(SIGNED_CODE)))

    (row,) = post.rows()
    assert (row["number"], row["to"], row["subject"]) == (1, "kim@example.kr", "서류가 준비되었습니다")
    assert row["text"] == "첨부한 QR 코드를\r\n보여 주세요.\r\n"
    assert row["attachments"] == [
        {"place": 1, "name": "code.png", "bytes": len(png_of(SIGNED_CODE)), "is_picture": True},
    ]
    answer = await post.reader.get("/messages/1/attachments/1")
    assert (answer.headers["content-type"], answer.content) == ("image/png", png_of(SIGNED_CODE))


@pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")  # what apprise imports asks for it
async def test_what_the_hubs_channel_sends_arrives_whole(post: Post) -> None:
    channel = apprise.Apprise()
    assert channel.add(f"mailto://127.0.0.1:{post.port}/?from=sodam@example.kr&to=kim%40example.kr")
    memory: Any = AttachMemory  # it has no types
    picture = memory(png_of(SIGNED_CODE), name="code.png", mimetype="image/png")

    assert await asyncio.to_thread(channel.notify, title="로그인 번호", body="번호: 482913\n<b>", attach=picture)

    (row,) = post.rows()
    assert row["subject"] == "로그인 번호"
    assert "482913" in row["text"]
    assert (await post.reader.get("/messages/1/attachments/1")).content == png_of(SIGNED_CODE)


async def test_headers_in_plain_utf_8_are_read(post: Post) -> None:
    await post.send("To: 김소담@example.kr\r\nSubject: 안녕하세요\r\n\r\n반갑습니다".encode())
    (row,) = post.rows()
    assert (row["to"], row["subject"], row["text"]) == ("김소담@example.kr", "안녕하세요", "반갑습니다\r\n")


@pytest.mark.parametrize(
    ("raw", "subject", "text"),
    [
        (b"Subject: x\r\n\r\n", "x", ""),
        (b"\r\n", "", ""),
        (b"To: a<\r\nSubject: x\r\n\r\nx", UNREADABLE, "To: a<\r\nSubject: x\r\n\r\nx\r\n"),
        (b"To: a:b;c@\r\n\r\nx", UNREADABLE, "To: a:b;c@\r\n\r\nx\r\n"),
        (b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nno end", "", "no end"),
        (b"Content-Type: text/plain; charset=idna\r\n\r\n\xec\x95\x88", "", "안\r\n"),
    ],
    ids=["no body", "nothing", "half an address", "half a group", "no end", "no charset"],
)
async def test_a_broken_mail_is_kept_and_shown_as_far_as_it_can_be_read(
    post: Post, raw: bytes, subject: str, text: str
) -> None:
    await post.send(raw)
    await post.send(notice(b""))

    first, second = post.rows()
    assert (first["subject"], first["text"], second["number"]) == (subject, text, 2)


async def test_a_mail_of_five_megabytes_is_kept_and_a_far_longer_one_refused(post: Post) -> None:
    large = bytes(range(256)) * 20_000
    await post.send(notice(large))
    with pytest.raises(smtplib.SMTPSenderRefused):
        await post.send((b"x" * 70 + b"\r\n") * 230_000)

    (row,) = post.rows()
    assert row["attachments"][0]["bytes"] == len(large)
    assert (await post.reader.get("/messages/1/attachments/1")).content == large


async def test_what_is_no_picture_is_saved_and_never_shown_as_a_page(post: Post) -> None:
    message = EmailMessage()
    message.set_content("x")
    message.add_attachment("<script>x</script>", subtype="html", filename='a"\u20ac/..\\.html')
    await post.send(message.as_bytes(policy=SMTP))

    for address in ("/messages/1/attachments/1", "/messages/1.eml"):
        headers = (await post.reader.get(address)).headers
        assert headers["content-type"] == "application/octet-stream"
        assert headers["content-disposition"].startswith("attachment; filename*=UTF-8''")
    assert not post.rows()[0]["attachments"][0]["is_picture"]


async def test_the_mail_itself_can_be_saved_as_it_came(post: Post) -> None:
    raw = b"Subject: x\r\nX-Sodam-Notice: 7\r\n\r\n.a line that begins with a dot\r\n"
    await post.send(raw)
    assert (await post.reader.get("/messages/1.eml")).content == raw


@pytest.mark.parametrize(
    "address", ["/messages/0.eml", "/messages/2.eml", "/messages/1/attachments/0", "/messages/1/attachments/2"]
)
async def test_what_never_came_is_an_error(post: Post, address: str) -> None:
    await post.send(notice(b""))
    assert (await post.reader.get(address)).status_code == 404


async def test_a_mailbox_that_was_emptied_goes_on_counting(post: Post) -> None:
    await post.send(notice(b""))
    assert (await post.reader.post("/clear")).json() == {"messages": []}
    await post.send(notice(b""))
    assert [row["number"] for row in post.rows()] == [2]


def test_the_oldest_go_when_there_are_too_many_or_too_much() -> None:
    most_bytes = 100_000
    mailbox = RigMailbox(RigMailboxSettings(name="mail"), most_bytes=most_bytes)
    for _ in range(MOST_MESSAGES + 3):
        mailbox.keep(b"Subject: x\r\n\r\n")
    numbers = [row["number"] for row in mailbox.state()["messages"]]
    assert (numbers[0], numbers[-1], len(numbers)) == (4, MOST_MESSAGES + 3, MOST_MESSAGES)

    mailbox.keep(b"\r\n" + b"x" * most_bytes)
    assert [row["number"] for row in mailbox.state()["messages"]] == [MOST_MESSAGES + 4]


async def test_a_plug_that_is_pulled_ends_a_conversation_and_can_be_put_in_again(post: Post) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", post.port)
    assert (await reader.readline()).startswith(b"220 ")
    before = post.mailbox.address

    await post.mailbox.disconnect()
    await post.mailbox.disconnect()
    with suppress(ConnectionResetError):
        assert await reader.read() == b""
    writer.close()
    with pytest.raises(OSError, match="refused"):
        await post.send(notice(b""))

    await post.mailbox.connect()
    assert post.mailbox.address == before
    await post.send(notice(b""))
    assert len(post.rows()) == 1
