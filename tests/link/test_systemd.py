"""sd_notify, heard at the other end of a real socket."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from link import systemd


@pytest.fixture
def heard() -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.settimeout(1)
        yield listening


def test_a_state_arrives_as_one_datagram_each(
    heard: socket.socket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard.bind(str(tmp_path / "notify"))
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
    systemd.tell(systemd.READY)
    systemd.tell(systemd.ALIVE)
    assert [heard.recv(4096), heard.recv(4096)] == [b"READY=1", b"WATCHDOG=1"]


def test_a_name_in_the_abstract_namespace_is_found(heard: socket.socket, monkeypatch: pytest.MonkeyPatch) -> None:
    name = f"sodam-test-{os.getpid()}"
    heard.bind(f"\0{name}")
    monkeypatch.setenv("NOTIFY_SOCKET", f"@{name}")
    systemd.tell(systemd.READY)
    assert heard.recv(4096) == b"READY=1"


@pytest.mark.parametrize("address", [None, ""])
def test_without_systemd_nothing_is_said(address: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    if address is not None:
        monkeypatch.setenv("NOTIFY_SOCKET", address)
    systemd.tell(systemd.READY)


def test_a_manager_that_cannot_be_reached_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "nobody"))
    with pytest.raises(FileNotFoundError):
        systemd.tell(systemd.READY)
