"""A signed code as a picture that the kiosk's camera reads from a telephone.

Knows QR codes and SVG. Does not know what the code says.
"""

import io

import segno
from markupsafe import Markup

_QUIET_ZONE = 4
"""Modules of white around the code: ISO/IEC 18004 asks for four."""


def svg(text: str, label: str) -> Markup:
    """The code in SVG, black on white, as wide as the page lets it be; label is what a screen reader calls it.

    Error correction M or better: a scratched screen protector or a reflection still leaves it readable.
    """
    picture = io.BytesIO()
    code = segno.make(text, error="m", micro=False)
    code.save(picture, kind="svg", border=_QUIET_ZONE, light="white", omitsize=True, xmldecl=False, nl=False)
    body = Markup(picture.getvalue().decode())  # noqa: S704 (segno draws modules; no character of text is in its SVG)
    return Markup('<div role="img" aria-label="{}">{}</div>').format(label, body)
