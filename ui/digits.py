"""How digits stand on the screen: in groups as people read them out, and each in its place while they are typed.

Pure. Does not know what the digits are for.
"""

from link.screens import Keypad


def grouped(digits: str) -> str:
    """Digits with a space where people pause when they read them out."""
    size = _group_size(len(digits))
    return " ".join(digits[at : at + size] for at in range(0, len(digits), size))


def places(keypad: Keypad, typed: str) -> list[dict[str, object]]:
    """A place for each digit typed, and for those still wanted where their number is known. A secret has no digits."""
    count = keypad.max_digits if keypad.min_digits == keypad.max_digits else len(typed)
    size = _group_size(count)
    return [
        {
            "digit": "" if keypad.masked else typed[at : at + 1],
            "filled": at < len(typed),
            "pause": (at + 1) % size == 0 and at + 1 < count,
        }
        for at in range(count)
    ]


def _group_size(count: int) -> int:
    """Six digits are read out as 3 + 3, eight as 4 + 4; a few are not divided at all."""
    return 3 if count in {6, 9} else 4 if count > 6 else max(1, count)
