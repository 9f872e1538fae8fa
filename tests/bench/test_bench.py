"""The bench runs and writes everything down. No time is judged."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench.row import Row, compare
from tests.processes import ROOT

SAMPLES = {
    "QR laid before the camera to the birth date's page painted": 2,
    "last tap to unlock frame on the wire": 2,
    "tap to next screen painted": 12,
    "application approved to fetched by the kiosk": 2,
    "print touched to the printer having the document": 2,
    "application approved to first sheet counted": 2,
    "certificate made, warm": 20,
    "certificate made, cold: from spawning the process": 2,
    "unlock exchange": 4,
    "query-all exchange": 20,
    "screen: spawn to home painted": 2,
    "controller: spawn to serving after SIGKILL": 2,
    "controller: spawn to every service offered after SIGKILL": 2,
}


def test_a_row_sets_our_median_against_the_baselines() -> None:
    turns = [(0.010, 0.004), (0.030, 0.020), (0.020, 0.002)]
    assert compare("ours", "bare", turns) == Row(
        name="ours", n=3, p50=20.0, p95=29.0, p99=29.8, unit="ms", baseline="bare", baseline_p50=4.0, ratio=5.0
    )


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_quick_bench_writes_down_the_machine_and_every_row(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "tests.bench", "--quick", "--out", str(tmp_path)],
        cwd=ROOT,
        check=True,
    )
    written = json.loads((tmp_path / "bench.json").read_text(encoding="utf-8"))
    assert all(written["machine"][what] for what in ("cpu", "cores", "kernel", "python", "qt", "date"))
    assert written["quick"] is True
    rows = [Row(**row) for row in written["rows"]]
    assert {row.name: row.n for row in rows} == SAMPLES
    for row in rows:
        assert 0 < row.p50 <= row.p95 <= row.p99
        assert row.baseline
        assert row.ratio == pytest.approx(row.p50 / row.baseline_p50, rel=0.01)
