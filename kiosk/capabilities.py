"""What this kiosk can do now, from the parts that are in service; and so which services it can offer."""

from kiosk.bell import Bell
from kiosk.flows.registry import SERVICES, Capability
from link import screens
from link.text import key


class Capabilities:
    """A capability holds while at least one of its parts is in service."""

    def __init__(self, bell: Bell) -> None:
        self._bell = bell
        self._providers: dict[Capability, set[str]] = {capability: set() for capability in Capability}

    def gain(self, capability: Capability, part: str) -> None:
        """This part is in service."""
        self._providers[capability].add(part)
        self._bell.ring()

    def lose(self, capability: Capability, part: str) -> None:
        """This part is not in service any more."""
        self._providers[capability].discard(part)
        self._bell.ring()

    def home(self) -> screens.Home:
        """The first screen, with the reason beside each service that cannot be used now."""
        return screens.Home(services=tuple(self._offer(service.id) for service in SERVICES))

    def can(self, service: str) -> bool:
        """Whether everything that this service needs is there."""
        needs = next(entry.needs for entry in SERVICES if entry.id == service)
        return all(self._providers[capability] for capability in needs)

    def _offer(self, service: str) -> screens.Service:
        entry = next(entry for entry in SERVICES if entry.id == service)
        missing = next((need for need in sorted(entry.needs, key=str) if not self._providers[need]), None)
        unavailable = None if missing is None else key(f"unavailable.{missing.value}")
        return screens.Service(id=service, audience=entry.audience, unavailable=unavailable)
