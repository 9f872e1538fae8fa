"""Who reads a page, and whose form was sent: what the routes of every room depend on."""

import unicodedata
from typing import Annotated

from fastapi import Depends, Request

from hub.guard import check_csrf, check_same_site, signed_in
from hub.roles import Who

Signed = Annotated[Who, Depends(signed_in)]
"""Somebody who is signed in; anybody else goes to the sign-in and comes back."""


async def _sender(request: Request, _: Annotated[None, Depends(check_same_site)], who: Signed) -> Who:
    """In this order: whoever comes from another site learns nothing, not even whether somebody is signed in here."""
    form = await request.form()
    check_csrf(request, str(form.get("csrf", "")))
    return who


Sender = Annotated[Who, Depends(_sender)]
"""Somebody who is signed in and sent this form from a page of ours. For routes that change something."""


def only_digits(typed: str) -> str:
    """The digits of what was typed, whatever stands between them: 1234 56, 1234-56, and full-width digits too."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", typed) if sign in "0123456789")
