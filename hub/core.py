"""One hub, put together: what its pages, its kiosk API, its worker and its command line work with. Wiring only."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from config.hub import HubSettings
from hub.keys import Keys, load_keys
from hub.press import Press, Printing
from hub.register import Register
from hub.slow_lane import SlowLane
from hub.store.store import Store
from printer.certificates.forms import Form, load_forms
from printer.certificates.issue import issue


@dataclass(frozen=True)
class Hub:
    """Everything that outlives one request."""

    settings: HubSettings
    store: Store
    register: Register
    forms: Mapping[str, Form]
    keys: Keys
    press: Press
    now: Callable[[], datetime]
    slow_lane: SlowLane = field(default_factory=SlowLane)

    @property
    def is_demo(self) -> bool:
        """Nothing that this hub issues has effect; read from the issuing key."""
        return self.keys.issuing.is_demo


def utc_now() -> datetime:
    """The clock of a hub that serves."""
    return datetime.now(UTC)


@contextmanager
def opened(
    settings: HubSettings,
    now: Callable[[], datetime] = utc_now,
    printing: Printing = issue,
    forms_from: Callable[[], Mapping[str, Form]] = load_forms,
) -> Iterator[Hub]:
    """A hub until the end of the block.

    Raises:
        KeysUnusable, RegisterUnusable, StoreUnusable; of printer.certificates: FormBroken, FontsMissing.
    """
    keys = load_keys(settings.keys)
    register = Register.read(settings.register_path)
    forms = forms_from()
    store = Store.open(settings.database, now, settings.codes_good_for)
    try:
        with Press(printing, keys.issuing) as press:
            yield Hub(settings, store, register, forms, keys, press, now)
    finally:
        store.close()
