"""What was seen to be true, in order. A story that went on after a false step would tell a lie."""

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Steps:
    """The checks of a story, each with the far end where it was made."""

    seen: list[dict[str, Any]] = field(default_factory=list)

    def saw(self, what: str, *, where: str, true: bool) -> None:
        """Keep one check."""
        self.seen.append({"what": what, "where": where, "seen": true})
        assert true, f"{where}: not {what}"
