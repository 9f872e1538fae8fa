"""Official document numbers: unguessable, and marked as a trial's unless the issuing key is a real one.

Knows their form. That one is used once only, the store sees to.
"""

import secrets

TRIAL_PREFIX = "시험-"


def new_number(*, demo: bool) -> str:
    """A number of twelve random digits: NNNN-NNNN-NNNN, with a demo key 시험-NNNN-NNNN-NNNN."""
    digits = f"{secrets.randbelow(10**12):012d}"
    number = "-".join((digits[:4], digits[4:8], digits[8:]))
    return f"{TRIAL_PREFIX}{number}" if demo else number
