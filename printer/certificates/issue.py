"""A certificate from its data to the signed file: the whole chain in one call.

Knows forms, typesetting, the seal and the signature. Does not know who applied, who approved, or where it is printed.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone

import typst

from link.text import Local
from printer.certificates.errors import CannotPrint, FormBroken, Problem, Refused
from printer.certificates.forms import Form
from printer.certificates.keys import IssuingKey, was_good
from printer.certificates.paths import Data, texts, values, without
from printer.certificates.rules import number_problems, text_problems
from printer.certificates.seal import Seal, digest, make_seal, picture
from printer.certificates.sign import sign
from printer.certificates.typeset import NoGlyph, page_count

KOREA = timezone(timedelta(hours=9), "KST")
"""No summer time since 1988."""
MAX_TEXT = 30
"""Characters of a name or a purpose."""
MAX_ISSUER = 20
"""Characters of an issuer: what the seal has room for beside a name of 30."""


@dataclass(frozen=True, kw_only=True)
class Issuance:
    """What is said of one act of issuing, beside the form's own data. All texts are printed."""

    number: str
    """시험-NNNN-NNNN-NNNN with a demo key, NNNN-NNNN-NNNN with any other."""
    issued_at: datetime
    """With a time zone; the paper shows the day in Korea."""
    issuer: str
    """The office that issues, such as 포천시 소담동장; a demo key adds (시험)."""
    applicant: str
    """Whose paper it is; the seal says this name too."""
    purpose: str
    submit_to: str = ""
    options: Mapping[str, bool] = field(default_factory=dict)
    """By option id of the form; the form's defaults hold for the rest."""


@dataclass(frozen=True)
class Certificate:
    """One paper, ready to be printed."""

    number: str
    title: Local
    """With (시험용) behind it if the key is for trials."""
    pdf: bytes = field(repr=False)
    """PDF/A-3a and PDF/UA-1 with a PAdES B-B signature; holds what it says as JSON in the attachment paper.json."""
    pages: int
    """1 or more."""
    seal: str = field(repr=False)
    """The text of the code on the paper; see seal.py."""


async def issue(form: Form, data: Data, issuance: Issuance, key: IssuingKey) -> Certificate:
    """Check, typeset, seal and sign. Awaits no I/O: some 100 ms of work, for a thread of the caller's.

    Raises:
        Refused: the data, the options or the issuance break a rule; carries every problem.
        CannotPrint: a character is in no font.
        SealTooLong: names too long for the seal.
        FormBroken: the template cannot be typeset.
    """
    demo = key.is_demo
    if problems := (*form.problems(data), *_problems(form, data, issuance, key)):
        raise Refused(form.id, problems)
    content = _content(form, data, issuance, demo=demo)
    pdf, pages, seal = _typeset(form, content, issuance.issued_at, key)
    return Certificate(issuance.number, Local(**content["title"]), await sign(pdf, key), pages, seal)


def _problems(form: Form, data: Data, issuance: Issuance, key: IssuingKey) -> Iterator[Problem]:
    yield from number_problems(issuance.number, demo=key.is_demo)
    said = {name: getattr(issuance, name) for name in ("issuer", "applicant", "purpose", "submit_to")}
    yield from text_problems(said)
    for name, text in said.items():
        most = MAX_ISSUER if name == "issuer" else MAX_TEXT
        if len(text) > most or (text == "" and name != "submit_to"):
            yield Problem(name, f"must have 1 to {most} characters")
    if issuance.issued_at.utcoffset() is None:
        yield Problem("issued_at", "lacks a time zone")
    elif not was_good(key.certificate, issuance.issued_at):
        yield Problem("issued_at", "is not a time when the key's certificate is good")
    known = {option.id for option in form.about.options}
    yield from (Problem(f"options.{id}", "is no option of this form") for id in issuance.options if id not in known)
    if data.get("demo") is not key.is_demo:
        yield Problem("demo", "a key for trials issues on invented data only, and no other key issues on any")


def _content(form: Form, data: Data, issuance: Issuance, *, demo: bool) -> Data:
    """What the paper says. That it is a trial is said by the key; no caller can leave it out."""
    about, issuer = form.about, issuance.issuer
    title = {"ko": f"{about.title.ko} (시험용)", "en": f"{about.title.en} (trial)"}
    left_out = (option.without for option in about.options if not issuance.options.get(option.id, option.default))
    return {
        "form": form.id,
        "demo": demo,
        "title": title if demo else {"ko": about.title.ko, "en": about.title.en},
        "number": issuance.number,
        "issued_on": issuance.issued_at.astimezone(KOREA).date().isoformat(),
        "issuer": f"{issuer}(시험)" if demo and not issuer.endswith("(시험)") else issuer,
        "applicant": issuance.applicant,
        "purpose": issuance.purpose,
        "submit_to": issuance.submit_to,
        "data": without(data, [path for paths in left_out for path in paths]),
    }


def _typeset(form: Form, content: Data, at: datetime, key: IssuingKey) -> tuple[bytes, int, str]:
    """The file with its seal, its pages, and the seal.

    The seal says how many pages there are, which is known when they are typeset: one is assumed, and where there are
    more they are typeset again. The seal's picture has the same size whatever it says.
    """
    seal, pdf = _sealed(form, content, at, key, pages=1)
    pages = page_count(pdf)
    if pages > 1:
        seal, pdf = _sealed(form, content, at, key, pages=pages)
    return pdf, pages, seal


def _sealed(form: Form, content: Data, at: datetime, key: IssuingKey, *, pages: int) -> tuple[str, bytes]:
    number = content["number"]
    fingerprint = digest(number, [(path, values(content["data"], path)) for path in form.about.key_fields])
    seal = make_seal(Seal(form.id, number, at, content["issuer"], content["applicant"], pages, fingerprint), key)
    paper = {
        **content,
        "labels": {path: label.model_dump(exclude={"kind"}) for path, label in form.about.labels.items()},
        "seal": picture(seal),
        "attachment": json.dumps(content, ensure_ascii=False, sort_keys=True),
    }
    try:
        return seal, form.typesetter.pdf(paper, at)
    except NoGlyph as error:
        raise CannotPrint(form.id, _where(content, error.text), error.text[0]) from error
    except typst.TypstError as error:
        raise FormBroken(form.id, error.message) from error


def _where(content: Data, text: str) -> str:
    found = (name for name, value in texts(content) if text in value)
    return next(found, "the template").removeprefix("data.")
