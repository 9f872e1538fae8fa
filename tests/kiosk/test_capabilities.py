"""What the first screen offers: what this site has a part for, and why that cannot be used now."""

from kiosk.bell import Bell
from kiosk.capabilities import Capabilities
from kiosk.capability import Capability
from link.text import Text, key

DOORS = {Capability.OPEN_DOORS}
EYES = {Capability.READ_CODES, Capability.IDENTIFY}


def offered(capabilities: Capabilities) -> dict[str, Text | None]:
    return {service.id: service.unavailable for service in capabilities.home().services}


def test_a_site_without_a_document_printer_does_not_offer_to_print() -> None:
    capabilities = Capabilities(Bell())
    capabilities.gain(DOORS, "bus")
    capabilities.gain(EYES, "camera")
    assert offered(capabilities) == {"collect": None, "deposit": None, "deliver": None}


def test_a_device_that_the_site_has_is_missed_before_it_first_serves_and_after_it_is_lost() -> None:
    capabilities = Capabilities(Bell())
    capabilities.expect(DOORS)
    missed = {"collect": key("unavailable.open_doors"), "deposit": key("unavailable.open_doors")}
    assert offered(capabilities) == missed
    capabilities.gain(DOORS, "bus")
    assert offered(capabilities) == {"collect": None, "deposit": None}
    capabilities.lose("bus")
    assert offered(capabilities) == missed
