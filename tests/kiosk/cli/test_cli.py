"""The command line against a running controller, over the real socket."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from drivers.lockboard.api import ChannelState, UnlockReply
from kiosk.cli import app
from kiosk.flows.effects.locker import CheckCode, Ticket
from kiosk.store import tickets
from link.staff import TaskKind
from locker.cabinet import DoorOutcome
from locker.parcel import Condition
from tests.kiosk.cli.conftest import Kiosk, parsed
from tests.kiosk.cli.desk import COORDINATOR, TECHNICIAN, VOLUNTEER, Desk
from tests.kiosk.store.keeper import PIN, Keeper

COMMANDS = [
    (),
    ("staff",),
    ("staff", "add"),
    ("staff", "list"),
    ("staff", "remove"),
    ("staff", "change-pin"),
    ("enrol",),
    ("locker",),
    ("locker", "watch"),
    ("locker", "open"),
    ("staff-tasks",),
    ("staff-tasks", "settle"),
    ("papers",),
    ("papers", "settle"),
    ("audit",),
    ("audit", "verify"),
]
ASKING = [
    ("staff", "add", "한가람", "--role", "officer", "--pin", "246801"),
    ("staff", "list"),
    ("staff", "remove", "x", "--by", "x", "--by-pin", PIN),
    ("staff", "change-pin", "--name", "x", "--pin", PIN, "--new-pin", "246801"),
    ("locker", "watch", "--once"),
    ("locker", "watch"),
    ("locker", "open", "1", "--name", "x", "--pin", PIN),
    ("staff-tasks",),
    ("staff-tasks", "settle", "1", "empty", "--name", "x", "--pin", PIN),
    ("papers",),
    ("papers", "settle", "1", "void", "--name", "x", "--pin", PIN),
    ("audit", "verify"),
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_explains_itself(command: tuple[str, ...]) -> None:
    result = CliRunner().invoke(app, [*command, "--help"])
    assert (result.exit_code, result.stderr) == (0, "")
    assert "Usage:" in result.stdout


@pytest.mark.parametrize("json_flag", [(), ("--json",)], ids=["for people", "for scripts"])
@pytest.mark.parametrize("command", ASKING, ids=lambda command: " ".join(command[:2]))
def test_without_a_controller_a_command_says_why_and_what_to_do(
    tmp_path: Path, command: tuple[str, ...], json_flag: tuple[str, ...]
) -> None:
    socket = tmp_path / "staff.sock"
    result = CliRunner().invoke(app, [*command, *json_flag, "--socket", str(socket)])
    assert (result.exit_code, result.stdout) == (2, "")
    cause = f"the controller does not answer at {socket}: No such file or directory"
    assert result.stderr == f"{cause}\n→ start it, or give --socket\n"


AGREED = ("--by", COORDINATOR, "--by-pin", PIN)


@pytest.mark.parametrize(
    "by", [(), ("--by", "누군가", "--by-pin", "246801"), ("--by", COORDINATOR, "--by-pin", "999999")]
)
def test_nobody_is_added_without_a_coordinator(kiosk: Kiosk, by: tuple[str, ...]) -> None:
    refused = kiosk("staff", "add", "한가람", "--role", "officer", "--pin", "246801", *by)
    assert refused.exit_code == 1
    assert kiosk("locker", "open", "1", "--name", "한가람", "--pin", "246801").exit_code == 1


def test_somebody_who_was_added_can_sign_in(kiosk: Kiosk) -> None:
    added = kiosk("staff", "add", "한가람", "--role", "technician", "--pin", "246801", *AGREED)
    assert (added.exit_code, added.stdout) == (0, "한가람 can sign in as technician\n")
    assert kiosk("locker", "open", "1", "--name", "한가람", "--pin", "246801").exit_code == 0


@pytest.mark.parametrize("pin", ["", "12345", "1234567890123", "000000", "12345a", "１３５７９０", "135 90"])
def test_a_weak_pin_is_refused(kiosk: Kiosk, pin: str) -> None:
    refused = kiosk("staff", "add", "한가람", "--role", "officer", "--pin", pin)
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert refused.stderr.endswith("→ choose another PIN\n")


@pytest.mark.parametrize("name", ["", "  "])
def test_somebody_without_a_name_is_refused(kiosk: Kiosk, name: str) -> None:
    assert kiosk("staff", "add", name, "--role", "officer", "--pin", "246801").exit_code == 1


def test_a_name_that_is_there_is_refused(kiosk: Kiosk) -> None:
    refused = kiosk("staff", "add", f" {COORDINATOR} ", "--role", "officer", "--pin", "246801", *AGREED)
    assert (refused.exit_code, refused.stderr) == (
        1,
        f"there is a {COORDINATOR} already\n→ add a second name or a number\n",
    )


def test_every_compartment_is_shown_once(kiosk: Kiosk, desk: Desk) -> None:
    desk.run(lambda keeper: keeper.put_in(2))
    closed = {"door": "closed", "condition": "clear"}
    assert parsed(kiosk("locker", "watch", "--once", "--json")) == {
        "type": "doors",
        "doors": [
            {"compartment": 1, "parcel": None} | closed,
            {"compartment": 2, "parcel": "stored"} | closed,
            {"compartment": 3, "parcel": None} | closed,
        ],
    }


def test_the_table_for_people_has_the_same_rows(kiosk: Kiosk) -> None:
    shown = kiosk("locker", "watch", "--once")
    rows = [line.strip("│ ").split() for line in shown.stdout.splitlines() if line.startswith("│")]
    assert [[word for word in row if word != "│"] for row in rows] == [
        ["1", "closed", "clear"],
        ["2", "closed", "clear"],
        ["3", "closed", "clear"],
    ]


def test_the_doors_are_shown_again_after_each_change(desk: Desk) -> None:
    command = [sys.executable, "-c", "from kiosk.cli import app; app()", "locker", "watch", "--json"]
    with subprocess.Popen([*command, "--socket", str(desk.socket)], stdout=subprocess.PIPE, text=True) as watch:
        assert watch.stdout is not None
        seen = [json.loads(watch.stdout.readline())["doors"][0]["door"]]
        for state in (ChannelState.OPEN, ChannelState.UNKNOWN, ChannelState.CLOSED):
            desk.move(1, state)
            seen.append(json.loads(watch.stdout.readline())["doors"][0]["door"])
        watch.terminate()
    assert seen == ["closed", "open", "unknown", "closed"]


def test_staff_open_a_door_and_must_say_what_they_find(kiosk: Kiosk, desk: Desk) -> None:
    opened = kiosk("locker", "open", "1", "--name", COORDINATOR, pin=PIN)
    assert (opened.exit_code, opened.stdout) == (0, "compartment 1 is open; say what you find: kiosk staff-tasks\n")
    assert [channel for channel, _ in desk.board.pulses] == [1]
    assert desk.run(Keeper.condition) is Condition.UNCLEARED
    assert [kind for _, kind, _ in desk.run(Keeper.tasks)] == [TaskKind.UNCLEARED]


REFUSED = {
    "a wrong PIN": (
        ("1", "--name", COORDINATOR, "--pin", "999990"),
        "the PIN is wrong, or it is too early for another",
    ),
    "a role that may not": (("1", "--name", VOLUNTEER, "--pin", PIN), f"{VOLUNTEER} may not do this"),
    "nobody": (("1", "--name", "없는사람", "--pin", PIN), "없는사람 may not do this"),
    "no such compartment": (("99", "--name", TECHNICIAN, "--pin", PIN), "there is no compartment 99"),
}


@pytest.mark.parametrize("why", REFUSED)
def test_a_door_is_not_opened_for(kiosk: Kiosk, desk: Desk, why: str) -> None:
    words, reason = REFUSED[why]
    refused = kiosk("locker", "open", *words)
    assert (refused.exit_code, refused.stdout, refused.stderr.splitlines()[0]) == (1, "", reason)
    assert desk.board.pulses == []


def test_a_door_that_a_visit_has_is_not_opened(kiosk: Kiosk, desk: Desk) -> None:
    desk.run(lambda keeper: keeper.open_for_deposit(1))
    refused = kiosk("locker", "open", "1", "--name", COORDINATOR, "--pin", PIN)
    assert (refused.exit_code, refused.stderr) == (
        1,
        "somebody's visit has this door\n→ wait until the visit is over\n",
    )
    assert desk.board.pulses == []


def test_a_door_that_stays_shut_is_said_to(kiosk: Kiosk, desk: Desk) -> None:
    desk.board.opens, desk.board.word = False, UnlockReply.REFUSED
    refused = kiosk("locker", "open", "1", "--name", COORDINATOR, "--pin", PIN)
    assert (refused.exit_code, refused.stderr.splitlines()[0]) == (1, "the door stayed shut")


def test_tasks_are_listed_with_the_words_that_settle_them(kiosk: Kiosk, desk: Desk) -> None:
    desk.run(lambda keeper: keeper.look_inside(DoorOutcome.OPENED, 3))
    desk.run(lambda keeper: keeper.look_inside(DoorOutcome.STAYED_SHUT, 2))
    listed = parsed(kiosk("staff-tasks", "--json"))["tasks"]
    assert [(row["id"], row["kind"], row["compartment"], row["settlements"]) for row in listed] == [
        (1, "uncleared", 3, ["empty", "inside"]),
        (2, "door_stayed_shut", 2, ["works"]),
    ]
    shown = kiosk("staff-tasks").stdout
    assert ["empty | inside" in shown, "door_stayed_shut" in shown] == [True, True]


def test_a_parcel_found_inside_gets_a_code_that_opens(kiosk: Kiosk, desk: Desk) -> None:
    _, intent = desk.run(lambda keeper: keeper.open_for_deposit(1))
    desk.run(lambda keeper: keeper.end(intent, DoorOutcome.UNKNOWN))
    settled = parsed(kiosk("staff-tasks", "settle", "1", "inside", "--name", COORDINATOR, "--pin", PIN, "--json"))
    code = settled["what"].removeprefix("settled; tell the household, and settle that task as told: its code is ")
    checked = desk.run(lambda keeper: keeper.store.transact(lambda books: tickets.check(books, CheckCode(1, code))))
    assert isinstance(checked, Ticket)
    assert [task["kind"] for task in parsed(kiosk("staff-tasks", "--json"))["tasks"]] == ["code_untold"]
    assert kiosk("staff-tasks", "settle", "2", "told", "--name", COORDINATOR, "--pin", PIN).exit_code == 0
    assert parsed(kiosk("staff-tasks", "--json"))["tasks"] == []


NOT_SETTLED = {
    "a technician": (("1", "empty", "--name", TECHNICIAN), f"{TECHNICIAN} may not do this"),
    "another task": (("7", "empty", "--name", COORDINATOR), "task 7 cannot be settled as empty"),
    "another word": (("1", "works", "--name", COORDINATOR), "task 1 cannot be settled as works"),
    "nobody's parcel": (("1", "inside", "--name", COORDINATOR), "no parcel belongs in there"),
}


@pytest.mark.parametrize("why", NOT_SETTLED)
def test_a_task_is_not_settled_by(kiosk: Kiosk, desk: Desk, why: str) -> None:
    desk.run(lambda keeper: keeper.look_inside(DoorOutcome.OPENED, 1))
    words, reason = NOT_SETTLED[why]
    refused = kiosk("staff-tasks", "settle", *words, "--pin", PIN)
    assert (refused.exit_code, refused.stderr.splitlines()[0]) == (1, reason)
    assert [id for id, _, _ in desk.run(Keeper.tasks)] == [1]


def test_an_open_door_is_not_settled_before_it_is_closed(kiosk: Kiosk) -> None:
    settle = ("staff-tasks", "settle", "1", "empty", "--name", COORDINATOR, "--pin", PIN)
    assert kiosk("locker", "open", "1", "--name", COORDINATOR, "--pin", PIN).exit_code == 0
    refused = kiosk(*settle)
    assert (refused.exit_code, refused.stderr.splitlines()[0]) == (1, "its door is not seen closed")


def test_the_audit_log_holds(kiosk: Kiosk) -> None:
    assert parsed(kiosk("audit", "verify", "--json")) == {
        "type": "audit_verdict",
        "entries": 3,
        "broken_at": None,
        "reason": None,
    }
    verified = kiosk("audit", "verify")
    assert (verified.exit_code, verified.stdout) == (0, "the chain holds: 3 entries\n")


def test_a_broken_audit_log_is_named_with_its_entry(kiosk: Kiosk, desk: Desk) -> None:
    statement = text("UPDATE audit SET who = 'nobody' WHERE number = 2")
    desk.run(lambda keeper: keeper.store.transact(lambda books: books.db.execute(statement).close()))
    verified = kiosk("audit", "verify")
    assert (verified.exit_code, verified.stdout) == (1, "")
    assert verified.stderr == "the chain breaks at entry 2: the entry does not match its digest\n"
    assert parsed(kiosk("audit", "verify", "--json"))["broken_at"] == 2
