"""A simulated multifunction printer on a real port of this machine, with its paper to look at.

Knows uvicorn's server and what hands can do to a printer. How it prints, documentprinter/simmfp.py says; its protocol,
documentprinter/ipp/sim.py.
"""

import asyncio
import io
import socket
from collections.abc import Mapping
from typing import Annotated, Any

import pypdfium2
import uvicorn
from fastapi import APIRouter, HTTPException, Response
from pydantic import BaseModel, ConfigDict, Field

from drivers.documentprinter.ipp.sim import IppSim
from drivers.documentprinter.simmfp import FULL_TRAY, Incident, Mfp, Sheet, SimJob, Trouble

SHOWN_DPI = 96
_PATH = "/ipp/print"
_POINTS_PER_INCH = 72


class PrinterRigSettings(BaseModel):
    """A printer of a rig file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]
    port: Annotated[int, Field(ge=0, le=65535)] = 0
    """The port on 127.0.0.1; 0 takes a free one, and keeps it."""
    warm_up_s: Annotated[float, Field(ge=0)] = 3.0
    sheet_s: Annotated[float, Field(gt=0)] = 2.0
    """From one sheet to the next; 30 a minute."""
    paper: Annotated[int, Field(ge=0)] = FULL_TRAY


class PrinterFaults(BaseModel):
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


class SimPrinter:
    """See RigDevice."""

    def __init__(self, settings: PrinterRigSettings) -> None:
        self.mfp = Mfp(warm_up_s=settings.warm_up_s, sheet_s=settings.sheet_s, paper=settings.paper)
        self._name = settings.name
        self._port = settings.port
        self._sim = IppSim(self.mfp)
        self._faults = PrinterFaults()
        self._server: uvicorn.Server | None = None

    @property
    def name(self) -> str:
        """See RigDevice.name."""
        return self._name

    @property
    def address(self) -> str:
        """See RigDevice.address."""
        return f"ipp://127.0.0.1:{self._port}{_PATH}"

    async def connect(self) -> None:
        """See RigDevice.connect."""
        if self._server is not None:
            return
        listening = socket.create_server(("127.0.0.1", self._port))
        self._port = listening.getsockname()[1]
        config = uvicorn.Config(self._sim, log_level="critical", lifespan="off", ws="none", access_log=False)
        config.load()
        server = uvicorn.Server(config)
        # Server.serve() would hold its caller until the end, and listen to the process's signals.
        server.lifespan = config.lifespan_class(config)
        await server.startup(sockets=[listening])
        self._server = server

    async def disconnect(self) -> None:
        """See RigDevice.disconnect."""
        if self._server is None:
            return
        server, self._server = self._server, None
        for listening in server.servers:
            listening.close()
        for connection in list(server.server_state.connections):
            # Only its transport ends a connection at once; shutdown() would let it finish what it says.
            connection.transport.abort()
        for answering in server.server_state.tasks:
            answering.cancel()
        await asyncio.gather(*server.server_state.tasks, return_exceptions=True)
        for listening in server.servers:
            await listening.wait_closed()

    def state(self) -> Mapping[str, Any]:
        """See RigDevice.state."""
        mfp = self.mfp
        mfp.advance(_now_s())
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
        async def _faults(faults: PrinterFaults) -> Mapping[str, Any]:
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

    async def set_faults(self, faults: PrinterFaults) -> None:
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
