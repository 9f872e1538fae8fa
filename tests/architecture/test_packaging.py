"""What is shipped is the house, and what is installed is what was locked (docs/architecture.md sections 4 and 7)."""

import re
from importlib.metadata import distributions

from packaging.specifiers import SpecifierSet

from tests.architecture.source import HOUSE, ROOMS, pyproject, text

NOT_ROOMS = {"tests"}
DEBIAN_12 = "3.11.2"


def test_every_room_is_shipped_and_nothing_else() -> None:
    packages = pyproject()["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    with_python = {path.parent.name for path in HOUSE.glob("*/*.py")} - NOT_ROOMS
    assert sorted(packages) == sorted(ROOMS) == sorted(with_python)


def test_every_room_is_watched_by_the_import_contracts() -> None:
    assert sorted(pyproject()["tool"]["importlinter"]["root_packages"]) == sorted(ROOMS)


def test_the_lock_holds_names_versions_and_hashes_only() -> None:
    allowed = re.compile(r"[a-z0-9-]+==[A-Za-z0-9.!+]+( ; [^\\]+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?|# .*|")
    lines = text("requirements.lock").splitlines()
    assert len(lines) > 100
    assert [line for line in lines if not allowed.fullmatch(line)] == []
    assert [line for line in lines if "://" in line] == []


def test_everything_that_is_asked_for_is_locked() -> None:
    project = pyproject()["project"]
    asked = project["dependencies"] + project["optional-dependencies"]["dev"]
    names = {re.split(r"[<>=!~\[ ;]", requirement, maxsplit=1)[0] for requirement in asked}
    locked = {line.partition("==")[0] for line in text("requirements.lock").splitlines() if "==" in line}
    assert names - locked == set()


def test_everything_that_is_installed_runs_on_the_oldest_python_that_is_promised() -> None:
    """The lock is made on whatever Python its maker has; a package for newer ones would stop ./dev on Debian 12."""
    refused = {
        f"{package.name} {package.version}"
        for package in distributions()
        if not SpecifierSet(package.metadata["Requires-Python"] or "").contains(DEBIAN_12)
    }
    assert refused == set()
