"""The bare exchanges behind a printed paper: with the hub and with the printer, by httpx and nothing around it."""

import sqlite3
import time
from datetime import UTC, datetime

import httpx

from config.kiosk import KioskSettings
from config.load import load
from drivers.documentprinter.ipp import codec, model
from drivers.documentprinter.ipp.message import Message
from drivers.documentprinter.ipp.settings import IppSettings
from kiosk import identity as identities
from link.hub import AUTHORIZATION, CHANGES_PATH, Changes
from tests.town import LOOK_EVERY_S, Town

WITHIN_S = 20.0


class BareHub:
    """Asks the hub for the one paper that it keeps for this kiosk, in the kiosk's name."""

    def __init__(self, town: Town) -> None:
        identity = identities.load(load(town.settings, KioskSettings).paths.identity)
        assert identity is not None, "the kiosk is not enrolled"
        self._identity = identity
        self._http = httpx.Client(base_url=town.hub_url, trust_env=False)

    def close(self) -> None:
        """End the line."""
        self._http.close()

    def fetch_s(self, database: sqlite3.Connection) -> float:
        """Seconds of one answer with the paper in it, and of one commit that keeps it."""
        self._await_one_paper()
        began_s = time.monotonic()
        answer = self._ask()
        database.execute("BEGIN IMMEDIATE")
        database.execute("INSERT INTO change (body) VALUES (?)", (answer.content,))
        database.execute("COMMIT")
        return time.monotonic() - began_s

    def _await_one_paper(self) -> None:
        """The hub forgets a paper's content once it was told that it is printed."""
        deadline_s = time.monotonic() + WITHIN_S
        while len(Changes.model_validate_json(self._ask().content).changes) != 1:
            assert time.monotonic() < deadline_s, "the hub did not come down to one paper that is not printed"
            time.sleep(LOOK_EVERY_S)

    def _ask(self) -> httpx.Response:
        who = {"Authorization": f"{AUTHORIZATION} {self._identity.call(datetime.now(UTC))}"}
        return self._http.get(CHANGES_PATH, params={"after": 0, "wait_s": 0}, headers=who).raise_for_status()


class BarePrinter:
    """Gives the printer a document: Create-Job and Send-Document, and no question before or after."""

    def __init__(self, town: Town) -> None:
        settings = IppSettings(protocol="ipp", name="bare", address=town.devices["papers"])
        self._address, self._url = settings.address, settings.url
        # As the kiosk's: a line that rested is not used again, for the printer may be closing it.
        limits = httpx.Limits(keepalive_expiry=2.0)
        self._http = httpx.Client(headers={"Content-Type": "application/ipp"}, limits=limits, trust_env=False)

    def close(self) -> None:
        """End the line."""
        self._http.close()

    def print(self, pdf: bytes) -> None:
        """Returns when the printer says that it has the document."""
        job = model.created_job_id(self._ask(model.create_job(self._address, 1, "bare")))
        self._ask(model.send_document(self._address, 2, job, pdf))

    def _ask(self, request: Message) -> Message:
        answer = self._http.post(self._url, content=codec.encode(request)).raise_for_status()
        reply = codec.decode(answer.content)
        assert model.is_success(reply.code), f"the printer refused the bare request: {reply.code:#06x}"
        return reply
