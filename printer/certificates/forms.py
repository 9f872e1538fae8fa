"""What a form is: a folder of data under printer/forms. A new form needs no Python.

    form.toml      what is said about it, and which parts an applicant may leave out
    schema.json    JSON Schema 2020-12 of its data; beside it hold the rules of rules.py
    template.typ   how it looks, on top of ../lib.typ
    sample.json    invented data that fits the schema

Knows the four files. Does not know what any particular form says.
"""

import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import typst
from jsonschema import Draft202012Validator, SchemaError
from jsonschema import ValidationError as JsonSchemaError
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from link.text import Local
from link.way import Way
from printer.certificates.errors import FormBroken, Problem, Refused
from printer.certificates.paths import Data, is_path
from printer.certificates.rules import text_problems
from printer.certificates.typeset import NOTO, Typesetter, load_fonts

FORMS = Path(__file__).parents[1] / "forms"


def _path(path: str) -> str:
    if not is_path(path):
        raise ValueError(f"{path!r} is not a path such as members[].name")
    return path


_DataPath = Annotated[str, AfterValidator(_path)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Option(_Part):
    """A part of the paper that the applicant may have on it or not."""

    id: Annotated[str, Field(pattern=r"^[a-z_]+$")]
    label: Local
    default: bool
    """What holds if nobody chooses."""
    without: Annotated[tuple[_DataPath, ...], Field(min_length=1)]
    """What leaves the paper, the seal and the attachment if it is not chosen."""


class Source(_Part):
    """Where the form's fields come from. Never printed."""

    legal_form: str
    confidence: str
    note: str


class About(_Part):
    """form.toml."""

    title: Local
    ways: Annotated[tuple[Way, ...], Field(min_length=1)]
    key_fields: Annotated[tuple[_DataPath, ...], Field(min_length=1)]
    """What the digest in the seal is made of."""
    labels: Mapping[str, Local]
    """By path, and by the name of a section."""
    purposes: tuple[Local, ...]
    options: tuple[Option, ...] = ()
    source: Source


@dataclass(frozen=True)
class Form:
    """One form, ready to be filled in."""

    id: str
    about: About
    schema: Draft202012Validator = field(repr=False)
    sample: Data = field(repr=False)
    """Invented data that passes check()."""
    typesetter: Typesetter = field(repr=False)

    def problems(self, data: Data) -> tuple[Problem, ...]:
        """Everything that stands against this data on this form."""
        broken = (Problem(_field(error.absolute_path), _rule(error)) for error in self.schema.iter_errors(data))
        return (*broken, *text_problems(data))

    def check(self, data: Data) -> None:
        """Whether this data may stand on this form.

        Raises:
            Refused: with every problem that it has.
        """
        if problems := self.problems(data):
            raise Refused(self.id, problems)


def load_forms(folder: Path = FORMS, fonts: Path = NOTO) -> Mapping[str, Form]:
    """Every form below the folder, by id. Once, when a process starts: each keeps its typesetter warm.

    Raises:
        FormBroken: one of them cannot be used.
        FontsMissing
    """
    loaded = load_fonts(fonts)
    return {path.parent.name: _load(path.parent, loaded) for path in sorted(folder.glob("*/form.toml"))}


def _load(folder: Path, fonts: typst.Fonts) -> Form:
    try:
        about = About.model_validate(tomllib.loads((folder / "form.toml").read_text()))
        schema = json.loads((folder / "schema.json").read_text())
        Draft202012Validator.check_schema(schema)
        sample = json.loads((folder / "sample.json").read_text())
        typesetter = Typesetter(folder / "template.typ", folder.parent, fonts)
        validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
        form = Form(folder.name, about, validator, sample, typesetter)
        form.check(sample)
    except (OSError, ValueError, ValidationError, SchemaError, typst.TypstError, Refused) as error:
        raise FormBroken(folder.name, str(error)) from error
    return form


def _field(path: Iterable[str | int]) -> str:
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).removeprefix(".")


def _rule(error: JsonSchemaError) -> str:
    """The broken rule without the value that breaks it: that may be personal, and rules are logged."""
    match error.validator:
        case "required":
            return error.message
        case "additionalProperties":
            return "has a field that the form does not know"
        case _:
            return f"{error.validator} must be {error.validator_value}"
