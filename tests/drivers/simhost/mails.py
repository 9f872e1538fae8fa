"""Mails with codes, as the hub sends them. Knows MIME and QR codes, and no server."""

import io
from email.message import EmailMessage
from email.policy import SMTP

import segno

SIGNED_CODE = "SODAM1:" + "A9Z2 K" * 38
"""As long as the longest that the hub signs."""


def png_of(text: str | bytes, **look: object) -> bytes:
    """The picture of a code, as the hub's notices carry it."""
    file = io.BytesIO()
    segno.make_qr(text, error="m").save(file, kind="png", scale=8, **look)
    return file.getvalue()


def notice(code: bytes) -> bytes:
    """A mail with this attached as code.png."""
    message = EmailMessage()
    message["To"], message["Subject"] = "kim@example.kr", "서류가 준비되었습니다"
    message.set_content("첨부한 QR 코드를\n보여 주세요.\n")
    message.add_attachment(code, maintype="image", subtype="png", filename="code.png")
    return message.as_bytes(policy=SMTP)
