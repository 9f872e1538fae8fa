"""`python -m tests.hil.card_watcher SETTINGS`: say what a card reader tells, a line each; its settings come as JSON."""

import asyncio
import sys

from drivers.cardreader.registry import CardReaderSettings
from tests.drivers.simhost.card_watcher import watch

if __name__ == "__main__":
    asyncio.run(watch(CardReaderSettings.model_validate_json(sys.argv[1])))
