"""A wish for a paper as somebody types it: what can be chosen, what is wrong with a choice, what it comes to.

Knows one form and the kiosks there are. Does not know pages, languages, or who may have the paper.
"""

import secrets
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel

from hub.applying import MAX_TEXT
from hub.pages.kept import Fields
from hub.store.applications import Wish
from link.text import Local
from link.way import Way
from printer.certificates.forms import Form


class Typed(BaseModel):
    """A wish as it was typed; nothing of it is believed yet."""

    step: Literal["check", "send", "change"] = "check"
    purpose: str = ""
    """The place of one of the form's purposes in their list."""
    other_purpose: str = ""
    way: str = ""
    kiosk: str = ""
    """Asked only where there are several."""
    option: list[str] = []
    """Ids of the parts that are to stand on the paper; those that are missing are not."""
    once: str = ""
    """Made when the wish is shown for a last look: sending the same look twice is one application."""


@dataclass(frozen=True)
class Offered:
    """What can be wished for."""

    form: Form
    kiosks: tuple[tuple[str, str], ...]
    """Id and name of every kiosk that papers can be given to."""

    @property
    def asks_kiosk(self) -> bool:
        """Whether there is a choice of kiosks."""
        return len(self.kiosks) > 1

    def untouched(self) -> Typed:
        """Nothing chosen but what holds if nobody chooses."""
        return Typed(option=[option.id for option in self.form.about.options if option.default])

    def purpose(self, typed: Typed) -> Local | None:
        """What is to be printed as the purpose; None if nothing was chosen and nothing written."""
        if written := typed.other_purpose.strip():
            return Local(ko=written)
        return {str(n): purpose for n, purpose in enumerate(self.form.about.purposes)}.get(typed.purpose)

    def problems(self, typed: Typed) -> dict[str, str]:
        """What is wrong: by field, the key of the sentence that says so."""
        about = self.form.about
        wrong = {
            "purpose": (self.purpose(typed) is None, "apply.purpose_missing"),
            "other_purpose": (len(typed.other_purpose.strip()) > MAX_TEXT, "apply.other_purpose_long"),
            "way": (typed.way not in {way.value for way in about.ways}, "apply.way_missing"),
            "kiosk": (self.asks_kiosk and typed.kiosk not in dict(self.kiosks), "apply.kiosk_missing"),
            "option": (not set(typed.option) <= {option.id for option in about.options}, "apply.options_wrong"),
        }
        return {field: key for field, (is_wrong, key) in wrong.items() if is_wrong}

    def wish(self, typed: Typed, person: str) -> Wish:
        """What it comes to, for this person's paper. For what has no problems."""
        purpose = self.purpose(typed)
        assert purpose is not None
        return Wish(
            person=person,
            form=self.form.id,
            way=Way(typed.way),
            purpose=purpose.ko,
            options={option.id: option.id in typed.option for option in self.form.about.options},
            kiosk=typed.kiosk if self.asks_kiosk else None,
            once=typed.once or None,
        )


def fields(typed: Typed) -> Fields:
    """Everything that was typed, for a page that shows it and sends it on."""
    once = typed.once or secrets.token_hex(16)
    single = typed.model_dump(include={"purpose", "other_purpose", "way", "kiosk"})
    return (*single.items(), ("once", once), *(("option", option) for option in typed.option))
