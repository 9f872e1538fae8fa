"""The far end of the wire: a multifunction printer that speaks IPP, as an ASGI application.

Parses and answers with code of its own, so that a mistake in codec.py cannot hide in both. Knows HTTP and IPP; what is
printed, and when, simmfp.py says. Keeps the loop's time, also a fake one.
"""

import asyncio
import struct
from collections.abc import Awaitable, Callable, Iterable, Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any

from drivers.documentprinter.simmfp import DOCUMENT_WITHIN_S, LOW_TRAY, JobPhase, Mfp, SimJob, Trouble

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Raw = Mapping[str, list[tuple[int, bytes]]]
"""Attributes by name, each value with its tag; members of a collection stand flat behind its begin."""

_MOST_BYTES = 64 * 1024 * 1024
_NO_VALUE, _INTEGER, _BOOLEAN, _ENUM, _RANGE = 0x13, 0x21, 0x22, 0x23, 0x33
_TEXT, _NAME, _KEYWORD, _URI, _CHARSET, _LANGUAGE, _MIME = 0x41, 0x42, 0x44, 0x45, 0x47, 0x48, 0x49

_TROUBLE_WORDS = {
    Trouble.JAM: "media-jam",
    Trouble.COVER_OPEN: "cover-open",
    Trouble.TONER_OUT: "toner-empty",
    Trouble.TRAY_MISSING: "input-tray-missing",
}
_PHASES = {
    JobPhase.INCOMING: 3,
    JobPhase.QUEUED: 3,
    JobPhase.RUNNING: 5,
    JobPhase.CANCELED: 7,
    JobPhase.ABORTED: 8,
    JobPhase.COMPLETED: 9,
}
_SUPPORTED: Mapping[str, tuple[bytes, ...]] = {
    "media": (b"iso_a4_210x297mm", b"iso_a3_297x420mm"),
    "sides": (b"one-sided", b"two-sided-long-edge", b"two-sided-short-edge"),
    "print-color-mode": (b"auto", b"monochrome", b"color"),
    "copies": tuple(struct.pack(">i", count) for count in range(1, 100)),
}
_FORMATS = ("application/pdf", "application/octet-stream", "image/pwg-raster")


@dataclass(frozen=True)
class _Row:
    """One attribute; without values it is not said."""

    tag: int
    name: str
    values: tuple[str | int | bytes, ...]


@dataclass(frozen=True)
class _Answer:
    """Status, and what follows it: groups by tag, each a row of encoded attributes."""

    status: int
    groups: tuple[tuple[int, tuple[bytes, ...]], ...] = ()


class IppSim:
    """Serves one printer at every path."""

    def __init__(self, mfp: Mfp, *, formats: tuple[str, ...] = _FORMATS) -> None:
        self.mfp = mfp
        self.reply_after_s = 0.0
        """Seconds that it thinks about every answer."""
        self._formats = formats
        self._operations: Mapping[int, Callable[[Raw, bytes], _Answer]] = {
            0x0002: self._print_job,
            0x0004: self._validate_job,
            0x0005: self._create_job,
            0x0006: self._send_document,
            0x0008: self._cancel_job,
            0x0009: self._get_job,
            0x000A: self._get_jobs,
            0x000B: self._get_printer,
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One HTTP request; one whose body does not come whole has no effect and no answer."""
        assert scope["type"] == "http", scope["type"]
        body = await _body(receive)
        if body is None:
            return
        if self.reply_after_s:
            await asyncio.sleep(self.reply_after_s)
        is_ipp = scope["method"] == "POST" and (b"content-type", b"application/ipp") in scope["headers"]
        reply = self.answer(body) if is_ipp else b""
        headers = [(b"content-type", b"application/ipp"), (b"content-length", str(len(reply)).encode())]
        await send({"type": "http.response.start", "status": 200 if reply else 400, "headers": headers})
        await send({"type": "http.response.body", "body": reply})

    def answer(self, request: bytes) -> bytes:
        """Do what a request asks for, and the bytes that answer it; none while it has no power."""
        self.mfp.advance(_now_s())
        if not self.mfp.is_on:
            return b""
        if len(request) < 9:
            return _encoded(b"\1\1", 0x0400, b"\0\0\0\0", ())
        version, operation, request_id = request[:2], int.from_bytes(request[2:4]), request[4:8]
        if request[0] not in {1, 2}:
            return _encoded(b"\2\0", 0x0503, request_id, ())
        try:
            said, document = _parsed(request)
        except (IndexError, struct.error):
            return _encoded(version, 0x0400, request_id, ())
        has_head = list(said)[:2] == ["attributes-charset", "attributes-natural-language"]
        if not has_head or not {"printer-uri", "job-uri"} & set(said) or request_id == bytes(4):
            return _encoded(version, 0x0400, request_id, ())
        do = self._operations.get(operation)
        answer = _Answer(0x0501) if do is None else do(said, document)
        return _encoded(version, answer.status, request_id, answer.groups)

    def _get_printer(self, said: Raw, _document: bytes) -> _Answer:
        return _Answer(0, ((0x04, _wanted(said, self._printer_attributes())),))

    def _validate_job(self, said: Raw, _document: bytes) -> _Answer:
        return self._unfit(said) or _Answer(0)

    def _create_job(self, said: Raw, _document: bytes) -> _Answer:
        if self.mfp.refuses_jobs:
            return _Answer(0x0507)
        unfit = self._unfit(said)
        if unfit is not None:
            return unfit
        job = self.mfp.create(
            _first(said, "job-name", b"untitled").decode("utf-8", "replace"),
            _now_s(),
            two_sided=_first(said, "sides", b"one-sided") != b"one-sided",
            copies=int.from_bytes(_first(said, "copies", b"\1")),
        )
        job.user = _user(said)
        return self._told(job)

    def _send_document(self, said: Raw, document: bytes) -> _Answer:
        job = self._job(said)
        if job is None:
            return _Answer(0x0406)
        if _first(said, "document-format", b"application/octet-stream").decode() not in self._formats:
            return _Answer(0x040A)
        if "last-document" not in said:
            return _Answer(0x0400)
        if job.phase is not JobPhase.INCOMING or _first(said, "last-document", b"\0") != b"\1":
            return _Answer(0x0404)
        self.mfp.give(job, document, _now_s())
        return self._told(job)

    def _print_job(self, said: Raw, document: bytes) -> _Answer:
        answer = self._create_job(said, b"")
        if answer.status <= 0xFF:
            self.mfp.give(self.mfp.jobs[max(self.mfp.jobs)], document, _now_s())
        return answer

    def _cancel_job(self, said: Raw, _document: bytes) -> _Answer:
        job = self._job(said)
        if job is None:
            return _Answer(0x0406)
        if job.phase.ended:
            return _Answer(0x0404)
        self.mfp.cancel(job, _now_s())
        return _Answer(0)

    def _get_job(self, said: Raw, _document: bytes) -> _Answer:
        job = self._job(said)
        return _Answer(0x0406) if job is None else _Answer(0, ((0x02, _wanted(said, self._job_attributes(job))),))

    def _get_jobs(self, said: Raw, _document: bytes) -> _Answer:
        ended = _first(said, "which-jobs", b"not-completed") == b"completed"
        limit = int.from_bytes(_first(said, "limit", b"\x7f"))
        user = _user(said) if _first(said, "my-jobs", b"\0") == b"\1" else None
        jobs = [job for job in self.mfp.jobs.values() if job.phase.ended == ended and user in {None, job.user}]
        wanted = {"requested-attributes": [(_KEYWORD, b"job-id"), (_KEYWORD, b"job-uri")], **said}
        return _Answer(0, tuple((0x02, _wanted(wanted, self._job_attributes(job))) for job in jobs[:limit]))

    def _job(self, said: Raw) -> SimJob | None:
        by_uri = _first(said, "job-uri", b"").rpartition(b"/")[2]
        by_id = _first(said, "job-id", int(by_uri).to_bytes(8) if by_uri.isdigit() else b"")
        return self.mfp.jobs.get(int.from_bytes(by_id))

    def _told(self, job: SimJob) -> _Answer:
        said = {"requested-attributes": [(_KEYWORD, name) for name in _TOLD]}
        return _Answer(0, ((0x02, _wanted(said, self._job_attributes(job))),))

    def _unfit(self, said: Raw) -> _Answer | None:
        """The refusal of a job whose wishes cannot all be met, if its owner insists on them."""
        unmet = [
            name
            for name, values in _SUPPORTED.items()
            if name in said and any(value.rjust(4, b"\0") not in _padded(values) for _tag, value in said[name])
        ]
        if not unmet or _first(said, "ipp-attribute-fidelity", b"\0") != b"\1":
            return None
        return _Answer(0x040B, ((0x05, tuple(_attribute(0x10, name, b"") for name in unmet)),))

    def _printer_attributes(self) -> list[_Row]:
        mfp = self.mfp
        state = 5 if mfp.is_stopped else 4 if mfp.running else 3
        rows: list[tuple[int, str, Iterable[str | int | bytes]]] = [
            (_URI, "printer-uri-supported", [_URI_HERE]),
            (_KEYWORD, "uri-security-supported", ["none"]),
            (_KEYWORD, "uri-authentication-supported", ["none"]),
            (_NAME, "printer-name", ["Sodam MFP"]),
            (_TEXT, "printer-make-and-model", ["Sodam Simulated MFP"]),
            (_URI, "printer-uuid", [mfp.uuid]),
            (_ENUM, "printer-state", [state]),
            (_KEYWORD, "printer-state-reasons", self._reasons()),
            (_BOOLEAN, "printer-is-accepting-jobs", [b"\0" if mfp.refuses_jobs else b"\1"]),
            (_INTEGER, "printer-up-time", [1 + int(_now_s() - mfp.on_since_s)]),
            (_INTEGER, "printer-impressions-completed", [mfp.impressions]),
            (_INTEGER, "queued-job-count", [sum(not job.phase.ended for job in mfp.jobs.values())]),
            (_KEYWORD, "ipp-versions-supported", ["1.1", "2.0"]),
            (_ENUM, "operations-supported", list(self._operations)),
            (_CHARSET, "charset-configured", ["utf-8"]),
            (_CHARSET, "charset-supported", ["utf-8"]),
            (_LANGUAGE, "natural-language-configured", ["en"]),
            (_LANGUAGE, "generated-natural-language-supported", ["en"]),
            (_MIME, "document-format-default", [self._formats[0]]),
            (_MIME, "document-format-supported", self._formats),
            (_KEYWORD, "pdl-override-supported", ["attempted"]),
            (_KEYWORD, "compression-supported", ["none"]),
            (_BOOLEAN, "multiple-document-jobs-supported", [b"\0"]),
            (_INTEGER, "multiple-operation-time-out", [int(DOCUMENT_WITHIN_S)]),
            (_KEYWORD, "media-default", ["iso_a4_210x297mm"]),
            (_KEYWORD, "media-ready", ["iso_a4_210x297mm"] if mfp.paper else []),
            (_KEYWORD, "media-supported", _SUPPORTED["media"]),
            (_KEYWORD, "sides-default", ["one-sided"]),
            (_KEYWORD, "sides-supported", _SUPPORTED["sides"]),
            (_BOOLEAN, "color-supported", [b"\1"]),
            (_KEYWORD, "print-color-mode-default", ["auto"]),
            (_KEYWORD, "print-color-mode-supported", _SUPPORTED["print-color-mode"]),
            (_INTEGER, "copies-default", [1]),
            (_RANGE, "copies-supported", [struct.pack(">ii", 1, 99)]),
        ]
        return [_Row(tag, name, tuple(values)) for tag, name, values in rows]

    def _reasons(self) -> list[str]:
        words = [f"{_TROUBLE_WORDS[trouble]}-error" for trouble in self.mfp.troubles]
        if not self.mfp.paper:
            words.append("media-empty-error")
        elif self.mfp.paper <= LOW_TRAY:
            words.append("media-low-warning")
        if self.mfp.toner_is_low:
            words.append("toner-low-warning")
        return sorted(words) or ["none"]

    def _job_attributes(self, job: SimJob) -> list[_Row]:
        is_held_up = job is self.mfp.running and self.mfp.is_stopped
        on_since_s = self.mfp.on_since_s
        times = {"creation": job.made_s, "processing": job.began_s, "completed": job.ended_s}
        rows: list[tuple[int, str, str | int | bytes]] = [
            (_INTEGER, "job-id", job.id),
            (_URI, "job-uri", f"{_URI_HERE}/{job.id}"),
            (_URI, "job-printer-uri", _URI_HERE),
            (_NAME, "job-name", job.name),
            (_NAME, "job-originating-user-name", job.user),
            (_ENUM, "job-state", 6 if is_held_up else _PHASES[job.phase]),
            (_KEYWORD, "job-state-reasons", "printer-stopped" if is_held_up else job.reason),
            (_INTEGER, "job-impressions-completed", job.impressions),
            (_INTEGER, "job-printer-up-time", 1 + int(_now_s() - on_since_s)),
        ]
        for what, at_s in times.items():
            tag, value = (_NO_VALUE, b"") if at_s is None else (_INTEGER, 1 + int(at_s - on_since_s))
            rows.append((tag, f"time-at-{what}", value))
        return [_Row(tag, name, (value,)) for tag, name, value in rows]


_URI_HERE = "ipp://printer.invalid/ipp/print"
_TOLD = (b"job-id", b"job-uri", b"job-state", b"job-state-reasons")


def _now_s() -> float:
    return asyncio.get_running_loop().time()


async def _body(receive: Receive) -> bytes | None:
    body = bytearray()
    while len(body) <= _MOST_BYTES:
        message = await receive()
        if message["type"] != "http.request":
            return None
        body += message.get("body", b"")
        if not message.get("more_body", False):
            return bytes(body)
    return None


def _parsed(request: bytes) -> tuple[Raw, bytes]:
    """Every attribute of every group by its name, and the document."""
    said: dict[str, list[tuple[int, bytes]]] = {}
    at, name = 8, ""
    while request[at] != 0x03:
        tag = request[at]
        at += 1
        if tag < 0x10:
            continue
        (size,) = struct.unpack_from(">H", request, at)
        name = request[at + 2 : at + 2 + size].decode("latin-1") or name
        at += 2 + size
        (size,) = struct.unpack_from(">H", request, at)
        said.setdefault(name, []).append((tag, request[at + 2 : at + 2 + size]))
        at += 2 + size
    return said, request[at + 1 :]


def _first(said: Raw, name: str, default: bytes) -> bytes:
    return said[name][0][1] if name in said else default


def _user(said: Raw) -> str:
    return _first(said, "requesting-user-name", b"anonymous").decode("utf-8", "replace")


def _padded(values: Iterable[bytes]) -> set[bytes]:
    return {value.rjust(4, b"\0") for value in values}


def _wanted(said: Raw, rows: Iterable[_Row]) -> tuple[bytes, ...]:
    names = {value.decode("latin-1") for _tag, value in said.get("requested-attributes", [(0, b"all")])}
    wants_all = bool(names & {"all", "printer-description", "job-description", "job-template"})
    wanted = [row for row in rows if row.values and (wants_all or row.name in names)]
    return tuple(_attribute(row.tag, row.name, *row.values) for row in wanted)


def _attribute(tag: int, name: str, *values: str | int | bytes) -> bytes:
    out = b""
    for value in values:
        data = struct.pack(">i", value) if isinstance(value, int) else value
        data = data.encode() if isinstance(data, str) else data
        out += struct.pack(">BH", tag, len(name)) + name.encode() + struct.pack(">H", len(data)) + data
        name = ""
    return out


def _encoded(version: bytes, status: int, request_id: bytes, groups: Iterable[tuple[int, tuple[bytes, ...]]]) -> bytes:
    out = version + status.to_bytes(2) + request_id + b"\1"
    out += _attribute(_CHARSET, "attributes-charset", "utf-8") + _attribute(
        _LANGUAGE, "attributes-natural-language", "en"
    )
    for tag, rows in groups:
        out += bytes([tag]) + b"".join(rows)
    return out + b"\3"
