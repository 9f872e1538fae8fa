"""What can go wrong at a border that we do not control.

DriverError
├── TransportLost    the port or connection cannot be opened, or is gone
├── NoReply          the device did not answer within its deadline
└── BadReply         the device answered something that its protocol does not know
"""


class DriverError(Exception):
    """A device could not do its work; carries the device's address, never prose alone."""

    def __init__(self, address: str, detail: str) -> None:
        super().__init__(f"{address}: {detail}")
        self.address = address
        self.detail = detail


class TransportLost(DriverError):
    """The port or connection cannot be opened, or is gone."""


class NoReply(DriverError):
    """The device did not answer within its deadline."""

    def __init__(self, address: str, waited_s: float) -> None:
        super().__init__(address, f"no valid reply within {waited_s:g} s")
        self.waited_s = waited_s


class BadReply(DriverError):
    """The device answered something that its protocol does not know."""

    def __init__(self, address: str, received: bytes) -> None:
        super().__init__(address, f"not understood: {received.hex(' ')}")
        self.received = received
