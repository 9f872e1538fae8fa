"""A settings file is taken whole, or refused in words that say where, what and what to do."""

from pathlib import Path

import pytest

from config.kiosk import KioskSettings
from config.load import ConfigError, load

CONFIG = Path(__file__).parents[2] / "config"
DEMO = CONFIG / "kiosk.demo.toml"
EXAMPLE = CONFIG / "kiosk.example.toml"

FIRST = '{ number = 1, board = "left", channel = 1, column = 0, row = 0, bottom_mm = 1100 }'


def refused(folder: Path, text: str | bytes) -> list[str]:
    """The problems that load() names in a file with this text; the whole message is checked on the way."""
    file = folder / "kiosk.toml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(ConfigError) as caught:
        load(file, KioskSettings)
    lines = "".join(f"\n  - {problem}" for problem in caught.value.problems)
    assert str(caught.value) == f"{file} cannot be used:{lines}"
    return caught.value.problems


def changed(old: str, new: str) -> str:
    """The example with one place changed."""
    text = EXAMPLE.read_text("utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the example"
    return text.replace(old, new)


def test_the_example_is_a_site_with_two_boards_on_one_adapter() -> None:
    settings = load(EXAMPLE, KioskSettings)
    [bus] = settings.lock_buses
    assert bus.address.startswith("/dev/serial/by-id/")
    assert [(board.name, board.address, board.channels) for board in bus.boards] == [("left", 1, 24), ("right", 2, 24)]
    assert [(entry.number, entry.board, entry.channel) for entry in settings.compartments] == [
        (1, "left", 1),
        (2, "left", 2),
        (3, "left", 3),
        (4, "right", 1),
        (5, "right", 2),
        (6, "right", 3),
    ]
    assert settings.compartments[2].cell.height == 2
    assert settings.paths.staff_socket == Path("/run/sodam/staff.sock")
    assert settings.paths.database == Path("/var/lib/sodam/kiosk.db")


def test_the_defaults_that_the_example_shows_are_the_defaults(tmp_path: Path) -> None:
    shown = tmp_path / "kiosk.toml"
    text = EXAMPLE.read_text("utf-8")
    for line in [line for line in text.splitlines() if line.startswith(("# [", *SHOWN))]:
        text = text.replace(f"\n{line}", f"\n{line.removeprefix('# ')}")
    shown.write_text(text, encoding="utf-8")
    assert load(shown, KioskSettings) == load(EXAMPLE, KioskSettings)
    assert load(shown, KioskSettings).model_fields_set > load(EXAMPLE, KioskSettings).model_fields_set


SHOWN = tuple(
    f"# {name} = "
    for name in (
        *("languages", "ask_after_s", "leave_after_s", "door_s", "unseen_s", "remind_after_s", "staff_after_s"),
        *("baud", "parity", "stop_bits"),
    )
)


def test_the_demo_is_a_cabinet_of_24_on_the_demo_rig() -> None:
    settings = load(DEMO, KioskSettings)
    assert [entry.number for entry in settings.compartments] == list(range(1, 25))
    assert settings.lock_buses[0].address == "var/demo/run/lockbus"


def test_a_typing_error_is_named_with_its_place(tmp_path: Path) -> None:
    text = changed('help_phone = "031-000-0000"', 'help_phone = "031-000-0000"\nhelp_fone = "1"')
    assert refused(tmp_path, text) == [
        "site.help_fone: there is no such setting; look for a typing error, or remove the line"
    ]


def test_a_missing_setting_is_named_with_its_place(tmp_path: Path) -> None:
    assert refused(tmp_path, changed('name_ko = "소담 민원실"\n', "")) == [
        "site.name_ko: this setting is missing; add it"
    ]


def test_every_problem_is_said_at_once(tmp_path: Path) -> None:
    text = changed('name_ko = "소담 민원실"\n', "").replace("width_px = 1080", "width_px = 0")
    assert refused(tmp_path, text) == [
        "site.name_ko: this setting is missing; add it",
        "panel.width_px: Input should be greater than 0",
    ]


def test_two_compartments_with_one_number_are_refused(tmp_path: Path) -> None:
    assert refused(tmp_path, changed("{ number = 2,", "{ number = 1,")) == [
        "the file: Value error, each compartment number must be there once only: 1"
    ]


def test_two_compartments_on_one_lock_are_refused(tmp_path: Path) -> None:
    second = 'number = 2, board = "left", channel = '
    assert refused(tmp_path, changed(f"{second}2", f"{second}1")) == [
        "the file: Value error, each lock must be there once only: left channel 1"
    ]


@pytest.mark.parametrize(
    ("name", "address", "problem"),
    [
        ("lockbus", "/dev/ttyS9", "each bus name must be there once only: lockbus"),
        ("second", "socket://10.0.0.1:4001", "each board name must be there once only: left"),
        (
            "second",
            "/dev/serial/by-id/usb-FTDI_FT232R_USB_UART_A50285BI-if00-port0",
            "each port must be there once only: /dev/serial/by-id/usb-FTDI_FT232R_USB_UART_A50285BI-if00-port0",
        ),
    ],
)
def test_two_buses_share_no_name_no_port_and_no_board(tmp_path: Path, name: str, address: str, problem: str) -> None:
    bus = f'[[lock_buses]]\nname = "{name}"\naddress = "{address}"\n'
    board = '[[lock_buses.boards]]\nprotocol = "xor8a"\nname = "left"\naddress = 1\nchannels = 24\nclosed_bit = 1\n'
    text = EXAMPLE.read_text("utf-8") + bus + board
    assert refused(tmp_path, text) == [f"the file: Value error, {problem}"]


def test_two_boards_with_one_address_on_a_bus_are_refused(tmp_path: Path) -> None:
    text = changed("address = 2\n", "address = 1\n")
    assert refused(tmp_path, text) == ["lock_buses.0: Value error, two boards of lockbus have the same address"]


@pytest.mark.parametrize(
    ("lock", "problem"),
    [
        ('board = "left", channel = 25', "compartment 1: there is no channel 25 on a board 'left'"),
        ('board = "centre", channel = 1', "compartment 1: there is no channel 1 on a board 'centre'"),
    ],
)
def test_a_lock_that_does_not_exist_is_refused(tmp_path: Path, lock: str, problem: str) -> None:
    text = changed(FIRST, FIRST.replace('board = "left", channel = 1', lock))
    assert refused(tmp_path, text) == [f"the file: Value error, {problem}"]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("height_mm = 598", "height_mm = -1", "panel.height_mm: Input should be greater than 0"),
        ('protocol = "xor8a"\nname = "left"', 'protocol = "xor9"\nname = "left"', "'xor8a'"),
    ],
)
def test_a_value_that_cannot_be_is_named_with_its_place(tmp_path: Path, old: str, new: str, problem: str) -> None:
    [said] = refused(tmp_path, changed(old, new))
    assert problem in said


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        load(tmp_path / "none.toml", KioskSettings)
    assert caught.value.problems == ["it cannot be read: No such file or directory"]
    assert caught.value.path == tmp_path / "none.toml"


def test_what_is_not_toml_is_refused_with_its_line(tmp_path: Path) -> None:
    [problem] = refused(tmp_path, "[site]\nname_ko = \n")
    assert problem == "it is not TOML: Invalid value (at line 2, column 11)"


def test_what_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    [problem] = refused(tmp_path, "[site]\nname_ko = '소담'\n".encode("euc-kr"))
    assert problem.startswith("it is not TOML: 'utf-8' codec can't decode byte")
