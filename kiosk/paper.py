"""What a paper at this kiosk can be. Knows no database, no printer and no screen."""

from enum import Enum


class PaperState(Enum):
    """Where a numbered paper stands. Only READY may be printed."""

    READY = "ready"
    PRINTING = "printing"
    """A print of it is open: whatever comes of that is not known yet."""
    PRINTED = "printed"
    """Every page came out, once."""
    UNCERTAIN = "uncertain"
    """Nobody but staff can say whether it came out; it is not printed again."""
    VOID = "void"
    """Staff looked: what came out of it, if anything, was destroyed. Its number is dead."""
    OVERTAKEN = "overtaken"
    """It waits in this database, and the hub knows better: printed or given back since the backup was made that this
    database, or the hub's, was restored from."""
    RELEASED = "released"
    """Given back to the hub, unprinted."""
