"""What is left of a story: the paper, the slip, the messages, and every effect with its times."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.town import Town


def write_record(town: Town, out: Path) -> None:
    """Fetch everything from where it arrived, and write it into out."""
    sheets = town.device("papers")["tray"]
    if sheets:
        (out / "certificate.pdf").write_bytes(town.fetch(f"/devices/papers/sheet/{sheets[0]['number']}.pdf"))
    slips = town.device("slips")["slips"]
    if slips:
        (out / "receipt.png").write_bytes(town.fetch(f"/devices/slips/slips/{slips[0]}.png"))
    for message in town.device("mail")["messages"]:
        number = message["number"]
        (out / f"notice-{number:02d}.eml").write_bytes(town.fetch(f"/devices/mail/messages/{number}.eml"))
    timeline = {"controller": _audited(town.database), "wire": town.wire()}
    (out / "timeline.json").write_text(json.dumps(timeline, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _audited(database: Path) -> list[dict[str, Any]]:
    """Every effect of the controller, as its audit log has it."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as log:
        rows = log.execute("SELECT number, at, event, who, facts FROM audit ORDER BY number").fetchall()
    return [
        {"number": number, "at": at, "event": event, "who": who, **json.loads(facts)}
        for number, at, event, who, facts in rows
    ]
