import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.hashes import SHA256

from drivers.cardreader.pcsc.sim.cards import PivCard, UnknownCard, contactless_atr
from drivers.cardreader.pcsc.sim.issuing import CHUID_TAG
from drivers.cardreader.pcsc.sim.pcscd import PcscdFailed, PrivatePcscd
from tests.drivers.cardreader.pcsc.vectors import VECTORS

WITHIN_S = 3.0
KEY = ec.generate_private_key(ec.SECP256R1())
REFERENCE = b"\x53" + bytes([len(VECTORS["chuid"])]) + VECTORS["chuid"]

RIG = """
import sys
from pathlib import Path
from drivers.cardreader.pcsc.sim.pcscd import PrivatePcscd
pcscd = PrivatePcscd(Path(sys.argv[1]))
pcscd.start()
print(pcscd.slot_port, flush=True)
sys.stdin.read()
"""


def selected(objects: dict[bytes, bytes]) -> PivCard:
    card = PivCard(objects, KEY)
    assert card.answer(VECTORS["select"]) == VECTORS["select_reply"]
    return card


def test_the_card_answers_the_recorded_selection_and_gives_the_reference_object() -> None:
    assert selected({CHUID_TAG: REFERENCE}).answer(VECTORS["get_chuid"]) == REFERENCE + b"\x90\x00"


def test_an_object_that_is_not_there_is_6a82() -> None:
    assert selected({}).answer(VECTORS["get_chuid"]) == b"\x6a\x82"


def test_a_long_object_comes_in_pages_that_say_how_much_is_left() -> None:
    card = selected({CHUID_TAG: bytes(range(256)) + bytes(8)})

    assert card.answer(VECTORS["get_chuid"]) == bytes(range(256)) + b"\x61\x08"
    assert card.answer(VECTORS["get_response"]) == bytes(8) + b"\x90\x00"


def test_the_card_signs_what_it_is_given_as_a_digest() -> None:
    digest = bytes(range(32))

    answer = selected({}).answer(bytes.fromhex("0087119E267C2482008120") + digest + b"\x00")

    assert answer[:1] + answer[2:3] + answer[-2:] == b"\x7c\x82\x90\x00"
    KEY.public_key().verify(answer[4:-2], digest, ec.ECDSA(utils.Prehashed(SHA256())))


def test_a_challenge_of_another_form_is_not_signed() -> None:
    assert selected({}).answer(bytes.fromhex("0087119E257C2382008120") + bytes(32)) == b"\x6a\x80"


def test_a_card_without_power_has_forgotten_what_was_selected() -> None:
    card = selected({CHUID_TAG: REFERENCE})

    card.reset()

    assert card.answer(VECTORS["get_chuid"]) == b"\x6d\x00"


def test_another_card_knows_no_application_and_no_command() -> None:
    assert UnknownCard().answer(VECTORS["select"]) == b"\x6a\x82"
    assert UnknownCard().answer(VECTORS["get_chuid"]) == b"\x6d\x00"


def test_the_atr_of_a_contactless_card_ends_in_its_check_byte() -> None:
    assert contactless_atr(b"\x80") == bytes.fromhex("3B 81 80 01 80 80")


def test_a_pcscd_without_its_port_says_so(tmp_path: Path) -> None:
    pcscd = PrivatePcscd(tmp_path)
    with socket.create_server(("", pcscd.slot_port)), pytest.raises(PcscdFailed, match="init failed"):
        pcscd.start()

    assert not pcscd.is_running


@pytest.fixture
def rig(tmp_path: Path) -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-c", RIG, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield process
        process.kill()


def test_a_pcscd_does_not_outlive_a_rig_that_was_killed(rig: "subprocess.Popen[str]") -> None:
    assert rig.stdout is not None
    port = int(rig.stdout.readline())
    assert is_served(port)

    rig.send_signal(signal.SIGKILL)

    until_s = time.monotonic() + WITHIN_S
    while is_served(port):
        assert time.monotonic() < until_s
        time.sleep(0.01)


def is_served(port: int) -> bool:
    with socket.socket() as line:
        return line.connect_ex(("127.0.0.1", port)) == 0
