"""python -m tests.story --out DIR: play the story on real processes and write down what was seen.

Writes summary.json, timeline.json, screens/NN-title.png, strip.png; ends 0 only if each step was seen at its far end.
"""

import json
import shutil
import tempfile
import time
from pathlib import Path
from typing import Annotated

import typer

from tests.processes import Site
from tests.story.player import Player
from tests.story.story import Steps, check_record, collect, deposit
from tests.story.strip import draw_strip


def main(out: Annotated[Path, typer.Option(help="Where to write.")] = Path("out/story")) -> None:
    """Play the story without a display, on real processes and simulated hardware. Exits 1 where it stops being true."""
    screens = out / "screens"
    shutil.rmtree(screens, ignore_errors=True)
    screens.mkdir(parents=True)
    began_s, steps = time.monotonic(), Steps()
    try:
        with tempfile.TemporaryDirectory(prefix="sodam-") as folder, Site(Path(folder)) as site:
            _play(site, screens, steps, out)
    except AssertionError as error:
        typer.echo(f"the story stopped: {error}", err=True)
        raise typer.Exit(1) from error
    finally:
        took_s = round(time.monotonic() - began_s, 1)
        (out / "summary.json").write_text(_json({"took_s": took_s, "steps": steps.seen}), encoding="utf-8")
    draw_strip(sorted(screens.glob("*.png")), out / "strip.png")
    for step in steps.seen:
        typer.echo(f"  {step['where']:>12}: {step['what']}")
    typer.echo(f"the story was seen to the end in {took_s} s; pictures are in {screens}")


def _play(site: Site, screens: Path, steps: Steps, out: Path) -> None:
    site.start_controller()
    site.hire()
    player = Player(site.screen_socket, screens)
    try:
        told = deposit(site, player, steps)
        collect(site, player, steps, told)
        check_record(site, steps, told)
    finally:
        (out / "timeline.json").write_text(_json(site.wire()), encoding="utf-8")
        player.close()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    typer.run(main)
