"""One or more screens of every kind, with the longest words that a flow is expected to send."""

from itertools import product

from link.screens import (
    Choice,
    Confirm,
    Door,
    Home,
    Keypad,
    Line,
    Message,
    Option,
    Preview,
    Progress,
    Scan,
    Screen,
    Service,
    Take,
)
from link.showing import Alarm, Strip
from link.text import Key, Local, key
from tests.ui.homes import homes
from tests.ui.papers import certificate
from ui.words import Words

ALARMS = Strip(
    alarms=(
        Alarm(id="door.4", text=key("strip.forced", compartment=4), urgent=True),
        Alarm(id="paper", text=key("strip.paper_left"), urgent=False),
    )
)

LANGUAGES = ("ko", "en")

PAPERS = (
    Option(id="a", label=Local(ko="주민등록등본", en="Household register")),
    Option(id="b", label=Local(ko="주민등록초본", en="Personal register")),
    Option(id="c", label=Local(ko="가족관계증명서", en="Family certificate")),
    Option(id="d", label=Local(ko="지방세 납세증명서", en="Local tax payment")),
    Option(id="e", label=Local(ko="국민기초생활수급자 증명서", en="Basic livelihood certificate")),
    Option(id="f", label=Local(ko="장애인증명서", en="Disability certificate")),
    Option(id="g", label=Local(ko="한부모가족증명서", en="Single parent certificate")),
)

SAMPLES: dict[str, Screen] = {
    "home": Home(services=(Service(id="collect"), Service(id="deposit", audience="staff"))),
    **homes(),
    "home-unavailable": Home(
        services=(
            Service(id="collect", unavailable=Local(ko="보관함이 가득 찼습니다", en="The locker is full")),
            Service(id="deposit", audience="staff"),
        )
    ),
    "home-many": Home(
        services=(
            Service(id="collect"),
            Service(
                id="deposit",
                unavailable=Local(
                    ko="보관함이 가득 찼습니다. 내일 다시 와 주세요.", en="The locker is full. Please come tomorrow."
                ),
            ),
            Service(id="collect"),
            Service(id="deposit"),
            Service(id="deposit", audience="staff"),
        )
    ),
    "choice": Choice(
        title=Local(ko="어떻게 찾으시겠어요?", en="How would you like to collect?"),
        options=(
            Option(id="code", label=Local(ko="받은 번호로 찾기", en="With a code")),
            Option(id="phone", label=Local(ko="전화번호로 찾기", en="With a phone number")),
            Option(id="help", label=Local(ko="번호를 모릅니다", en="I have no code")),
        ),
    ),
    "choice-pages": Choice(
        title=Local(ko="어떤 서류가 필요하세요?", en="Which paper do you need?"),
        hint=Local(ko="찾으시는 서류를 눌러 주세요.", en="Touch the paper that you need."),
        options=PAPERS,
    ),
    "choice-long": Choice(
        title=key("deposit.what.title"),
        options=tuple(
            Option(id=str(n), label=key("deposit.what.to_print", holder="남궁선영", title="기초생활수급자 증명서"))
            for n in range(6)
        ),
    ),
    "keypad-code": Keypad(
        title=Local(ko="받으신 번호 여섯\u00a0자리를 눌러 주세요", en="Please type the six digits you were given"),
        hint=Local(ko="문자나 안내 쪽지에 있습니다.", en="They are in the message or on the slip."),
        min_digits=6,
        max_digits=6,
    ),
    "keypad-problem": Keypad(
        title=Local(ko="받으신 번호 여섯\u00a0자리를 눌러 주세요", en="Please type the six digits you were given"),
        hint=Local(ko="문자나 안내 쪽지에 있습니다.", en="They are in the message or on the slip."),
        problem=Local(
            ko="번호가 맞지 않습니다. 다시 눌러 주세요. 두\u00a0번 더 할 수\u00a0있습니다.",
            en="That number does not fit. Please try again. Two more tries are left.",
        ),
        min_digits=6,
        max_digits=6,
    ),
    "keypad-pin": Keypad(
        title=Local(ko="직원 비밀번호를 눌러 주세요", en="Staff PIN, please"),
        min_digits=4,
        max_digits=8,
        masked=True,
    ),
    "keypad-compartment": Keypad(
        title=Local(ko="몇 번 칸에 넣으시겠어요?", en="Which box will you use?"),
        unit=Local(ko="번\u00a0칸", en="box number"),
        min_digits=1,
        max_digits=2,
    ),
    "confirm": Confirm(
        title=Local(ko="12번\u00a0칸을 열까요?", en="Open box 12?"),
        hint=Local(ko="문이 바로 열립니다. 보관함 앞에 서 주세요.", en="It opens at once. Please stand at the locker."),
        lines=(
            Line(label=Local(ko="맡긴 곳", en="Left by"), value=Local(ko="포천시 소흘읍 행정복지센터")),
            Line(label=Local(ko="맡긴 날", en="Left on"), value=Local(ko="11월 22일 오후 3시", en="22 November, 3 pm")),
        ),
        accept=Option(id="open", label=Local(ko="네, 열어 주세요", en="Yes, open it")),
        decline=Option(id="later", label=Local(ko="아니요, 나중에 할게요", en="No, later")),
    ),
    "confirm-bare": Confirm(
        title=Local(ko="서류를 다\u00a0꺼내셨나요?", en="Did you take everything?"),
        accept=Option(id="taken", label=Local(ko="네, 다\u00a0꺼냈습니다", en="Yes, everything")),
        decline=Option(id="rest", label=Local(ko="아니요, 남아 있습니다", en="No, something is left")),
        final=True,
    ),
    "door-opening": Door(
        compartment=12,
        phase="opening",
        title=Local(ko="문을 여는 중입니다", en="The door is opening"),
        hint=Local(ko="잠시만 기다려 주세요.", en="One moment, please."),
    ),
    "door-open": Door(
        compartment=12,
        phase="open",
        title=Local(ko="문이 열렸습니다", en="The door is open"),
        hint=Local(
            ko="서류를 꺼낸 다음 문을 닫아 주세요.",
            en="Take the papers out, then close the door.",
        ),
        answers=(
            Option(id="taken", label=Local(ko="다\u00a0꺼냈습니다", en="I have taken everything")),
            Option(id="stuck", label=Local(ko="문이 열리지 않았어요", en="The door did not open")),
        ),
    ),
    "door-close": Door(
        compartment=12,
        phase="close",
        title=Local(ko="문을 닫아 주세요", en="Please close the door"),
        hint=Local(ko="‘딸깍’ 소리가 나도록 밀어 주세요.", en="Push it until it clicks."),
    ),
    "scan-code": Scan(
        accepts=("code",),
        title=Local(ko="QR을 카메라에 보여 주세요", en="Show your QR code"),
        hint=Local(ko="문자나 안내 쪽지에 있는 네모난 무늬입니다.", en="The square pattern in your message or slip."),
        answers=(Option(id="digits", label=Local(ko="번호로 찾기", en="I have a number")),),
    ),
    "scan-card": Scan(
        accepts=("card",),
        title=Local(ko="카드를 올려 주세요", en="Lay down your card"),
        hint=Local(ko="주민등록증이나 봉사단 카드입니다.", en="Your ID card or your volunteer card."),
    ),
    "scan-both": Scan(
        accepts=("code", "card"),
        title=Local(ko="본인 확인을 하겠습니다", en="Please show us who you are"),
        hint=Local(ko="둘 중 하나만 보여 주세요.", en="One of the two is enough."),
        answers=(
            Option(id="phone", label=Local(ko="전화번호로 확인하기", en="With my phone number")),
            Option(id="none", label=Local(ko="둘 다 없습니다", en="I have neither")),
        ),
    ),
    "scan-problem": Scan(
        accepts=("code", "card"),
        title=Local(ko="본인 확인을 하겠습니다", en="Please show us who you are"),
        hint=Local(ko="둘 중 하나만 보여 주세요.", en="One of the two is enough."),
        problem=Local(
            ko="이 QR은 이미 쓰였습니다. 다른 것을 보여 주시거나 도움 전화로 말씀해 주세요.",
            en="This code was used before. Show another one, or call the help number.",
        ),
        answers=(Option(id="phone", label=Local(ko="전화번호로 확인하기", en="With my phone number")),),
    ),
    "preview": Preview(
        title=Local(ko="이 서류가 맞습니까?", en="Is this the paper you need?"),
        lines=(
            Line(label=Local(ko="서류", en="Paper"), value=Local(ko="주민등록표 등본", en="Household register")),
            Line(label=Local(ko="받는 분", en="For"), value=Local(ko="남궁선영 님")),
            Line(label=Local(ko="쓸 곳", en="Used for"), value=Local(ko="금융기관 제출용", en="A bank")),
        ),
        page_png=certificate(),
        pages=3,
        accept=Option(id="print", label=Local(ko="네, 인쇄해 주세요", en="Yes, print it")),
        decline=Option(id="other", label=Local(ko="아니요, 다른 서류입니다", en="No, another one")),
    ),
    "preview-one-page": Preview(
        title=Local(ko="이대로 인쇄할까요?", en="Print this page?"),
        page_png=certificate(px_per_mm=2),
        pages=1,
        accept=Option(id="print", label=Local(ko="인쇄하기", en="Print")),
        decline=Option(id="stop", label=Local(ko="그만하기", en="Stop")),
    ),
    "progress-begun": Progress(
        title=Local(ko="서류를 인쇄하고 있습니다", en="Your papers are being printed"),
        hint=Local(ko="인쇄가 끝날 때까지 자리를 떠나지 마세요.", en="Please stay here until it is done."),
        done=0,
        total=1,
    ),
    "progress": Progress(
        title=Local(ko="서류를 인쇄하고 있습니다", en="Your papers are being printed"),
        hint=Local(ko="인쇄가 끝날 때까지 자리를 떠나지 마세요.", en="Please stay here until it is done."),
        done=1,
        total=3,
    ),
    "progress-problem": Progress(
        title=Local(ko="인쇄가 멈췄습니다", en="The printer has stopped"),
        problem=Local(
            ko="종이가 걸렸습니다. 직원이 보러 옵니다. 종이를 잡아당기지 마세요.",
            en="Paper is stuck. Our staff are coming. Please do not pull at it.",
        ),
        done=1,
        total=3,
    ),
    "progress-slip": Progress(
        title=Local(ko="쪽지를 인쇄하고 있습니다", en="The slip is being printed"),
        hint=Local(ko="쪽지가 곧 나옵니다.", en="It will come out in a moment."),
        what="slip",
    ),
    "take-paper": Take(
        what="paper",
        title=Local(ko="종이를 가져가 주세요", en="Please take your papers"),
        hint=Local(ko="화면 아래에서 나왔습니다. 모두 세 장입니다.", en="They are below the screen: three pages."),
        accept=Option(id="taken", label=Local(ko="가져갔습니다", en="I have them all")),
    ),
    "take-card": Take(
        what="card",
        title=Local(ko="카드를 가져가 주세요", en="Please take your card"),
        accept=Option(id="taken", label=Local(ko="가져갔습니다", en="I have it")),
    ),
    "message-success": Message(
        tone="success",
        title=Local(ko="서류를 찾아가셨습니다", en="You have your papers"),
        lines=(Local(ko="고맙습니다. 안녕히 가세요.", en="Thank you, and goodbye."),),
        close=Local(ko="끝내기", en="Finish"),
    ),
    "message-digits": Message(
        tone="information",
        title=Local(ko="찾는 번호를 적어 두세요", en="Please write this code down"),
        lines=(
            Local(ko="3번\u00a0칸에 넣었습니다.", en="It is in box 3."),
            Local(ko="받는 분께 이 번호를 알려 주세요.", en="Tell the code to the person it is for."),
        ),
        digits="482913",
        final=True,
        close=Local(ko="다 적었습니다", en="I have written it down"),
    ),
    "message-problem": Message(
        tone="problem",
        title=Local(ko="문이 열리지 않았습니다", en="The door did not open"),
        lines=(
            Local(
                ko="서류는 안전하게 있습니다. 번호는 다시 쓸 수\u00a0있습니다.",
                en="Your papers are safe. The code can be used again.",
            ),
            Local(
                ko="도움 전화로 알려 주시면 바로 도와드립니다.",
                en="Please call the help number and we will help at once.",
            ),
        ),
        close=Local(ko="알겠습니다", en="I understand"),
    ),
}

VALUES: dict[str, str | int] = {
    "compartment": 112,
    "tries_left": 4,
    "wait_s": 30,
    "name": "남궁선영",
    "building": 1203,
    "unit": 2104,
    "pages": 12,
    "number": "시험-1234-5678-9012",
    "holder": "남궁선영",
    "title": "국민기초생활수급자 증명서",
}
"""The longest value that each place of a keyed sentence is expected to hold."""


def keyed_samples(words: Words) -> dict[str, Screen]:
    """A screen of the kind that its name asks for for every keyed title, and the longest of each kind of problem."""
    known = words.ids("ko")
    found: dict[str, Screen] = {}
    for stem in sorted(id.removesuffix(".title") for id in known if id.endswith(".title")):
        title = Key(id=f"{stem}.title", values=VALUES)
        hint = Key(id=f"{stem}.hint", values=VALUES) if f"{stem}.hint" in known else None
        if f"{stem}.line" in known:
            lines = (Key(id=f"{stem}.line", values=VALUES),)
            found[stem] = Message(
                tone="problem", title=title, lines=lines, close=Key(id="message.close"), digits="482913"
            )
        else:
            found[stem] = _of_its_kind(stem, title, hint)
    for prefix, language in product(("code.", "card.", "obstacle."), LANGUAGES):
        problem = max((id for id in known if id.startswith(prefix)), key=lambda id: len(words.pattern(id, language)))
        found[problem] = _with_problem(prefix, Key(id=problem))
    return found


def _of_its_kind(stem: str, title: Key, hint: Key | None) -> Screen:
    if ".door" in stem or stem.startswith("door"):
        return Door(compartment=112, phase="open", title=title, hint=hint)
    if stem.endswith(".scan"):
        return Scan(accepts=("code", "card"), title=title, hint=hint)
    if stem.endswith(".take"):
        return Take(what="paper", title=title, hint=hint, accept=Option(id="taken", label=key("issue.take.taken")))
    if stem == "print":
        return Progress(title=title, hint=hint, done=1, total=12)
    return Keypad(title=title, hint=hint, min_digits=6, max_digits=12, masked=True)


def _with_problem(prefix: str, problem: Key) -> Screen:
    if prefix == "obstacle.":
        return Progress(title=key("print.title"), hint=key("print.hint"), done=1, total=12, problem=problem)
    answers = (Option(id="number", label=key("collect.scan.number")),)
    return Scan(accepts=("code", "card"), title=key("issue.scan.title"), problem=problem, answers=answers)
