"""What devices make possible, and services need."""

from enum import Enum


class Capability(Enum):
    """Something that devices make possible."""

    PRINT_PAPERS = "print_papers"
    OPEN_DOORS = "open_doors"
    IDENTIFY = "identify"
    """Somebody can show who they are: to the camera, or on the card reader."""
    READ_CODES = "read_codes"
    READ_CARDS = "read_cards"
    PRINT_SLIPS = "print_slips"
