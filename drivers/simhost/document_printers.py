"""A document printer on a rig: at a real port of this machine, with its paper to look at.

Knows what hands can do to a printer, and that one without power cannot be reached. How it prints,
documentprinter/simmfp.py says; its protocol, documentprinter/ipp/sim.py.
"""

import asyncio
import io
from collections.abc import Mapping, MutableMapping
from pathlib import Path
from typing import Annotated, Any

import pypdfium2
from fastapi import APIRouter, HTTPException, Response
from pydantic import BaseModel, ConfigDict, Field

from drivers.documentprinter.ipp.sim import IppSim, Receive, Scope, Send
from drivers.documentprinter.simmfp import FULL_TRAY, Incident, Mfp, Sheet, SimJob, Trouble
from drivers.simhost.device import DeviceName, LocalPort, RigDevice
from drivers.simhost.http_port import HttpPort

SHOWN_DPI = 96
_PATH = "/ipp/print"
_POINTS_PER_INCH = 72


class RigDocumentPrinterSettings(BaseModel):
    """A printer of a rig file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: DeviceName
    port: LocalPort = 0
    warm_up_s: Annotated[float, Field(ge=0)] = 3.0
    sheet_s: Annotated[float, Field(gt=0)] = 2.0
    """From one sheet to the next; 30 a minute."""
    paper: Annotated[int, Field(ge=0)] = FULL_TRAY

    def device(self, run_dir: Path) -> RigDevice:  # noqa: ARG002 (it is reached at a port)
        """See RigDeviceSettings.device."""
        return RigDocumentPrinter(self)


class RigDocumentPrinterFaults(BaseModel):
    """Everything that is wrong with a printer now, and what will be: incidents at the nth sheet of a job to come."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    troubles: frozenset[Trouble] = frozenset()
    toner_low: bool = False
    busy: bool = False
    """It refuses new jobs."""
    reply_after_s: Annotated[float, Field(ge=0, le=120)] = 0.0
    connected: bool = True
    """False while the network cable is pulled; it goes on printing what it has."""
    incidents: Mapping[Annotated[int, Field(ge=1)], Incident] = {}


class RigDocumentPrinter:
    """See RigDevice."""

    def __init__(self, settings: RigDocumentPrinterSettings) -> None:
        self.mfp = Mfp(warm_up_s=settings.warm_up_s, sheet_s=settings.sheet_s, paper=settings.paper)
        self._name = settings.name
        self._port = HttpPort(self._serve, settings.port)
        self._sim = IppSim(self.mfp)
        self._faults = RigDocumentPrinterFaults()

    @property
    def name(self) -> str:
        """See RigDevice.name."""
        return self._name

    @property
    def address(self) -> str:
        """See RigDevice.address."""
        return f"ipp://127.0.0.1:{self._port.number}{_PATH}"

    async def connect(self) -> None:
        """See RigDevice.connect."""
        await self._port.open()

    async def disconnect(self) -> None:
        """See RigDevice.disconnect."""
        await self._port.close()

    def state(self) -> Mapping[str, Any]:
        """See RigDevice.state."""
        mfp = self.mfp
        mfp.advance(_now_s())
        if not mfp.is_on:
            # Its power was cut at a sheet, and nobody has asked it since.
            self._port.hang_up()
        return {
            "on": mfp.is_on,
            "stopped": mfp.is_stopped,
            "paper": mfp.paper,
            "impressions": mfp.impressions,
            "job": None if mfp.running is None else _shown_job(mfp.running),
            "jobs": [_shown_job(job) for job in mfp.jobs.values()],
            "tray": [_shown_sheet(sheet) for sheet in mfp.tray],
            "faults": self._faults.model_copy(
                update={"troubles": mfp.troubles, "incidents": dict(mfp.incidents)}
            ).model_dump(mode="json"),
        }

    def routes(self) -> APIRouter:
        """See RigDevice.routes."""
        router = APIRouter()

        @router.post("/faults")
        async def _faults(faults: RigDocumentPrinterFaults) -> Mapping[str, Any]:
            await self.set_faults(faults)
            return self.state()

        @router.post("/paper/{sheets}")
        async def _paper(sheets: int) -> Mapping[str, Any]:
            if not 0 <= sheets <= FULL_TRAY:
                raise HTTPException(422, f"the tray holds {FULL_TRAY} sheets")
            self.mfp.load(sheets, _now_s())
            return self.state()

        @router.post("/take")
        async def _take() -> Mapping[str, Any]:
            self.mfp.take(_now_s())
            return self.state()

        @router.post("/copy/{pages}")
        async def _copy(pages: Annotated[int, Field(ge=1, le=99)]) -> Mapping[str, Any]:
            self.mfp.copy(pages, _now_s())
            return self.state()

        @router.post("/power/{is_on}")
        async def _power(*, is_on: bool) -> Mapping[str, Any]:
            await self.power(is_on=is_on)
            return self.state()

        @router.get("/sheet/{number}.png")
        async def _sheet(number: int, side: int = 1) -> Response:
            return Response(self.picture(number, side), media_type="image/png")

        @router.get("/sheet/{number}.pdf")
        async def _document(number: int) -> Response:
            return Response(self._lying(number).pdf, media_type="application/pdf")

        return router

    async def set_faults(self, faults: RigDocumentPrinterFaults) -> None:
        """Be wrong in exactly this way."""
        now_s = _now_s()
        self._faults = faults
        for trouble in self.mfp.troubles - faults.troubles:
            self.mfp.mend(now_s, trouble)
        for trouble in faults.troubles - self.mfp.troubles:
            self.mfp.trouble(trouble, now_s)
        self.mfp.toner_is_low = faults.toner_low
        self.mfp.refuses_jobs = faults.busy
        self.mfp.incidents = dict(faults.incidents)
        self._sim.reply_after_s = faults.reply_after_s
        await self._reach()

    async def power(self, *, is_on: bool) -> None:
        """Its switch. Off, it forgets its jobs and the sheet that was under way."""
        if is_on:
            self.mfp.power_on(_now_s())
        else:
            self.mfp.power_cut(_now_s())
        await self._reach()

    def picture(self, number: int, side: int = 1) -> bytes:
        """One side of a sheet in the tray, as PNG.

        Raises:
            HTTPException: no such sheet lies there, or it is blank because somebody only copied.
        """
        sheet = self._lying(number)
        if not 1 <= side <= len(sheet.pages):
            raise HTTPException(404, f"sheet {number} has no side {side}")
        with pypdfium2.PdfDocument(sheet.pdf) as document:
            page = document[sheet.pages[side - 1] - 1]
            drawn = io.BytesIO()
            page.render(scale=SHOWN_DPI / _POINTS_PER_INCH).to_pil().save(drawn, "PNG")
            return drawn.getvalue()

    def _lying(self, number: int) -> Sheet:
        """A sheet in the tray that is not blank, with the document it is of, as that came over the wire."""
        self.mfp.advance(_now_s())
        sheet = next((sheet for sheet in self.mfp.tray if sheet.number == number), None)
        if sheet is None or not sheet.pdf:
            raise HTTPException(404, f"no sheet {number} with something on it lies in the tray")
        return sheet

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One HTTP request; a printer that is without power by then gives no answer, not even one of HTTP."""

        async def _say(message: MutableMapping[str, Any]) -> None:
            if self.mfp.is_on:
                await send(message)
            else:
                self._port.hang_up()

        await self._sim(scope, receive, _say)

    async def _reach(self) -> None:
        if self._faults.connected and self.mfp.is_on:
            await self.connect()
        else:
            await self.disconnect()


def _now_s() -> float:
    return asyncio.get_running_loop().time()


def _shown_job(job: SimJob) -> Mapping[str, Any]:
    return {
        "id": job.id,
        "name": job.name,
        "phase": job.phase.value,
        "impressions": job.impressions,
        "sheets_left": len(job.sheets),
    }


def _shown_sheet(sheet: Sheet) -> Mapping[str, Any]:
    return {"number": sheet.number, "job": sheet.job, "pages": list(sheet.pages)}
