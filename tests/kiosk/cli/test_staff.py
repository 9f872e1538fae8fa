"""kiosk staff: who leaves, who is there, and whose PIN changes."""

import pytest

from tests.kiosk.cli.conftest import Kiosk, parsed
from tests.kiosk.cli.desk import COORDINATOR, TECHNICIAN, VOLUNTEER
from tests.kiosk.store.keeper import PIN

NEW = "246801"
AGREED = ("--by", COORDINATOR, "--by-pin", PIN)


def opens(kiosk: Kiosk, name: str, pin: str) -> bool:
    """Whether somebody with this PIN can open compartment 1."""
    return kiosk("locker", "open", "1", "--name", name, "--pin", pin).exit_code == 0


def names(kiosk: Kiosk) -> list[str]:
    return [row["name"] for row in parsed(kiosk("staff", "list", "--json"))["staff"]]


def test_everybody_who_can_sign_in_is_listed_with_their_role(kiosk: Kiosk) -> None:
    assert parsed(kiosk("staff", "list", "--json")) == {
        "type": "staff_names",
        "staff": [
            {"name": COORDINATOR, "role": "coordinator"},
            {"name": TECHNICIAN, "role": "technician"},
            {"name": VOLUNTEER, "role": "volunteer"},
        ],
    }
    assert all(word in kiosk("staff", "list").stdout for word in (COORDINATOR, "coordinator", VOLUNTEER))


def test_somebody_who_was_removed_opens_no_door(kiosk: Kiosk) -> None:
    removed = kiosk("staff", "remove", TECHNICIAN, *AGREED)
    assert (removed.exit_code, removed.stdout) == (0, f"{TECHNICIAN} cannot sign in any more\n")
    assert not opens(kiosk, TECHNICIAN, PIN)
    assert names(kiosk) == [COORDINATOR, VOLUNTEER]


def test_the_name_of_somebody_who_left_is_free_and_their_pin_is_gone(kiosk: Kiosk) -> None:
    assert kiosk("staff", "remove", TECHNICIAN, *AGREED).exit_code == 0
    added = kiosk("staff", "add", TECHNICIAN, "--role", "technician", "--pin", NEW, *AGREED)
    assert (added.exit_code, opens(kiosk, TECHNICIAN, PIN), opens(kiosk, TECHNICIAN, NEW)) == (0, False, True)


NOT_REMOVED = {
    "the last coordinator": (COORDINATOR, COORDINATOR, PIN, f"{COORDINATOR} is the last coordinator"),
    "nobody": ("없는사람", COORDINATOR, PIN, "there is no 없는사람"),
    "by a technician": (VOLUNTEER, TECHNICIAN, PIN, f"{TECHNICIAN} may not do this"),
    "with a wrong PIN": (VOLUNTEER, COORDINATOR, NEW, "the PIN is wrong, or it is too early for another"),
}


@pytest.mark.parametrize("why", NOT_REMOVED)
def test_nobody_is_removed_who_is(kiosk: Kiosk, why: str) -> None:
    name, by, pin, reason = NOT_REMOVED[why]
    refused = kiosk("staff", "remove", name, "--by", by, "--by-pin", pin)
    assert (refused.exit_code, refused.stdout, refused.stderr.splitlines()[0]) == (1, "", reason)
    assert names(kiosk) == [COORDINATOR, TECHNICIAN, VOLUNTEER]


def test_a_coordinator_can_leave_when_there_is_another(kiosk: Kiosk) -> None:
    assert kiosk("staff", "add", "한가람", "--role", "coordinator", "--pin", NEW, *AGREED).exit_code == 0
    assert kiosk("staff", "remove", COORDINATOR, *AGREED).exit_code == 0
    assert kiosk("staff", "remove", VOLUNTEER, *AGREED).exit_code == 1
    assert names(kiosk) == [TECHNICIAN, VOLUNTEER, "한가람"]


def test_everybody_can_change_their_own_pin_with_the_old_one(kiosk: Kiosk) -> None:
    changed = kiosk("staff", "change-pin", "--name", TECHNICIAN, "--pin", PIN, "--new-pin", NEW)
    assert (changed.exit_code, changed.stdout) == (0, f"{TECHNICIAN} signs in with the new PIN\n")
    assert (opens(kiosk, TECHNICIAN, PIN), opens(kiosk, TECHNICIAN, NEW)) == (False, True)


@pytest.mark.parametrize(("pin", "new"), [(NEW, "357912"), (PIN, "000000"), (PIN, "12345")])
def test_a_pin_does_not_change_without_the_old_one_nor_to_a_weak_one(kiosk: Kiosk, pin: str, new: str) -> None:
    refused = kiosk("staff", "change-pin", "--name", TECHNICIAN, "--pin", pin, "--new-pin", new)
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert opens(kiosk, TECHNICIAN, PIN)
