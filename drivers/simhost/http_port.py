"""A port of this machine with an application behind it, that can vanish as a pulled cable does.

Knows uvicorn's server: how it is started within a loop that runs, and ended at once. Does not know what is asked there.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from typing import Any

import uvicorn


class HttpPort:
    """An ASGI application at a port on 127.0.0.1; 0 takes a free one, and keeps it."""

    def __init__(self, app: Callable[[Any, Any, Any], Awaitable[None]], port: int) -> None:
        self.number = port
        """The port; the real one once it is open."""
        self._app = app
        self._server: uvicorn.Server | None = None

    async def open(self) -> None:
        """Be reachable; again after close or hang_up, at the same port. Does nothing if it is."""
        if self._server is not None:
            return
        listening = socket.create_server(("127.0.0.1", self.number))
        self.number = listening.getsockname()[1]
        config = uvicorn.Config(
            self._app, interface="asgi3", lifespan="off", ws="none", log_level="critical", access_log=False
        )
        config.load()
        server = uvicorn.Server(config)
        # Server.serve() would hold its caller until the end, and listen to the process's signals.
        server.lifespan = config.lifespan_class(config)
        await server.startup(sockets=[listening])
        self._server = server

    def hang_up(self) -> None:
        """Nobody is heard or answered any more. May be called by the application, too, while it answers."""
        if self._server is None:
            return
        server, self._server = self._server, None
        for listening in server.servers:
            listening.close()
        for connection in list(server.server_state.connections):
            # Only its transport ends a connection at once; shutdown() would let it finish what it says.
            connection.transport.abort()
        for answering in server.server_state.tasks - {asyncio.current_task()}:
            answering.cancel()

    async def close(self) -> None:
        """Vanish, and wait until nothing of it runs any more."""
        if (server := self._server) is None:
            return
        self.hang_up()
        await asyncio.gather(*server.server_state.tasks, return_exceptions=True)
        for listening in server.servers:
            await listening.wait_closed()
