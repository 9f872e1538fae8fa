"""A site's list of revoked cards holds at the next card, and a broken list lets no card through."""

from pathlib import Path

import pytest
from structlog.testing import capture_logs

from drivers.cardreader.api import CardIdentity, Refusal
from drivers.cardreader.pcsc.piv.talk import identify
from drivers.cardreader.pcsc.piv.trust import Trust
from kiosk.revoked_cards import RevokedCards
from tests.drivers.cardreader.pcsc.cards import AUTHORITY, CARD_ID, NOW, of

ISSUED = AUTHORITY.issue(CARD_ID)
SERIAL = ISSUED.certificate.serial_number
IN_BYTES = bytes.fromhex(f"{SERIAL:040x}").hex(":")


async def shown(path: Path | None) -> CardIdentity | Refusal:
    """What becomes of the card with SERIAL where this list holds."""
    return await identify(of(ISSUED.card()), Trust([AUTHORITY.certificate], RevokedCards(path), lambda: NOW))


@pytest.mark.parametrize(
    "line",
    [f"{SERIAL:x}", f"  {SERIAL:X}  # lost on Monday", IN_BYTES, f"1\n{SERIAL:x}\n2"],
    ids=["plain", "capitals and a comment", "bytes", "among others"],
)
async def test_a_card_on_the_list_is_refused(tmp_path: Path, line: str) -> None:
    path = tmp_path / "revoked.txt"
    path.write_text(f"# the project's cards\n\n{line}\n", encoding="utf-8")
    assert await shown(path) is Refusal.REVOKED


async def test_a_card_that_is_not_on_the_list_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "revoked.txt"
    path.write_text(f"# {SERIAL:x}\n{SERIAL + 1:x}\n", encoding="utf-8")
    assert await shown(path) == CardIdentity(str(CARD_ID), SERIAL)
    assert await shown(None) == CardIdentity(str(CARD_ID), SERIAL)


async def test_the_list_holds_from_the_next_card_on(tmp_path: Path) -> None:
    path = tmp_path / "revoked.txt"
    path.touch()
    trust = Trust([AUTHORITY.certificate], RevokedCards(path), lambda: NOW)
    assert isinstance(await identify(of(ISSUED.card()), trust), CardIdentity)
    path.write_text(f"{SERIAL:x}\n", encoding="utf-8")
    assert await identify(of(ISSUED.card()), trust) is Refusal.REVOKED


@pytest.mark.parametrize("content", [b"1\nstolen\n", b"0x1f\n", b"\xb0\xa1\n", None])
async def test_with_a_list_that_cannot_be_read_every_card_is_refused_and_the_log_says_why(
    tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "revoked.txt"
    if content is not None:
        path.write_bytes(content)
    with capture_logs() as logs:
        assert await shown(path) is Refusal.REVOKED
    (said,) = logs
    assert (said["log_level"], said["event"], said["list"]) == ("error", "every card is refused", str(path))
    assert "mend or restore" in said["remedy"]
