"""What this kiosk can do now, from the parts that are in service; and so which services it can offer."""

from kiosk.bell import Bell
from kiosk.flows.registry import SERVICES, Capability, Service
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
        return screens.Home(services=tuple(self._offer(service) for service in SERVICES))

    def can(self, service: Service) -> bool:
        """Whether everything that this service needs is there."""
        return not self._missing(service)

    def _offer(self, service: Service) -> screens.Service:
        missing = self._missing(service)
        reason = key(f"unavailable.{missing[0].value}") if missing else None
        return screens.Service(id=service.id, audience=service.audience, unavailable=reason)

    def _missing(self, service: Service) -> list[Capability]:
        return [need for need in Capability if need in service.needs and not self._providers[need]]
