"""What is drawn for a state, as a table: no Qt, no socket."""

from dataclasses import replace

import pytest

from link.screens import Choice, Home, Keypad, Option, Progress, Scan, Screen, Service
from link.showing import Alarm, Answer, Chose, Left, Show, Typed
from link.text import Local, key
from tests.ui.controller import HELLO
from tests.ui.samples import SAMPLES
from ui import state as events
from ui.digits import grouped
from ui.frame import derive_frame
from ui.props import derive_page
from ui.state import State
from ui.words import load_words

WORDS = load_words()
CODE = Keypad(title=Local(ko="번호"), min_digits=2, max_digits=6)


def showing(screen: Screen, *, still_there: bool = False) -> State:
    return events.heard(events.heard(State(), HELLO), Show(visit="v1", n=1, screen=screen, still_there=still_there))


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("", (False, False, "번호를 눌러 주세요")),
        ("4", (True, False, "1자리 더 눌러 주세요")),
        ("48", (True, True, "입력 완료")),
        ("482913", (True, True, "입력 완료")),
    ],
)
def test_done_is_offered_from_the_first_sufficient_digit_on(typed: str, offered: tuple[bool, bool, str]) -> None:
    page = derive_page(replace(showing(CODE), typed=typed), WORDS)
    assert (page["canErase"], page["canFinish"], page["done"]) == offered


def test_a_code_of_known_length_has_a_place_for_each_digit() -> None:
    code = CODE.model_copy(update={"min_digits": 6})
    page = derive_page(replace(showing(code), typed="48"), WORDS)
    assert page["cells"] == [
        {"digit": "4", "filled": True, "pause": False},
        {"digit": "8", "filled": True, "pause": False},
        {"digit": "", "filled": False, "pause": True},
        {"digit": "", "filled": False, "pause": False},
        {"digit": "", "filled": False, "pause": False},
        {"digit": "", "filled": False, "pause": False},
    ]


def test_a_secret_is_drawn_without_its_digits() -> None:
    page = derive_page(replace(showing(CODE.model_copy(update={"masked": True})), typed="73"), WORDS)
    assert page["cells"] == [{"digit": "", "filled": True, "pause": False}] * 2


def test_the_last_problem_goes_away_with_the_next_digit() -> None:
    state = showing(SAMPLES["keypad-problem"])
    assert str(derive_page(state, WORDS)["problem"]).startswith("번호가 맞지 않습니다.")
    assert derive_page(events.typed(state, "1"), WORDS)["problem"] == ""


@pytest.mark.parametrize(
    ("digits", "read"),
    [("", ""), ("7", "7"), ("4829", "4829"), ("48291", "48291"), ("482913", "482 913"), ("48291370", "4829 1370")],
)
def test_digits_are_grouped_as_they_are_read_out(digits: str, read: str) -> None:
    assert grouped(digits) == read


@pytest.mark.parametrize(
    ("sample", "back", "home"),
    [
        ("home", "", ""),
        ("choice", "이전", "처음으로"),
        ("keypad-code", "이전", "처음으로"),
        ("confirm", "", "처음으로"),
        ("confirm-bare", "", ""),
        ("door-opening", "", ""),
        ("door-open", "", ""),
        ("door-close", "", ""),
        ("scan-both", "이전", "처음으로"),
        ("preview", "", "처음으로"),
        ("progress", "", ""),
        ("take-paper", "", ""),
        ("message-success", "", "처음으로"),
        ("message-digits", "", ""),
    ],
)
def test_each_screen_offers_the_ways_out_that_its_contract_allows(sample: str, back: str, home: str) -> None:
    frame = derive_frame(showing(SAMPLES[sample]), WORDS)
    assert (frame["back"], frame["home"], frame["helpPhone"]) == (back, home, HELLO.help_phone)


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_question_offers_the_first_screen_only_where_the_page_under_it_does(sample: str) -> None:
    frame = derive_frame(showing(SAMPLES[sample], still_there=True), WORDS)
    question = frame["stillThere"]
    assert isinstance(question, dict)
    assert frame["asksStillThere"] is True
    assert (question["stay"], question["home"]) == ("계속 사용하기", "그만하고 처음으로" if frame["home"] else "")


def test_at_an_open_door_the_question_says_that_the_door_is_to_be_closed() -> None:
    question = derive_frame(showing(SAMPLES["door-open"], still_there=True), WORDS)["stillThere"]
    assert question == {
        "title": "12번\u00a0칸 문을 닫아 주세요",
        "hint": "문이 열려 있습니다. 아직 사용 중이시면 아래를 눌러 주세요.",
        "stay": "계속 사용하기",
        "home": "",
    }


@pytest.mark.parametrize(
    ("sample", "title"), [("take-paper", "종이를 가져가 주세요"), ("take-card", "카드를 가져가 주세요")]
)
def test_before_something_to_take_the_question_says_that_it_is_to_be_taken(sample: str, title: str) -> None:
    question = derive_frame(showing(SAMPLES[sample], still_there=True), WORDS)["stillThere"]
    assert question == {
        "title": title,
        "hint": "아직 사용 중이시면 아래를 눌러 주세요.",
        "stay": "계속 사용하기",
        "home": "",
    }


def test_who_has_just_answered_is_not_asked() -> None:
    state = events.answered(showing(SAMPLES["choice"], still_there=True), Left(to="home"))
    assert derive_frame(state, WORDS)["asksStillThere"] is False


@pytest.mark.parametrize(
    ("sample", "answer", "held"),
    [
        ("home", Chose(option="collect"), "service.collect"),
        ("choice", Chose(option="phone"), "option.phone"),
        ("choice", Left(to="back"), "nav.back"),
        ("choice", Left(to="home"), "nav.home"),
        ("keypad-code", Typed(digits="482913"), "keypad.done"),
        ("scan-both", Chose(option="phone"), "option.phone"),
        ("preview", Chose(option="print"), "option.print"),
        ("take-card", Chose(option="taken"), "option.taken"),
        ("message-success", Chose(option="close"), "option.close"),
    ],
)
def test_the_control_that_an_answer_came_from_is_held(sample: str, answer: Answer, held: str) -> None:
    state = showing(SAMPLES[sample])
    assert derive_frame(state, WORDS)["held"] == ""
    assert derive_frame(events.answered(state, answer), WORDS)["held"] == held


def test_only_an_answer_to_the_screen_of_now_can_be_slow() -> None:
    asked = showing(SAMPLES["choice"])
    answered = events.answered(asked, Left(to="back"))
    followed = events.heard(answered, Show(visit="v1", n=2, screen=SAMPLES["confirm"]))
    slow = events.delayed(answered)
    followed_late = events.heard(slow, Show(visit="v1", n=2, screen=SAMPLES["confirm"]))
    states = [asked, events.delayed(asked), answered, slow, events.delayed(followed), followed_late]
    waits = [derive_frame(state, WORDS)["wait"] for state in states]
    assert waits == ["", "", "", "잠시만 기다려 주세요", "", ""]


def test_residents_and_staff_have_their_services_apart_and_the_reason_stands_in_the_hint() -> None:
    home = Home(
        services=(
            Service(id="deposit", audience="staff", unavailable=Local(ko="보관함이 가득 찼습니다")),
            Service(id="collect"),
        )
    )
    page = derive_page(showing(home), WORDS)
    assert page["services"] == [
        {"id": "collect", "title": "보관함 찾기", "hint": "맡겨진 서류를 찾습니다", "available": True}
    ]
    assert page["staffServices"] == [
        {"id": "deposit", "title": "보관하기", "hint": "보관함이 가득 찼습니다", "available": False}
    ]


@pytest.mark.parametrize(("options", "pages"), [(1, [1]), (5, [5]), (6, [5, 1]), (10, [5, 5]), (11, [5, 5, 1])])
def test_a_page_holds_at_most_five_choices_and_every_choice_stands_on_one(options: int, pages: list[int]) -> None:
    all_options = tuple(Option(id=str(n), label=Local(ko=f"{n}번")) for n in range(options))
    state = showing(Choice(title=Local(ko="고르기"), options=all_options))
    shown: list[object] = []
    sizes: list[int] = []
    for _ in pages:
        page = derive_page(state, WORDS)["options"]
        assert isinstance(page, list)
        shown += page
        sizes.append(len(page))
        state = events.turned(state)
    assert sizes == pages
    assert shown == [{"id": str(n), "label": f"{n}번"} for n in range(options)]
    assert state.page == 0


@pytest.mark.parametrize(
    ("done", "total", "count", "part"),
    [
        (0, 1, "1장을 인쇄하고 있습니다", 0),
        (0, 3, "3장을 인쇄하고 있습니다", 0),
        (1, 2, "2장 중 1장을 인쇄했습니다", 0.5),
        (3, 3, "3장을 모두 인쇄했습니다", 1),
    ],
)
def test_progress_says_how_many_pages_of_all_are_printed(done: int, total: int, count: str, part: float) -> None:
    page = derive_page(showing(Progress(title=Local(ko="인쇄"), done=done, total=total)), WORDS)
    assert (page["count"], page["part"]) == (count, part)


def test_what_has_no_pages_is_shown_without_a_count() -> None:
    page = derive_page(showing(Progress(title=Local(ko="쪽지"), what="slip")), WORDS)
    assert (page["slip"], page["counted"], page["count"], page["part"]) == (True, False, "", 0)


def test_while_something_is_wrong_before_the_first_page_nobody_is_told_that_it_is_being_printed() -> None:
    stopped = Progress(
        title=Local(ko="인쇄"), hint=Local(ko="기다려 주세요"), done=0, total=3, problem=Local(ko="종이")
    )
    page = derive_page(showing(stopped), WORDS)
    assert (page["count"], page["hint"], page["problem"]) == ("", "", "종이")


def test_a_scan_shows_a_way_for_each_thing_it_accepts_and_a_problem_in_place_of_the_hint() -> None:
    scan = Scan(accepts=("card", "code"), title=Local(ko="확인"), hint=Local(ko="둘 중 하나"))
    page = derive_page(showing(scan), WORDS)
    assert page["ways"] == [
        {"what": "card", "how": "카드는 카드 놓는\u00a0곳에 올려 두세요."},
        {"what": "code", "how": "QR은 카메라 창 앞 한\u00a0뼘(10~20cm)에 똑바로 보여 주세요."},
    ]
    assert (page["hint"], page["problem"]) == ("둘 중 하나", "")
    wrong = derive_page(showing(scan.model_copy(update={"problem": Local(ko="다른 것")})), WORDS)
    assert (wrong["hint"], wrong["problem"]) == ("", "다른 것")


@pytest.mark.parametrize(("sample", "pages"), [("preview", "3쪽 중 1쪽"), ("preview-one-page", "")])
def test_a_preview_says_which_of_several_pages_it_shows(sample: str, pages: str) -> None:
    assert derive_page(showing(SAMPLES[sample]), WORDS)["pages"] == pages


def test_a_lost_link_forgets_what_was_typed_and_what_was_shown() -> None:
    state = events.lost(events.typed(showing(CODE), "4"))
    assert (state.show, state.typed, state.alarms) == (None, "", ())
    assert derive_frame(state, WORDS)["linked"] is False


def test_of_several_alarms_the_most_urgent_is_shown_and_the_others_are_counted() -> None:
    left, forced, paper = (
        Alarm(id="door.2", text=key("strip.left_open", compartment=2), urgent=False),
        Alarm(id="door.4", text=key("strip.forced", compartment=4), urgent=True),
        Alarm(id="paper", text=key("strip.paper_left"), urgent=False),
    )

    def strip(*alarms: Alarm) -> tuple[object, object]:
        frame = derive_frame(State(alarms=alarms), WORDS)
        return frame["alarm"], frame["alarmUrgent"]

    assert strip() == ("", False)
    assert strip(left) == ("2번\u00a0칸 문이 열려 있습니다. 문을 닫아 주세요.", False)
    assert strip(left, forced, paper) == (
        "4번\u00a0칸 문이 저절로 열렸습니다. 직원에게 알려 주세요. (그 밖에 2곳)",
        True,
    )
