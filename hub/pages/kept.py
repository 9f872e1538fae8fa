"""What somebody had typed when their sign-in ended: carried through the sign-in pages in the pages themselves.

Knows field names and values, and where they were to go. It comes back from the browser, so it is believed no more than
any other form: it is only ever put into a form again, for the person to send.
"""

import json

from starlette.datastructures import FormData

NOT_KEPT = "csrf"
"""It belonged to the session that ended."""

Fields = tuple[tuple[str, str], ...]


def keep(form: FormData) -> str:
    """The fields of a form as one text; "" if there are none."""
    fields = [(name, value) for name, value in form.multi_items() if isinstance(value, str) and name != NOT_KEPT]
    return json.dumps(fields, ensure_ascii=False) if fields else ""


def fields(kept: str) -> Fields:
    """The fields again; none of them if the text is not one of keep()'s."""
    try:
        found = json.loads(kept) if kept else []
    except (ValueError, RecursionError):
        return ()
    if not isinstance(found, list):
        return ()
    return tuple((pair[0], pair[1]) for pair in found if _is_field(pair))


def _is_field(pair: object) -> bool:
    match pair:
        case [str(name), str()]:
            return name != NOT_KEPT
        case _:
            return False
