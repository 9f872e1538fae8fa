"""python -m tests.bench [--out DIR] [--quick]: measure, print a table, write bench.json.

Wiring only; what is timed against what stands in each row's file. Nothing is asserted about a time.
"""

import json
import os
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from tests.bench import (
    certificate,
    controller_start,
    last_tap,
    machine,
    next_screen,
    paper,
    query_all,
    scan,
    screen_start,
    unlock,
)
from tests.bench.row import Row, Step


@dataclass(frozen=True)
class Bench:
    """What is measured together, and how many samples it takes."""

    what: str
    measure: Callable[[int, Step], tuple[Row, ...]]
    full: int
    quick: int


BENCHES = (
    Bench("code shown", scan.measure, 10, 2),
    Bench("last tap to the wire", last_tap.measure, 15, 2),
    Bench("next screen", next_screen.measure, next_screen.EVERY, 12),
    Bench("application to paper", paper.measure, 10, 2),
    Bench("certificate", certificate.measure, 5, 2),
    Bench("unlock", unlock.measure, 20, 4),
    Bench("query all", query_all.measure, 200, 20),
    Bench("screen start", screen_start.measure, 10, 2),
    Bench("controller start", controller_start.measure, 8, 2),
)


def main(
    out: Annotated[Path, typer.Option(help="Where to write bench.json.")] = Path("out/bench"),
    quick: Annotated[bool, typer.Option("--quick", help="Few samples, a minute or two: shows that it runs.")] = False,  # noqa: FBT002 -- typer's way to make a flag
) -> None:
    """Measure everything without a display, on real processes and simulated hardware."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    began_s, console = time.monotonic(), Console(highlight=False)
    rows = _measure(console, quick=quick)
    took_s = round(time.monotonic() - began_s, 1)
    about = machine.describe()
    result = {"machine": about, "quick": quick, "took_s": took_s, "rows": [asdict(row) for row in rows]}
    out.mkdir(parents=True, exist_ok=True)
    file = out / "bench.json"
    file.write_text(json.dumps(result, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    console.print(_table(rows))
    console.print(", ".join(f"{what} {value}" for what, value in about.items()), soft_wrap=True)
    console.print(f"{took_s} s; written to {file}", soft_wrap=True)


def _measure(console: Console, *, quick: bool) -> list[Row]:
    rows: list[Row] = []
    columns = (TextColumn("{task.description}"), MofNCompleteColumn(), TimeElapsedColumn())
    # Drawn between two samples only: a thread that draws would be measured with them.
    with Progress(*columns, console=console, auto_refresh=False, disable=not console.is_terminal) as progress:
        for bench in BENCHES:
            times = bench.quick if quick else bench.full
            if not console.is_terminal:
                console.print(f"{bench.what}: at most {times} samples")
            task = progress.add_task(bench.what, total=times)
            rows.extend(bench.measure(times, partial(progress.update, task, advance=1, refresh=True)))
    return rows


def _table(rows: list[Row]) -> Table:
    """Two lines for each row: ours, and below it what it is set against."""
    table = Table("what", "n", "p50", "p95", "p99", "ratio", show_lines=True)
    for column in table.columns[1:]:
        column.justify, column.no_wrap = "right", True
    for row in rows:
        p50 = f"{row.p50:.1f} {row.unit}\n{row.baseline_p50:.1f} {row.unit}"
        what = f"{row.name}\n  vs {row.baseline}" + (f"\n  {row.note}" if row.note else "")
        tail = (f"{value:.1f} {row.unit}" for value in (row.p95, row.p99))
        table.add_row(what, str(row.n), p50, *tail, f"{row.ratio:.2f}")
    return table


if __name__ == "__main__":
    typer.run(main)
