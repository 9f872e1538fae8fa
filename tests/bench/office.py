"""An officer at the hub who applies for somebody at the desk and approves it, as the hub's pages let them."""

import re
import time

from tests.story.browser import Browser
from tests.town import Town, address_of

FORM = "resident_register_copy"


def officer_at(town: Town) -> Browser:
    """The officer's browser, signed in."""
    browser = Browser(town, address_of("정나루"))
    browser.sign_in()
    return browser


def apply(officer: Browser, name: str, birth_date: str, way: str) -> str:
    """Apply for this person's paper; returns the application's id."""
    officer.open("/desk")
    officer.submit("/desk", name=name, birth_date=birth_date)
    officer.open(next(link for link in officer.links("/desk/") if link.endswith(FORM)))
    officer.submit(FORM, purpose="0", way=way)
    officer.submit(FORM, button="send")
    id = re.search(r"/office/([^/?]+)", officer.soup.url)
    assert id is not None, f"the desk did not take the application of {name}: {officer.soup.url}"
    return id[1]


def approve(officer: Browser, application: str) -> float:
    """Approve it; returns the instant at which the hub answered, before the browser went where the answer sent it."""
    officer.open(f"/office/{application}")
    officer.soup.select_form('form[action$="/approve"]')
    began_s = time.monotonic()
    answer = officer.soup.submit_selected()
    assert answer.history, f"the approval of {application} was answered with {answer.status_code}"
    elapsed_s: float = answer.history[0].elapsed.total_seconds()
    return began_s + elapsed_s
