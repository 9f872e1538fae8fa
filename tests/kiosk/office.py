"""The hub, played by a test: it enrols a kiosk, seals papers for it, mints codes, and is the far end of its lines."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pydantic import BaseModel

from kiosk import identity
from link.hub import (
    AUTHORIZATION,
    CHANGES_PATH,
    EVENTS_PATH,
    HUB_AUDIENCE,
    PAPERS_PATH,
    Accepted,
    Change,
    Changes,
    Enrolled,
    Event,
    Events,
    HeldPaper,
    Numbered,
    PaperAssigned,
    PaperContent,
    PapersHeld,
    Trusted,
    in_base64,
    paper_context,
)
from link.sealing import seal
from link.signed_code import Right, SignedCode, key_id, mint, new_id, read
from link.text import Local
from link.way import Way
from tests.drivers.documentprinter.paper import pdf_of
from tests.kiosk.support import EPOCH, now

KIOSK = "kiosk-7f3a"
HOLDER, HOUSEHOLD = "이새벽", "101-1203"
BIRTH_DATE, BIRTH_DIGITS = date(1949, 3, 7), "490307"
CARD = "5d2c1f0e-9a77-4c1b-8a53-0c6a4b1d2e3f"
TITLE = Local(ko="주민등록표 등본", en="Resident register")
PAGES = 2
GOOD_UNTIL = EPOCH + timedelta(days=7)


_DONE = ("paper_printed", "paper_uncertain", "paper_released")
"""After one of these a number is not for the kiosk to print."""


@dataclass(frozen=True)
class Certificate:
    """A paper that the office made; pdf is no other paper's."""

    number: str
    application: str
    way: Way
    pages: int
    pdf: bytes
    sealed: bytes

    @property
    def assigned(self) -> PaperAssigned:
        """What tells its kiosk of it."""
        return PaperAssigned(
            number=self.number, application=self.application, way=self.way, sealed=in_base64(self.sealed)
        )


class Office:
    """One hub with one kiosk. What the kiosk told it is in events, each once, as they came first."""

    def __init__(self, *, demo: bool = True) -> None:
        self.signing = Ed25519PrivateKey.generate()
        self.keys = identity.Keys.new()
        self.demo = demo
        self.events: list[Event] = []
        self.deliveries: list[tuple[str, ...]] = []
        """The ids in each request with events, also those that the hub had already."""
        self.is_away = False
        """Nobody listens."""
        self.line_error: Exception | None = None
        """Why no line can be opened here."""
        self.broken: str | None = None
        """The path of a call that this hub trips over."""
        self.loses_answers = False
        """What the kiosk sends arrives and has its effect; the answer gets lost."""
        self._changes: list[Numbered] = []
        self._over: set[int] = set()
        """The cursors of what is about an assignment that is over: nobody hears of it again."""
        self._changed = asyncio.Event()
        self._numbers: list[str] = []

    def enrol(self, path: Path) -> None:
        """Give the kiosk its identity."""
        trusted = Trusted(key=in_base64(self.signing.public_key().public_bytes_raw()))
        identity.save(path, self.keys, Enrolled(kiosk=KIOSK, keys=(trusted,), demo=self.demo))

    def make(
        self,
        way: Way = Way.KIOSK,
        *,
        number: str | None = None,
        cards: tuple[str, ...] = (),
        reachable: bool = True,
        household: str | None = HOUSEHOLD,
        pages: int = PAGES,
    ) -> Certificate:
        """A paper about HOLDER, the nth of this office."""
        nth = len(self._numbers) + 1
        number = number or f"시험-0000-0000-{nth:04}"
        self._numbers.append(number)
        pdf = pdf_of(pages, 595 + nth)
        content = PaperContent(
            pdf=in_base64(pdf),
            pages=pages,
            title=TITLE,
            holder=HOLDER,
            household=household,
            birth_date=BIRTH_DATE,
            cards=cards,
            reachable=reachable,
        )
        sealed = seal(content.model_dump_json().encode(), self.keys.sealing.public_key(), paper_context(KIOSK, number))
        return Certificate(number, f"application-{nth}", way, pages, pdf, sealed)

    def code(
        self,
        purpose: Right,
        subject: str,
        *,
        audience: str = KIOSK,
        not_after: datetime = GOOD_UNTIL,
        key: Ed25519PrivateKey | None = None,
    ) -> str:
        """A code that says this, signed by the office unless another key is given."""
        return mint(SignedCode(purpose, audience, subject, new_id(), not_after), key or self.signing)

    def tell(self, *changes: Change) -> None:
        """From now on the kiosk can hear of these."""
        self._changes += numbered(len(self._changes), changes)
        self._changed.set()
        self._changed = asyncio.Event()

    def told(self, *names: str) -> list[str]:
        """The names of the events that came, of these if any are given."""
        return [event.event for event in self.events if not names or event.event in names]

    @asynccontextmanager
    async def line(self, url: str) -> AsyncIterator[httpx.AsyncClient]:
        """See kiosk.parts.Borders.hub."""
        if self.line_error is not None:
            raise self.line_error
        async with httpx.AsyncClient(base_url=url, transport=httpx.MockTransport(self._answer)) as http:
            yield http

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(0.01)
        if self.is_away:
            raise httpx.ConnectError("nobody listens")
        if not self._is_ours(request):
            return httpx.Response(401)
        if request.url.path == self.broken:
            return httpx.Response(500)
        body: BaseModel = await self._serve(request) if request.method == "GET" else self._take(request)
        if self.loses_answers:
            raise httpx.ReadError("cut")
        return httpx.Response(200, content=body.model_dump_json())

    def _is_ours(self, request: httpx.Request) -> bool:
        public = self.keys.signing.public_key()
        word, _, code = request.headers["Authorization"].partition(" ")
        said = read(code, {key_id(public): public}, audience=HUB_AUDIENCE, right=Right.CALL, now=now())
        return word == AUTHORIZATION and isinstance(said, SignedCode) and said.subject == KIOSK

    async def _serve(self, request: httpx.Request) -> Changes | PapersHeld:
        if request.url.path == PAPERS_PATH:
            return PapersHeld(numbers=self._held(), last_event=self.events[-1].id if self.events else None)
        assert request.url.path == CHANGES_PATH
        after, wait_s = int(request.url.params["after"]), float(request.url.params["wait_s"])
        if not self._after(after):
            try:
                async with asyncio.timeout(wait_s):
                    await self._changed.wait()
            except TimeoutError:
                return Changes(changes=())
        return Changes(changes=self._after(after))

    def _after(self, cursor: int) -> tuple[Numbered, ...]:
        return tuple(one for one in self._changes[cursor:] if one.cursor not in self._over)

    def _held(self) -> tuple[HeldPaper, ...]:
        """What this office made, and the kiosk did not say it was done with; untold yet, it comes after all else."""
        done = {event.facts.get("number") for event in self.events if event.event in _DONE}
        told = {one.change.number: one.cursor for one in self._changes if isinstance(one.change, PaperAssigned)}
        last = len(self._changes) + 1
        return tuple(
            HeldPaper(number=number, cursor=told.get(number, last)) for number in self._numbers if number not in done
        )

    def _take(self, request: httpx.Request) -> Accepted:
        assert request.url.path == EVENTS_PATH
        events = Events.model_validate_json(request.content).events
        known = {event.id for event in self.events}
        new = [event for event in events if event.id not in known]
        self.events += new
        done = {event.facts.get("number") for event in new if event.event in _DONE}
        self._over |= {one.cursor for one in self._changes if getattr(one.change, "number", None) in done}
        self.deliveries.append(ids := tuple(event.id for event in events))
        return Accepted(ids=ids)


def numbered(after: int, changes: Iterable[Change]) -> tuple[Numbered, ...]:
    """These changes in their order behind a cursor."""
    return tuple(Numbered(cursor=cursor, change=one) for cursor, one in enumerate(changes, after + 1))
