"""Forms are data that is checked when it is loaded, and that refuse what must never be printed."""

import copy
import shutil
from pathlib import Path
from typing import Any

import pytest

from printer.certificates.errors import FontsMissing, FormBroken, Problem, Refused
from printer.certificates.forms import FORMS, Form, load_forms
from printer.certificates.issue import issue
from printer.certificates.paths import values
from tests.printer.certificates.desk import FORM, WATERMARK, issuance, page_texts, text_layer, trial_key


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of all forms, to break."""
    return Path(shutil.copytree(FORMS, tmp_path / "forms"))


def changed(data: dict[str, Any], field: str, value: object) -> dict[str, Any]:
    """A copy with another value at a place such as members.1.rrn."""
    copied = copy.deepcopy(data)
    holder: Any = copied
    *way, last = [int(step) if step.isdigit() else step for step in field.split(".")]
    for step in way:
        holder = holder[step]
    holder[last] = value
    return copied


async def test_every_form_is_issued_with_each_option_alone_and_marked_as_a_trial() -> None:
    for form in load_forms().values():
        for option in form.about.options:
            chosen = {other.id: other is option for other in form.about.options}
            made = await issue(form, form.sample, issuance(options=chosen), trial_key())
            assert all(WATERMARK in page for page in page_texts(made.pdf))


def test_every_path_of_every_form_leads_somewhere_in_its_sample() -> None:
    for form in load_forms().values():
        for path in form.about.key_fields:
            assert values(form.sample, path), f"{form.id}: {path}"


def test_a_form_says_its_titles_in_two_languages(form: Form) -> None:
    assert (form.about.title.ko, form.about.title.en) == ("주민등록표 등본", "Resident register, certified copy")


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("members.1.rrn", "890202-2345678", Problem("members[1].rrn", "holds thirteen digits")),
        ("members.1.rrn", "890202-2******", Problem("members[1].rrn", "a resident number is six digits")),
        ("members.1.rrn", "890202", Problem("members[1].rrn", "a resident number is six digits")),
        ("address.text", "소담마을 8902022345678호", Problem("address.text", "holds thirteen digits")),
        ("address.text", "소담마을 890202 - 2345678", Problem("address.text", "holds thirteen digits")),
        ("address.text", "소담마을\n101동", Problem("address.text", "holds a character that cannot be seen")),
        ("head.name", "김소\u202e담", Problem("head.name", "holds a character that cannot be seen")),
        ("head.name", "김소\u200b담", Problem("head.name", "holds a character that cannot be seen")),
        ("head.name", "김", Problem("head.name", "minLength must be 2")),
        ("head.name", "이" * 31, Problem("head.name", "maxLength must be 30")),
        ("formation.date", "2018-02-30", Problem("formation.date", "format must be date")),
        ("formation.date", "20180302", Problem("formation.date", "format must be date")),
        ("members", [], Problem("members", "minItems must be 1")),
        ("members.0", {"name": "김소담"}, Problem("members[0]", "'relation' is a required property")),
        ("address.secret", "왕방로", Problem("address", "has a field that the form does not know")),
        ("demo", "yes", Problem("demo", "type must be boolean")),
    ],
)
def test_data_that_must_not_be_printed_is_refused(form: Form, field: str, value: object, problem: Problem) -> None:
    with pytest.raises(Refused) as refused:
        form.check(changed(form.sample, field, value))
    found = refused.value.problems
    assert any(each.field == problem.field and each.rule.startswith(problem.rule) for each in found), found


def test_a_refusal_says_every_problem_and_no_value_of_the_data(form: Form) -> None:
    data = changed(changed(form.sample, "head.name", "홍"), "members.1.rrn", "891231-2345678")
    with pytest.raises(Refused) as refused:
        form.check(changed(data, "address.홍길동", "비밀"))
    assert len(refused.value.problems) == 4
    assert not any(word in str(refused.value) for word in ("홍", "비밀", "891231", "2345678"))


async def test_what_is_only_about_the_form_is_never_printed(form: Form) -> None:
    printed = text_layer((await issue(form, form.sample, issuance(), trial_key())).pdf)
    source = form.about.source
    for word in ("별지", "시행규칙", source.legal_form, source.note, source.confidence):
        assert word not in printed


@pytest.mark.parametrize(
    ("file", "old", "new", "detail"),
    [
        ("form.toml", 'without = ["formation"]', 'without = ["formation["]', "is not a path"),
        ("form.toml", 'ways = ["kiosk", ', 'ways = ["pigeon", ', "'kiosk', 'locker' or 'door'"),
        ("form.toml", "key_fields", "keys", "key_fields"),
        ("form.toml", "[title]", "[title", "expected ']'"),
        ("schema.json", '"minItems": 1', '"minItems": "one"', "is not of type 'integer'"),
        ("sample.json", "880101-*******", "880101-1234567", "thirteen digits"),
        ("sample.json", "{", "", "extra data"),
    ],
)
def test_a_form_with_a_mistake_is_not_loaded(folder: Path, file: str, old: str, new: str, detail: str) -> None:
    path = folder / FORM / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    with pytest.raises(FormBroken) as broken:
        load_forms(folder)
    assert broken.value.form == FORM
    assert detail.lower() in broken.value.detail.lower()


async def test_a_template_with_a_mistake_says_which_form(folder: Path) -> None:
    (folder / FORM / "template.typ").write_text('#import "../lib.typ": *\n#show: sheet\n#nothing-of-this-name')
    with pytest.raises(FormBroken, match="unknown variable: nothing-of-this-name"):
        await issue(load_forms(folder)[FORM], load_forms()[FORM].sample, issuance(), trial_key())


async def test_a_new_form_is_a_folder(folder: Path) -> None:
    shutil.copytree(folder / FORM, folder / "another_form")
    title = folder / "another_form" / "form.toml"
    title.write_text(title.read_text().replace("주민등록표 등본", "다른 증명서"))
    forms = load_forms(folder)
    assert sorted(forms) == ["another_form", FORM]
    made = await issue(forms["another_form"], forms[FORM].sample, issuance(), trial_key())
    assert made.title.ko == "다른 증명서 (시험용)"


def test_missing_fonts_are_named_with_the_package_that_has_them(tmp_path: Path) -> None:
    with pytest.raises(FontsMissing, match="fonts-noto-cjk") as missing:
        load_forms(fonts=tmp_path)
    assert missing.value.families == ("Noto Sans CJK KR", "Noto Serif CJK KR")
