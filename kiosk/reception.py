"""The round of a day: the first screen, a touch, a visit, the first screen again."""

from functools import partial
from typing import NoReturn
from uuid import uuid4

import structlog

from kiosk import recovery
from kiosk.bell import Bell
from kiosk.capabilities import Capabilities
from kiosk.flows.registry import SERVICES, Service
from kiosk.flows.screen import tell_problem
from kiosk.screen_server import ScreenServer
from kiosk.session import Session, VisitOver
from kiosk.store.store import Store, StoreLost
from link.screens import Home
from link.session import Chose, Input
from locker.cabinet import Cabinet

_log = structlog.get_logger()


class Reception:
    """Whoever touches the first screen is let into one visit; the next one waits."""

    def __init__(
        self,
        *,
        session: Session,
        window: ScreenServer,
        store: Store,
        cabinet: Cabinet,
        capabilities: Capabilities,
        bell: Bell,
    ) -> None:
        self._session = session
        self._window = window
        self._store = store
        self._cabinet = cabinet
        self._capabilities = capabilities
        self._bell = bell

    async def serve(self) -> NoReturn:
        """Serve one visit after another, for ever."""
        while True:
            visit = uuid4().hex
            service = await self._await_choice(visit)
            await self._host(service, visit)

    async def _await_choice(self, visit: str) -> Service:
        """The service touched on the first screen, which always shows what works now."""
        while True:
            home = self._capabilities.home()
            self._session.show(visit, home)
            seen = await self._bell.until(partial(self._look, home))
            if isinstance(seen, Service):
                return seen

    def _look(self, showing: Home) -> Service | Home | None:
        current = self._capabilities.home()
        if current != showing:
            return current
        message = self._window.peek()
        if not (isinstance(message, Input) and isinstance(message.answer, Chose)):
            return None
        option = message.answer.option
        return next((entry for entry in SERVICES if entry.id == option and self._capabilities.can(option)), None)

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
        await recovery.settle(self._store, self._cabinet, self._session, visit)

    async def _apologise(self, visit: str) -> None:
        try:
            await self._session.run(tell_problem("broken"), visit)
        except VisitOver:
            return
