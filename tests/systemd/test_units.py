"""systemd's own opinion of our units, and that what they name is there. Without systemd-analyze these tests fail."""

import re
import subprocess
from pathlib import Path

import pytest

from config.kiosk import KioskSettings
from config.load import load
from link import systemd
from tests.processes import ROOT
from tests.systemd.units import SYSTEMD, UNITS, unit

PROCESSES = {"sodam-kiosk.service", "sodam-screen.service", "sodam-hub.service", "sodam-hub-worker.service"}
MOST_EXPOSED = {"sodam-kiosk.service": 2.2, "sodam-screen.service": 1.8}
"""0 is a service that can do nothing, 10 one that can do everything; ours with devices need what others do without."""
OTHERS_MOST_EXPOSED = 1.6
OF_THE_SYSTEM = {"dialout", "video", "input"}
"""Groups that Debian has; systemd's sysusers.d/basic.conf or base-passwd makes them."""


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)


def runnable(name: str, folder: Path) -> Path:
    """A copy whose command exists on this machine."""
    copy = folder / name
    copy.write_text(re.sub(r"(?m)^ExecStart=.*$", "ExecStart=/bin/true", unit(name).text), encoding="utf-8")
    return copy


def test_every_process_has_its_unit() -> None:
    assert set(UNITS) == PROCESSES


@pytest.mark.parametrize("name", UNITS)
def test_systemd_has_nothing_to_say_against_a_unit(name: str, tmp_path: Path) -> None:
    verdict = run("systemd-analyze", "verify", "--recursive-errors=no", str(runnable(name, tmp_path)))
    assert (verdict.returncode, verdict.stdout, verdict.stderr) == (0, "", "")


def test_a_setting_that_systemd_does_not_know_is_seen(tmp_path: Path) -> None:
    copy = runnable("sodam-kiosk.service", tmp_path)
    copy.write_text(copy.read_text("utf-8").replace("ProtectSystem=", "ProtectSistem="), encoding="utf-8")
    verdict = run("systemd-analyze", "verify", "--recursive-errors=no", str(copy))
    assert "ProtectSistem" in verdict.stderr


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_is_not_more_exposed_than_it_was(name: str, tmp_path: Path) -> None:
    threshold = round(10 * MOST_EXPOSED.get(name, OTHERS_MOST_EXPOSED))
    verdict = run(
        "systemd-analyze", "security", "--offline=true", f"--threshold={threshold}", str(runnable(name, tmp_path))
    )
    assert verdict.returncode == 0, verdict.stdout


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_waits_for_ready_and_for_six_signs_of_life(name: str) -> None:
    assert unit(name).one("Type") == "notify"
    assert float(unit(name).one("WatchdogSec")) >= 6 * systemd.ALIVE_EVERY_S


@pytest.mark.parametrize("name", ["sodam-kiosk.service", "sodam-screen.service"])
def test_a_unit_with_devices_is_not_shut_out_from_them(name: str) -> None:
    shut_out = {"PrivateDevices", "DevicePolicy", "DeviceAllow", "ProtectClock"}
    assert unit(name).values.keys() & shut_out == set()


def test_every_user_and_group_is_made_by_sysusers(tmp_path: Path) -> None:
    """By systemd-sysusers itself, in a folder that it takes for the whole machine."""
    (tmp_path / "etc").mkdir()
    files = [str(path) for path in sorted((SYSTEMD / "sysusers.d").glob("*.conf"))]
    done = run("systemd-sysusers", f"--root={tmp_path}", *files)
    assert done.returncode == 0, done.stderr
    users, groups = names(tmp_path / "etc/passwd"), names(tmp_path / "etc/group")
    for name in UNITS:
        assert {unit(name).one("User")} <= users
        assert {unit(name).one("Group"), *unit(name).words("SupplementaryGroups")} <= groups | OF_THE_SYSTEM
    owners = {owner for line in tmpfiles() for owner in line.split()[3:5]}
    assert owners <= (users & groups) | {"root"}


def test_tmpfiles_makes_the_folders(tmp_path: Path) -> None:
    """By systemd-tmpfiles itself; whoever runs the tests owns them."""
    conf = tmp_path / "all.conf"
    conf.write_text("\n".join(" ".join([*line.split()[:3], "-", "-"]) for line in tmpfiles()) + "\n", encoding="utf-8")
    done = run("systemd-tmpfiles", "--create", f"--root={tmp_path}", str(conf))
    assert (done.returncode, done.stderr) == (0, "")
    assert [(tmp_path / path).stat().st_mode & 0o777 for path in ("etc/sodam", "var/lib/sodam-hub/keys")] == [
        0o755,
        0o700,
    ]


def test_a_kiosks_settings_and_its_units_mean_the_same_places_and_groups() -> None:
    paths = load(ROOT / "config/kiosk.example.toml", KioskSettings).paths
    controller, screen = unit("sodam-kiosk.service"), unit("sodam-screen.service")
    assert paths.run == Path("/run") / controller.one("RuntimeDirectory")
    assert paths.data == Path("/var/lib") / controller.one("StateDirectory")
    assert screen.one("ExecStart").endswith(f"--socket {paths.screen_socket}")
    assert paths.screen_group == screen.one("Group")
    assert {paths.screen_group, paths.staff_group} <= set(controller.words("SupplementaryGroups"))
    assert paths.staff_group not in screen.words("SupplementaryGroups")


def tmpfiles() -> list[str]:
    """The lines of all our tmpfiles.d files."""
    texts = [path.read_text("utf-8") for path in sorted((SYSTEMD / "tmpfiles.d").glob("*.conf"))]
    return [line for text in texts for line in text.splitlines() if not line.startswith("#")]


def names(file: Path) -> set[str]:
    """The first field of each line."""
    return {line.partition(":")[0] for line in file.read_text("utf-8").splitlines()}
