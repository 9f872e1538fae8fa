"""The story is played on real processes, as `./dev demo --story` plays it."""

import json
import os
import subprocess
import sys
from collections import Counter
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from printer.slips import WIDTH_DOTS
from tests.processes import ROOT

FAR_ENDS = {"hub", "controller", "printer", "slip printer", "rig", "mailbox", "audit", "staff tasks"}


@pytest.mark.timeout(240)
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
    assert {step["where"] for step in steps if step["seen"]} == FAR_ENDS
    assert all(step["seen"] for step in steps)
    seen = [step["what"] for step in steps]
    for whose in ("김소담", "최가람", "김한울", "이온누리", "이다솜", "박마루"):
        assert f"the hub knows who had the paper of {whose}" in seen
    with pypdfium2.PdfDocument(tmp_path / "certificate.pdf") as paper:
        assert "효력" in paper[0].get_textpage().get_text_range()
    with Image.open(tmp_path / "receipt.png") as receipt:
        assert receipt.width == WIDTH_DOTS
    notices = [message_from_bytes(file.read_bytes(), policy=default) for file in sorted(tmp_path.glob("notice-*.eml"))]
    assert [notice["Subject"] for notice in notices].count("대신 전달해 주실 분을 찾습니다") == 2 * 2
    events = [entry["event"] for entry in json.loads((tmp_path / "timeline.json").read_text("utf-8"))["controller"]]
    assert Counter(events)["paper_printed"] == len({"김소담", "최가람", "김한울", "이온누리", "이다솜", "박마루"})
    pictures = [picture.stem.partition("-")[2] for picture in sorted((tmp_path / "screens").glob("*.png"))]
    assert pictures[0] == pictures[-1] == "home"
    assert {"issue.preview.title", "collect.door.open.title", "deliver.done.title"} < set(pictures)
