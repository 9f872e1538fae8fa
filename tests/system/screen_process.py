"""python -m tests.system.screen_process SOCKET: a screen of its own, tapped as told on standard input.

One JSON list a line, such as ["sees", "home"], ["taps", "service.collect"], ["types", "482913"]; answered by one line:
the page's screen as JSON, or null.
"""

import json
import sys
from pathlib import Path

from link.showing import Show
from tests.story.player import Player


def main() -> None:
    """Obey until standard input ends."""
    player = Player(Path(sys.argv[1]))
    for line in sys.stdin:
        deed, argument = json.loads(line)
        result = getattr(player, deed)(argument)
        answer = result.screen.model_dump() if isinstance(result, Show) else None
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
    player.close()


if __name__ == "__main__":
    main()
