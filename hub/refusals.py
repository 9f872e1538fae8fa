"""Why the hub does not do what it was asked, and what would help.

The pages say these in Korean (hub/pages/words.toml, by the cause's value); here stand the words for operators.
"""

from dataclasses import dataclass
from enum import Enum


class Cause(Enum):
    """Everything that can stand against a wish. The value is what pages and kiosks know it by."""

    NOT_FOUND = "not_found"
    NOT_ALLOWED = "not_allowed"
    ALREADY_DECIDED = "already_decided"
    NOT_NOW = "not_now"
    TAKEN_BY_ANOTHER = "taken_by_another"
    NO_SUCH_FORM = "no_such_form"
    NO_DATA = "no_data"
    WAY_NOT_OFFERED = "way_not_offered"
    NO_SUCH_OPTION = "no_such_option"
    BAD_TEXT = "bad_text"
    NO_KIOSK = "no_kiosk"
    CHOOSE_KIOSK = "choose_kiosk"
    CANNOT_BE_MADE = "cannot_be_made"
    NAME_TAKEN = "name_taken"
    CODE_NOT_GOOD = "code_not_good"
    NOT_THIS_KIOSKS = "not_this_kiosks"
    NOT_UNDERSTOOD = "not_understood"
    NOT_FOLLOWED = "not_followed"


@dataclass(frozen=True)
class Words:
    """What is wrong, and what to do."""

    cause: str
    remedy: str


WORDS = {
    Cause.NOT_FOUND: Words("there is no such thing, or it is not yours", "check the id"),
    Cause.NOT_ALLOWED: Words("this role may not do that", "ask somebody who may"),
    Cause.ALREADY_DECIDED: Words("somebody has decided about this application already", "look at it again"),
    Cause.NOT_NOW: Words("this cannot follow on how things stand", "look at it again: it has moved on"),
    Cause.TAKEN_BY_ANOTHER: Words("another volunteer was first", "nothing to do; thank you for offering"),
    Cause.NO_SUCH_FORM: Words("there is no such form", "choose one of those that are listed"),
    Cause.NO_DATA: Words("the register has nothing for this form about this person", "ask the office"),
    Cause.WAY_NOT_OFFERED: Words("this form is not given out in this way", "choose another way"),
    Cause.NO_SUCH_OPTION: Words("the form has no such option", "choose among those that are listed"),
    Cause.BAD_TEXT: Words("a text is empty, too long, or cannot be printed", "write it in one short line"),
    Cause.NO_KIOSK: Words("no such kiosk is enrolled", "enrol one: hub kiosks add NAME"),
    Cause.CHOOSE_KIOSK: Words("there are several kiosks", "choose one"),
    Cause.CANNOT_BE_MADE: Words(
        "the certificate cannot be made from what the register says", "mend the data in the register, then try again"
    ),
    Cause.NAME_TAKEN: Words("somebody or something has this name or address already", "choose another"),
    Cause.CODE_NOT_GOOD: Words(
        "this code was never given out, was used, or has ended",
        "make a new one: hub kiosks add NAME; for a kiosk that has enrolled before: hub kiosks renew NAME",
    ),
    Cause.NOT_THIS_KIOSKS: Words("what the kiosk speaks of was not given to it", "compare both records of it"),
    Cause.NOT_UNDERSTOOD: Words("the event lacks facts that its kind has", "update the hub or the kiosk"),
    Cause.NOT_FOLLOWED: Words("the hub failed while it followed the event", "see the hub's log, and report it"),
}


class Refused(Exception):
    """What was asked for is not done, and nothing has changed. Its text is for operators and holds no personal data."""

    def __init__(self, cause: Cause, detail: str = "") -> None:
        words = WORDS[cause]
        super().__init__(f"{words.cause}{f' ({detail})' if detail else ''}\n→ {words.remedy}")
        self.cause = cause
        self.detail = detail
