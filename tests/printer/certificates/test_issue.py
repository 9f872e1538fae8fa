"""What is issued says what the applicant chose, and nothing else; what must not be issued is not."""

import asyncio
import copy
import json
from datetime import UTC, datetime

import pytest

from link.text import Local
from printer.certificates.errors import CannotPrint, Problem, Refused
from printer.certificates.forms import Form
from printer.certificates.issue import Certificate, issue
from printer.certificates.seal import digest
from printer.certificates.verify import Verdict, verify_seal
from tests.printer.certificates.desk import (
    attachments,
    issuance,
    large_household,
    official,
    official_issuance,
    official_key,
    page_texts,
    text_layer,
    trial_key,
    unsigned,
)

WORDS = {
    "formation": ["전입세대구성", "세대구성 사유", "Formed by"],
    "relation": ["본인", "자녀", "관계", "Relation"],
    "others_name": ["이온누리", "이새벽"],
    "member_dates": ["2020-03-10", "출생등록"],
    "past_addr": ["소담길", "2012-05-14", "과거 주소", "Past addresses"],
    "cohabitant": ["김한울", "950404", "Cohabitants"],
    "foreign": ["Nguyen", "850505", "Foreign spouse"],
}
"""By option: what of the household below is on the paper with it, and nowhere without it."""


@pytest.fixture
def household(form: Form) -> dict[str, object]:
    foreign = {"relation": "배우자의 모", "name": "Nguyen Thi", "rrn": "850505-*******"}
    return {**form.sample, "foreign_family": [{**foreign, "moved_in": "2022-06-01", "reason": "전입"}]}


def test_every_option_is_tried(form: Form) -> None:
    assert {option.id for option in form.about.options} == set(WORDS)


@pytest.mark.parametrize("option", WORDS)
async def test_what_is_not_chosen_is_nowhere_in_the_paper(
    form: Form, household: dict[str, object], option: str
) -> None:
    everything = dict.fromkeys(WORDS, True)
    with_it = await issue(form, household, issuance(options=everything), trial_key())
    without_it = await issue(form, household, issuance(options=everything | {option: False}), trial_key())
    for word in WORDS[option]:
        assert word in text_layer(with_it.pdf)
        assert word not in text_layer(without_it.pdf)
        assert word not in attachments(without_it.pdf)["paper.json"].decode()


async def test_the_holder_stays_when_the_others_are_left_out(form: Form) -> None:
    made = await issue(form, form.sample, issuance(options={"others_name": False}), trial_key())
    lines = [line.strip() for line in text_layer(made.pdf).splitlines()]
    assert "1 본인 김소담 (金素淡) 880101-******* 2018-03-02 전입" in lines
    assert "2 배우자 – 890202-******* 2018-03-02 전입" in lines


async def test_who_chooses_nothing_gets_the_defaults(form: Form) -> None:
    defaults = {option.id: option.default for option in form.about.options}
    chosen = await issue(form, form.sample, issuance(options=defaults), trial_key())
    assert text_layer((await issue(form, form.sample, issuance(), trial_key())).pdf) == text_layer(chosen.pdf)


async def test_the_paper_says_everything_that_was_said_of_it(paper: Certificate) -> None:
    printed = text_layer(paper.pdf)
    for word in (
        "주민등록표 등본 (시험용)",
        "시험-0000-0000-0001",
        "2026-11-20",
        "포천시 소담동장(시험)",
        "금융기관 제출용",
        "소담은행 포천지점",
        "경기도 포천시 왕방로 000 소담마을 101동 000호",
        "880101-*******",
        "1 / 1 쪽",
        "이하 여백",
        "직인 자리",
        "이 문서는 시험용이며 효력이 없습니다",
    ):
        assert word in printed


async def test_a_paper_without_a_recipient_has_no_line_for_one(form: Form) -> None:
    made = await issue(form, form.sample, issuance(submit_to=""), trial_key())
    assert "제출처" not in text_layer(made.pdf)


async def test_the_day_on_the_paper_is_the_day_in_korea(form: Form) -> None:
    late = issuance(issued_at=datetime(2026, 11, 19, 15, 0, tzinfo=UTC))
    assert "2026-11-20" in text_layer((await issue(form, form.sample, late, trial_key())).pdf)


def test_the_attachment_says_what_the_paper_says(form: Form, paper: Certificate) -> None:
    assert list(attachments(paper.pdf)) == ["paper.json"]
    said = json.loads(attachments(paper.pdf)["paper.json"])
    assert {**said, "data": None} == {
        "form": "resident_register_copy",
        "demo": True,
        "title": {"ko": "주민등록표 등본 (시험용)", "en": "Resident register, certified copy (trial)"},
        "number": "시험-0000-0000-0001",
        "issued_on": "2026-11-20",
        "issuer": "포천시 소담동장(시험)",
        "applicant": "김소담",
        "purpose": "금융기관 제출용",
        "submit_to": "소담은행 포천지점",
        "data": None,
    }
    left_out = {"past_addresses", "cohabitants", "foreign_family"}
    assert said["data"] == {key: value for key, value in form.sample.items() if key not in left_out}


def test_the_seal_says_what_the_paper_says(form: Form, long_paper: Certificate) -> None:
    finding = verify_seal(long_paper.seal, [trial_key().certificate])
    assert (finding.verdict, finding.demo) == (Verdict.GENUINE, True)
    assert finding.seal is not None
    assert (finding.seal.number, finding.seal.holder) == ("시험-0000-0000-0001", "김소담")
    assert (finding.seal.form, finding.seal.issuer) == (form.id, "포천시 소담동장(시험)")
    assert finding.seal.issued_at == datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
    assert finding.seal.pages == long_paper.pages == len(page_texts(long_paper.pdf)) > 2


def test_the_seal_vouches_for_the_key_fields(paper: Certificate) -> None:
    seal = verify_seal(paper.seal, [trial_key().certificate]).seal
    assert seal is not None
    assert seal.digest == digest(
        "시험-0000-0000-0001",
        [
            ("head.name", ["김소담"]),
            ("address.text", ["경기도 포천시 왕방로 000 소담마을 101동 000호"]),
            ("members[].name", ["김소담", "이온누리", "이새벽"]),
            ("members[].rrn", ["880101-*******", "890202-*******", "200303-*******"]),
        ],
    )


def test_every_page_of_a_long_paper_is_numbered_and_named(long_paper: Certificate) -> None:
    for index, page in enumerate(page_texts(long_paper.pdf), 1):
        assert f"{index} / {long_paper.pages} 쪽" in page
        assert "시험-0000-0000-0001" in page


def test_a_long_paper_holds_every_row_whole_on_one_page(form: Form, long_paper: Certificate) -> None:
    data, pages = large_household(form), ["".join(page.split()) for page in page_texts(long_paper.pdf)]
    for address in data["past_addresses"]:
        assert sum("".join(address["text"].split()) in page for page in pages) == 1
    assert sum(page.count("200303-*******") for page in pages) == len(data["members"]) == 30
    assert sum("이" * 30 + "(" + "李" * 30 + ")" in page for page in pages) == 1


async def test_an_official_key_leaves_no_mark_of_a_trial(form: Form) -> None:
    made = await issue(form, official(form.sample), official_issuance(), official_key())
    assert made.title == Local(ko="주민등록표 등본", en="Resident register, certified copy")
    for mark in ("시험", "DEMO", "trial", "효력 없음"):
        assert mark not in text_layer(made.pdf)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"number": "0000-0000-0001"}, "number"),
        ({"number": "1234-5678-9012-3456"}, "number"),
        ({"number": "시험-0000-0000-0001 "}, "number"),
        ({"number": "시험-٠٠٠٠-٠٠٠٠-٠٠٠١"}, "number"),
        ({"issuer": ""}, "issuer"),
        ({"applicant": "이" * 31}, "applicant"),
        ({"purpose": "8902021234567"}, "purpose"),
        ({"submit_to": "은행\u202e"}, "submit_to"),
        ({"issued_at": datetime(2026, 11, 20)}, "issued_at"),  # noqa: DTZ001 (that is what is refused)
        ({"issued_at": datetime(2025, 12, 31, tzinfo=UTC)}, "issued_at"),
        ({"issued_at": datetime(2099, 1, 2, tzinfo=UTC)}, "issued_at"),
        ({"options": {"watermark": False}}, "options.watermark"),
        ({"options": {"demo": False}}, "options.demo"),
    ],
)
async def test_an_issuance_that_breaks_a_rule_is_refused(form: Form, changes: dict[str, object], field: str) -> None:
    with pytest.raises(Refused) as refused:
        await issue(form, form.sample, issuance(**changes), trial_key())
    assert [problem.field for problem in refused.value.problems] == [field]


async def test_invented_data_is_not_issued_officially_and_real_data_not_for_trial(form: Form) -> None:
    problem = Problem("demo", "a key for trials issues on invented data only, and no other key issues on any")
    with pytest.raises(Refused) as refused:
        await issue(form, form.sample, official_issuance(), official_key())
    assert refused.value.problems == (problem,)
    with pytest.raises(Refused) as refused:
        await issue(form, official(form.sample), issuance(), trial_key())
    assert refused.value.problems == (problem,)


async def test_an_official_number_never_begins_like_a_trial(form: Form) -> None:
    with pytest.raises(Refused) as refused:
        await issue(form, official(form.sample), issuance(), official_key())
    assert [problem.field for problem in refused.value.problems] == ["number"]


@pytest.mark.parametrize("character", ["\ue123", "𪚥", "😀"])
async def test_a_character_without_a_glyph_is_named_with_its_field(form: Form, character: str) -> None:
    data = copy.deepcopy(form.sample)
    data["members"][1]["name"] = f"이온{character}누리"
    with pytest.raises(CannotPrint) as cannot:
        await issue(form, data, issuance(), trial_key())
    assert (cannot.value.field, cannot.value.character) == ("members[1].name", character)
    assert "이온" not in str(cannot.value)


async def test_old_hangul_and_rare_hanja_are_printed(form: Form) -> None:
    data = copy.deepcopy(form.sample)
    data["head"] = {"name": "ᄒᆞᆫ글똠쀍", "hanja": "㐂龘"}
    assert "㐂龘" in text_layer((await issue(form, data, issuance(), trial_key())).pdf)


async def test_a_name_that_looks_like_markup_is_only_a_name(form: Form) -> None:
    name = '#panic("x") *_$@<a>'
    made = await issue(form, form.sample, issuance(applicant=name), trial_key())
    assert name in text_layer(made.pdf)


async def test_the_same_paper_is_the_same_bytes_until_it_is_signed(form: Form, paper: Certificate) -> None:
    again = await issue(form, form.sample, issuance(), trial_key())
    assert (unsigned(again.pdf), again.seal) == (unsigned(paper.pdf), paper.seal)


async def test_papers_can_be_issued_in_several_threads_at_once(form: Form) -> None:
    numbers = [f"시험-0000-0000-{index:04}" for index in range(8)]
    made = await asyncio.gather(
        *(
            asyncio.to_thread(asyncio.run, issue(form, form.sample, issuance(number=number), trial_key()))
            for number in numbers
        )
    )
    for number, each in zip(numbers, made, strict=True):
        assert f"문서확인번호 Document no. {number}" in text_layer(each.pdf)
