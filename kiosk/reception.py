"""The round of a day: the first screen, a touch, a visit, the first screen again."""

from collections.abc import Awaitable, Callable
from typing import NoReturn
from uuid import uuid4

import structlog

from kiosk.capabilities import Capabilities
from kiosk.flows.registry import SERVICES, Service
from kiosk.flows.talk import tell_problem
from kiosk.session import Session
from kiosk.stage import VisitOver
from kiosk.store.store import StoreLost

Settle = Callable[[str], Awaitable[None]]

_log = structlog.get_logger()


class Reception:
    """Whoever touches the first screen is let into one visit; the next one waits."""

    def __init__(self, session: Session, capabilities: Capabilities, settle: Settle) -> None:
        self._session = session
        self._capabilities = capabilities
        self._settle = settle

    async def serve(self) -> NoReturn:
        """Serve one visit after another, for ever."""
        while True:
            service, visit = await self._await_choice()
            await self._host(service, visit)

    async def _await_choice(self) -> tuple[Service, str]:
        """The service touched on the first screen, and the visit that begins with it."""
        while True:
            visit = uuid4().hex
            chosen = await self._session.offer(visit, self._capabilities.home)
            for service in SERVICES:
                if chosen == service.id and self._capabilities.can(service):
                    return service, visit

    async def _host(self, service: Service, visit: str) -> None:
        try:
            await self._session.run(service.flow(), visit)
        except VisitOver:
            _log.info("visit left", service=service.id)
        except StoreLost:
            raise
        except Exception:  # noqa: BLE001 (the person is told, the doors are settled, and it is logged whole)
            _log.exception("flow broke", service=service.id)
            await self._apologise(visit)
        await self._settle(visit)

    async def _apologise(self, visit: str) -> None:
        try:
            await self._session.run(tell_problem("broken"), visit)
        except VisitOver:
            return
