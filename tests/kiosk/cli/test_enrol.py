"""kiosk enrol: an answer that got lost is asked for again with the same keys."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from kiosk.cli import app
from kiosk.identity import load
from link.hub import Enrolled, Enrolment, Trusted, in_base64

DEMO = Path(__file__).parents[3] / "config" / "kiosk.demo.toml"
CODE = "ABCD-EFGH-JKLM-NPQR"


class Hub:
    """Takes the keys that come first with a code, as the real one does. answers: what it does, one for each request."""

    def __init__(self, *answers: int) -> None:
        self.heard: list[tuple[str, bytes, bytes]] = []
        self._answers = list(answers)

    def answer(self, body: bytes) -> tuple[int, bytes]:
        asked = Enrolment.model_validate_json(body)
        self.heard.append((asked.code, asked.signing_key, asked.sealing_key))
        trusted = Trusted(key=in_base64(asked.signing_key))
        return self._answers.pop(0), Enrolled(kiosk="kiosk-1", keys=(trusted,), demo=True).model_dump_json().encode()

    @contextmanager
    def listening(self) -> Iterator[str]:
        """Its address, while the block runs."""
        hub = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                code, body = hub.answer(self.rfile.read(int(self.headers["Content-Length"])))
                self.send_response(code)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None: ...

        server = HTTPServer(("127.0.0.1", 0), Handler)
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
            server.server_close()


@contextmanager
def kiosk_at(folder: Path, hub: Hub) -> Iterator[Callable[..., Result]]:
    """The command `kiosk enrol` of a kiosk below folder."""
    config = folder / "kiosk.toml"
    with hub.listening() as url:
        text = DEMO.read_text(encoding="utf-8").replace("var/demo", str(folder))
        config.write_text(text.replace("http://127.0.0.1:8000", url), encoding="utf-8")
        yield lambda *words: CliRunner().invoke(app, ["enrol", "--code", CODE, "--config", str(config), *words])


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "data").iterdir())


def test_a_lost_answer_is_asked_for_again_with_the_same_keys(tmp_path: Path) -> None:
    hub = Hub(502, 200)
    with kiosk_at(tmp_path, hub) as enrol:
        lost = enrol()
        assert (lost.exit_code, "try again with the same code" in lost.stderr) == (1, True)
        assert [path.stat().st_mode & 0o777 for path in (tmp_path / "data").iterdir()] == [0o600]
        found = enrol()
    assert (found.exit_code, found.stdout[:19]) == (0, "enrolled as kiosk-1")
    assert hub.heard[0] == hub.heard[1]
    identity = load(tmp_path / "data" / "identity.json")
    assert identity is not None
    assert identity.keys.signing.public_key().public_bytes_raw() == hub.heard[0][1]
    assert files(tmp_path) == ["identity.json"]


def test_an_identity_that_could_not_be_kept_is_asked_for_again_with_the_same_keys(tmp_path: Path) -> None:
    hub = Hub(200, 200)
    with kiosk_at(tmp_path, hub) as enrol:
        # A folder stands where the identity shall be; even root cannot write there.
        (tmp_path / "data" / "identity.json").mkdir(parents=True)
        unkept = enrol("--again")
        assert (unkept.exit_code, "try again with the same code" in unkept.stderr) == (2, True)
        (tmp_path / "data" / "identity.json").rmdir()
        assert enrol().exit_code == 0
    assert hub.heard[0] == hub.heard[1]


def test_a_kiosk_that_is_enrolled_gets_new_keys_only_when_told_to(tmp_path: Path) -> None:
    hub = Hub(200, 200)
    with kiosk_at(tmp_path, hub) as enrol:
        assert [enrol().exit_code, enrol().exit_code] == [0, 1]
        assert len(hub.heard) == 1
        assert enrol("--again").exit_code == 0
    assert not {*hub.heard[0][1:]} & {*hub.heard[1][1:]}


def test_keys_that_are_in_use_already_are_not_offered_as_new_ones(tmp_path: Path) -> None:
    """The power went after the identity was kept and before the waiting keys were removed."""
    hub = Hub(502, 200, 200)
    with kiosk_at(tmp_path, hub) as enrol:
        enrol()
        waiting = tmp_path / "data" / "identity.keys"
        kept = waiting.read_bytes()
        enrol()
        waiting.write_bytes(kept)
        assert enrol("--again").exit_code == 0
    assert hub.heard[1] == hub.heard[0] != hub.heard[2]


@pytest.mark.parametrize("content", ["", "{}", '{"signing": "AAAA", "sealing": "AAAA"}'])
def test_waiting_keys_that_are_broken_are_named_with_their_remedy(tmp_path: Path, content: str) -> None:
    waiting = tmp_path / "data" / "identity.keys"
    waiting.parent.mkdir()
    waiting.write_text(content, encoding="utf-8")
    with kiosk_at(tmp_path, Hub()) as enrol:
        refused = enrol()
    assert (refused.exit_code, f"{waiting}: it holds no keys; remove it" in refused.stderr) == (2, True)
