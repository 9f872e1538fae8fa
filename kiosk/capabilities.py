"""What this kiosk can do now, from the parts that are in service; and so which services it can offer."""

from collections.abc import Callable, Collection, Iterable, Mapping

from kiosk.bell import Bell
from kiosk.capability import Capability
from kiosk.flows.registry import SERVICES, Service
from link import screens
from link.text import Text, key

Hindrances = Callable[[], Mapping[Capability, Text]]


class Capabilities:
    """A capability holds while at least one of its parts is in service, and nothing hinders it.

    hindrances says what a device in service cannot do now, and why: a printer without paper.
    """

    def __init__(self, bell: Bell, hindrances: Hindrances = dict) -> None:
        self._bell = bell
        self._hindrances = hindrances
        self._providers: dict[Capability, set[str]] = {capability: set() for capability in Capability}
        self._expected: set[Capability] = set()

    def expect(self, provided: Iterable[Capability]) -> None:
        """This site has a part for these, be it in service or not. What needs anything else is never offered here."""
        self._expected |= set(provided)

    def gain(self, provided: Collection[Capability], part: str) -> None:
        """This part is in service."""
        self.expect(provided)
        for capability in provided:
            self._providers[capability].add(part)
        self._bell.ring()

    def lose(self, part: str) -> None:
        """This part is not in service any more."""
        for parts in self._providers.values():
            parts.discard(part)
        self._bell.ring()

    def has(self, capability: Capability) -> bool:
        """Whether this can be done now."""
        return bool(self._providers[capability]) and capability not in self._hindrances()

    def home(self) -> screens.Home:
        """The first screen, with the reason beside each service that cannot be used now."""
        here = (service for service in SERVICES if service.needs <= self._expected)
        return screens.Home(services=tuple(self._offer(service) for service in here))

    def can(self, service: Service) -> bool:
        """Whether everything that this service needs is there."""
        return all(self.has(need) for need in service.needs)

    def _offer(self, service: Service) -> screens.Service:
        missing = next((need for need in Capability if need in service.needs and not self.has(need)), None)
        reason = None if missing is None else self._reason(missing)
        return screens.Service(id=service.id, audience=service.audience, unavailable=reason)

    def _reason(self, missing: Capability) -> Text:
        return self._hindrances().get(missing) or key(f"unavailable.{missing.value}")
