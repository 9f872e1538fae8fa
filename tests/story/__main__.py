"""python -m tests.story --out DIR: play the whole story on real processes and write down what was seen.

Writes summary.json, certificate.pdf, receipt.png, notice-NN.eml, screens/NN-title.png, strip.png and timeline.json;
ends 0 only if each step was seen at its far end.
"""

import json
import shutil
import tempfile
import time
from pathlib import Path
from typing import Annotated

import typer

from tests.story import story
from tests.story.player import Player
from tests.story.record import write_record
from tests.story.stage import Stage
from tests.story.steps import Steps
from tests.story.strip import draw_strip
from tests.town import Town


def main(out: Annotated[Path, typer.Option(help="Where to write.")] = Path("out/story")) -> None:
    """Play the story without a display, on real processes and simulated hardware. Exits 1 where it stops being true."""
    screens = out / "screens"
    shutil.rmtree(out, ignore_errors=True)
    screens.mkdir(parents=True)
    began_s, steps = time.monotonic(), Steps()
    try:
        with tempfile.TemporaryDirectory(prefix="sodam-") as folder, Town(Path(folder)) as town:
            _play(town, screens, steps, out)
    except AssertionError as error:
        typer.echo(f"the story stopped: {error}", err=True)
        raise typer.Exit(1) from error
    finally:
        took_s = round(time.monotonic() - began_s, 1)
        summary = json.dumps({"took_s": took_s, "steps": steps.seen}, ensure_ascii=False, indent=2)
        (out / "summary.json").write_text(summary + "\n", encoding="utf-8")
    draw_strip(sorted(screens.glob("*.png")), out / "strip.png")
    for step in steps.seen:
        typer.echo(f"  {step['where']:>12}: {step['what']}")
    typer.echo(f"the story was seen to the end in {took_s} s; what came of it is in {out}")


def _play(town: Town, screens: Path, steps: Steps, out: Path) -> None:
    town.open_for_business()
    player = Player(town.screen_socket, screens)
    try:
        story.play(Stage(town, player, steps))
    finally:
        write_record(town, out)
        player.close()


if __name__ == "__main__":
    typer.run(main)
