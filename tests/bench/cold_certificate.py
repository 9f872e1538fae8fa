"""python -m tests.bench.cold_certificate KEY.pem: make the sample certificate, say when it was signed, and end.

Does what the hub's press does, in a process that has made none before.
"""

import asyncio
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from printer.certificates.forms import Form, load_forms
from printer.certificates.issue import Certificate, Issuance, issue
from printer.certificates.keys import IssuingKey

FORM = "resident_register_copy"


def make(form: Form, key: IssuingKey) -> Certificate:
    """The form's sample, issued now."""
    issuance = Issuance(
        number="시험-0000-0000-0000",
        issued_at=datetime.now(UTC),
        issuer="포천시 소담동장",
        applicant=form.sample["head"]["name"],
        purpose="본인 확인용",
    )
    return asyncio.run(issue(form, form.sample, issuance, key))


def main() -> None:
    """Print the instant."""
    make(load_forms()[FORM], IssuingKey.load(Path(sys.argv[1])))
    sys.stdout.write(f"{time.monotonic()}\n")


if __name__ == "__main__":
    main()
