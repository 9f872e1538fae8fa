"""python -m tests.bench.bare_certificate PAGE.json KEY.pem: make one page with the bare libraries, say when, and end.

segno draws the code, typst sets the page, pyhanko signs the file, and nothing is checked. PAGE.json is a Page.
BarePress is the baseline of the warm row too.
"""

import io
import json
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import segno
import typst
from pyhanko.keys import load_certs_from_pemder, load_private_key_from_pemder
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, SimpleSigner, sign_pdf
from pyhanko_certvalidator.registry import SimpleCertificateStore


@dataclass(frozen=True)
class Page:
    """What is on the page, and where typst finds its template and fonts."""

    template: str
    root: str
    fonts: str
    paper: dict[str, Any]
    """sys.inputs.paper of the template, but for the seal's picture."""
    seal: str
    at_s: int
    """Seconds since 1970."""


class BarePress:
    """Makes the same page again and again."""

    def __init__(self, page: Page, key: Path) -> None:
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[page.fonts])
        self._compiler = typst.Compiler(page.template, root=page.root, font_paths=fonts, ignore_system_fonts=True)
        certificate, *others = load_certs_from_pemder([str(key)])  # type: ignore[no-untyped-call]  # (it is, inside pyhanko)
        chain = SimpleCertificateStore.from_certs(others)  # type: ignore[no-untyped-call]  # (it is, inside pyhanko)
        self._signer = SimpleSigner(certificate, load_private_key_from_pemder(str(key), None), chain)
        self._page = page

    def make(self) -> bytes:
        """The signed file."""
        svg = io.BytesIO()
        segno.make_qr(self._page.seal, error="m").save(svg, kind="svg", xmldecl=False, border=4, light="white")
        paper = {**self._page.paper, "seal": svg.getvalue().decode()}
        pdf = self._compiler.compile(
            format="pdf",
            sys_inputs={"paper": json.dumps(paper, ensure_ascii=False)},
            pdf_standards=["a-3a", "ua-1"],
            timestamp=self._page.at_s,
        )
        assert isinstance(pdf, bytes)
        signed = io.BytesIO()
        meta = PdfSignatureMetadata(field_name="Bare", md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES)
        sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), meta, self._signer, bytes_reserved=16_384, output=signed)
        return signed.getvalue()


def main() -> None:
    """Print the instant."""
    page = Page(**json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
    BarePress(page, Path(sys.argv[2])).make()
    sys.stdout.write(f"{time.monotonic()}\n")


if __name__ == "__main__":
    main()
