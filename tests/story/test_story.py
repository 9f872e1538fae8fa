"""The story is played on real processes, as `./dev demo --story` plays it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.processes import ROOT


@pytest.mark.timeout(120)
def test_the_story_is_seen_to_its_end(tmp_path: Path) -> None:
    played = subprocess.run(
        [sys.executable, "-m", "tests.story", "--out", str(tmp_path)],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert played.returncode == 0, played.stderr
    steps = json.loads((tmp_path / "summary.json").read_text(encoding="utf-8"))["steps"]
    assert [(step["where"], step["what"]) for step in steps if step["seen"]] == [
        ("rig", "door 2 is open"),
        ("rig", "the door is closed with the parcel inside"),
        ("controller", "the parcel is stored"),
        ("rig", "door 2 is open"),
        ("rig", "the door is closed and empty"),
        ("controller", "the compartment is free"),
        ("wire", "two unlock frames, one for each opening"),
        ("audit", "the audit chain holds"),
        ("staff tasks", "nobody is needed"),
    ]
    pictures = [picture.stem.partition("-")[2] for picture in sorted((tmp_path / "screens").glob("*.png"))]
    assert pictures[0] == pictures[-1] == "home"
    assert "collect.door.open.title" in pictures
