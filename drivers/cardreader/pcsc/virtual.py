"""Whether this machine could be shown a card that does not exist: an official site refuses to start then.

Knows how vsmartcard's virtual reader shows itself: by its driver, its configuration, and its usual name.
"""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from drivers.cardreader.pcsc import winscard
from drivers.cardreader.pcsc.lane import Lane
from drivers.cardreader.pcsc.settings import PcscSettings
from drivers.cardreader.pcsc.winscard import PcscFailed

_DRIVER = "libifdvpcd"
_NAME = "virtual pcd"
_ASK_WITHIN_S = 1.0


async def find_virtual_pcsc(settings: PcscSettings, root: Path = Path("/")) -> str | None:
    """What there is of a virtual reader below root or at the running pcscd, for staff to read; None if nothing.

    The name alone proves little, since whoever configures the reader chooses it; without the driver there is no reader.
    """
    traces = _traces(root)
    if traces:
        return str(traces[0])
    return next((name for name in await _reader_names(settings) if _NAME in name.casefold()), None)


def _traces(root: Path) -> Sequence[Path]:
    drivers = [path for folder in ("usr/lib", "usr/lib64") for path in (root / folder / "pcsc").rglob(f"{_DRIVER}*")]
    configured = [
        path
        for path in (root / "etc/reader.conf.d").glob("*")
        if path.is_file() and _DRIVER in path.read_text("utf-8", "replace")
    ]
    return [*drivers, *configured]


async def _reader_names(settings: PcscSettings) -> Sequence[str]:
    """No names where pcscd does not answer: then it cannot show a card either."""
    if settings.pcscd_socket is not None:
        winscard.talk_to(settings.pcscd_socket)
    lane = Lane(f"readers-of-{settings.name}")
    try:
        async with asyncio.timeout(_ASK_WITHIN_S):
            return await lane.do(_list_readers)
    except (TimeoutError, PcscFailed):
        return ()
    finally:
        lane.end()


def _list_readers() -> Sequence[str]:
    context = winscard.establish()
    try:
        return winscard.readers(context)
    finally:
        winscard.release(context)
