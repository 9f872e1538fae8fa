"""Rows: a certificate made (checked, typeset, sealed, signed) against the bare libraries for the same page.

Warm: in a process that has made some, as the hub's press is after the first. Cold: from spawning a process to its first
certificate, imports, fonts and forms included. One start of each goes before, untimed.
"""

import json
import tempfile
import time
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from printer.certificates.forms import FORMS, Form, load_forms
from printer.certificates.issue import Certificate
from printer.certificates.keys import make_demo_key
from printer.certificates.typeset import NOTO, page_count
from tests.bench.bare_certificate import BarePress, Page
from tests.bench.cold_certificate import FORM, make
from tests.bench.row import Row, Step, Turn, compare
from tests.bench.stage import spawn_s
from tests.printer.certificates.desk import attachments

BASELINE = "bare segno, typst and pyhanko, same page"
WARM_FOR_EACH_COLD = 10


def measure(times: int, step: Step) -> tuple[Row, ...]:
    """Measure this many cold ones of each, turn about, and ten times as many warm ones."""
    form, key = load_forms()[FORM], make_demo_key(datetime.now(UTC))
    with tempfile.TemporaryDirectory(prefix="sodam-") as name:
        page_json, key_pem = Path(name) / "page.json", Path(name) / "key.pem"
        key.save(key_pem)
        certificate = make(form, key)
        page = _page(form, certificate)
        page_json.write_text(json.dumps(asdict(page)), encoding="utf-8")
        bare = BarePress(page, key_pem)
        assert page_count(bare.make()) == certificate.pages, "the bare libraries made another paper"
        _cold(page_json, key_pem)
        warm: list[Turn] = []
        cold: list[Turn] = []
        for _ in range(times):
            for _ in range(WARM_FOR_EACH_COLD):
                began_s = time.monotonic()
                make(form, key)
                made_s = time.monotonic()
                bare.make()
                warm.append((made_s - began_s, time.monotonic() - made_s))
            cold.append(_cold(page_json, key_pem))
            step()
    return (
        compare("certificate made, warm", BASELINE, warm),
        compare("certificate made, cold: from spawning the process", BASELINE + ", process spawned", cold),
    )


def _cold(page_json: Path, key_pem: Path) -> Turn:
    ours_s = spawn_s("-m", "tests.bench.cold_certificate", str(key_pem))
    return ours_s, spawn_s("-m", "tests.bench.bare_certificate", str(page_json), str(key_pem))


def _page(form: Form, certificate: Certificate) -> Page:
    """What this certificate's page was made of: what its file says of itself, and its form's labels."""
    attachment = attachments(certificate.pdf)["paper.json"].decode()
    content = json.loads(attachment)
    labels = {path: label.model_dump(exclude={"kind"}) for path, label in form.about.labels.items()}
    return Page(
        template=str(FORMS / form.id / "template.typ"),
        root=str(FORMS),
        fonts=str(NOTO),
        paper={**content, "labels": labels, "attachment": attachment},
        seal=certificate.seal,
        at_s=int(time.time()),
    )
