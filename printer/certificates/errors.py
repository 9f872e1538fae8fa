"""What can stand against a certificate.

CertificateError
├── FormBroken     a form's folder cannot be used as it is
├── FontsMissing   the fonts of all certificates are not installed
├── KeyUnfit       a file of an issuing key is not one, or others may read it
├── Refused        this certificate must not be made: what is wrong with what it would say
├── CannotPrint    a character of the data is in no font
└── SealTooLong    what the seal would say does not fit into a code that a phone still reads
"""

from dataclasses import dataclass
from pathlib import Path


class CertificateError(Exception):
    """A certificate cannot be made, or what is needed for it is not there."""


class FormBroken(CertificateError):
    """A form's folder cannot be used as it is: a mistake of whoever wrote the form."""

    def __init__(self, form: str, detail: str) -> None:
        super().__init__(f"form {form}: {detail}")
        self.form = form
        self.detail = detail


class FontsMissing(CertificateError):
    """The fonts of all certificates are not installed."""

    def __init__(self, folder: Path, families: tuple[str, ...]) -> None:
        super().__init__(f"{', '.join(families)} not found in {folder}: install the Debian package fonts-noto-cjk")
        self.folder = folder
        self.families = families


class KeyUnfit(CertificateError):
    """A file of an issuing key is not one, or others may read it."""

    def __init__(self, path: Path, detail: str) -> None:
        super().__init__(f"{path}: {detail}")
        self.path = path
        self.detail = detail


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with what a certificate would say. Holds no value from the data, so it may be logged."""

    field: str
    """Where, such as members[2].rrn; "" is the whole."""
    rule: str
    """What is broken, in English."""


class Refused(CertificateError):
    """This certificate must not be made; nothing was."""

    def __init__(self, form: str, problems: tuple[Problem, ...]) -> None:
        super().__init__(f"form {form}: " + "; ".join(f"{problem.field}: {problem.rule}" for problem in problems))
        self.form = form
        self.problems = problems


class CannotPrint(CertificateError):
    """A character of the data is in no font; a paper with a hole in a name is never made."""

    def __init__(self, form: str, field: str, character: str) -> None:
        super().__init__(f"form {form}: no font has U+{ord(character):04X}, in {field}")
        self.form = form
        self.field = field
        self.character = character


class SealTooLong(CertificateError):
    """What the seal would say does not fit into a code that a phone still reads."""

    def __init__(self, characters: int) -> None:
        super().__init__(f"a seal of {characters} characters needs a code with modules that are too small")
        self.characters = characters
