"""What a part of the controller may end with, besides a device's DriverError."""


class HubAway(Exception):
    """The hub cannot be reached, or answers what it should not; ask again later."""
