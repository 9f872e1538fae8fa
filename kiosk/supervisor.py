"""Keeps a part of the controller running: starts it, reports its failure, waits, starts it again.

Knows no device. Only cancellation and the loss of the store get past it.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog

from drivers.errors import DriverError
from kiosk.capabilities import Capabilities
from kiosk.capability import Capability
from kiosk.errors import HubAway
from kiosk.store.store import StoreLost

FIRST_WAIT_S = 0.5
LONGEST_WAIT_S = 30.0

_log = structlog.get_logger()


@dataclass(frozen=True)
class Part:
    """Something that runs for ever unless it fails.

    run calls its argument each time it is in service; from then until it fails, what it provides can be offered.
    """

    name: str
    provides: frozenset[Capability]
    run: Callable[[Callable[[], None]], Awaitable[None]]


async def keep(part: Part, capabilities: Capabilities) -> None:
    """Run part for ever. After each failure wait twice as long, up to LONGEST_WAIT_S; service resets the wait."""
    wait_s, serves = FIRST_WAIT_S, False

    def in_service() -> None:
        nonlocal wait_s, serves
        wait_s = FIRST_WAIT_S
        if not serves:
            serves = True
            capabilities.gain(part.provides, part.name)
            _log.info("part in service", part=part.name)

    capabilities.expect(part.provides)
    while True:
        try:
            await part.run(in_service)
        except StoreLost:
            raise
        except (DriverError, HubAway) as error:
            _log.warning("part failed", part=part.name, error=str(error), next_try_in_s=wait_s)
        except Exception:  # noqa: BLE001 (one part's mistake must not take the others down; it is logged whole)
            _log.exception("part broke", part=part.name, next_try_in_s=wait_s)
        finally:
            serves = False
            capabilities.lose(part.name)
        await asyncio.sleep(wait_s)
        wait_s = min(wait_s * 2, LONGEST_WAIT_S)
