"""A protocol is a folder that knows its own device only, and nothing can be told to pretend (docs section 4 and 5)."""

import ast
import inspect
import re
from importlib import import_module
from pathlib import Path

import pytest
from pydantic import BaseModel

from tests.architecture.source import HOUSE, ROOMS, files, rule, tree

FAMILIES = ("cardreader", "documentprinter", "lockboard", "slipprinter")
"""A new family is added here and in the layers of pyproject.toml."""

NO_FAMILIES = ("camera", "simhost", "transport")
"""A camera is no family: OpenCV takes every camera by its address, V4L2 or MJPEG, and no protocol of ours could have a
folder. The other two are no devices.
"""

ROLES = (("settings.py",), ("codec.py",), ("device.py",), ("sim.py", "sim/__init__.py"))
"""One of the files of each role; a device that takes more than one file to play has a folder."""

PRETENDS = re.compile(r"simulat|mock|fake|dummy|dry_?run", re.IGNORECASE)


def protocols(family: str) -> list[str]:
    return sorted(path.parent.name for path in (HOUSE / "drivers" / family).glob("*/__init__.py"))


def lacking(folder: Path) -> list[str]:
    """The roles of a protocol's folder that no file has, by the usual file's name."""
    return [names[0] for names in ROLES if not any((folder / name).is_file() for name in names)]


def protocol_imports(file: str, family: str) -> list[str]:
    """What a file imports of any protocol's folder of a family."""
    folders = tuple(f"drivers.{family}.{protocol}." for protocol in protocols(family))
    return sorted(module for module in imported(tree(file)) if f"{module}.".startswith(folders))


def imported(module: ast.Module) -> set[str]:
    """Every module that is imported, and every name from it as if it were one."""
    found: set[str] = set()
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{name.name}" for name in node.names}
    return found


def settings_models() -> list[type[BaseModel]]:
    """Every pydantic model that a settings file is read into."""
    homes = [
        file for file in files(*ROOMS) if file.startswith("config/") or file.endswith(("settings.py", "registry.py"))
    ]
    modules = [import_module(file.removesuffix(".py").replace("/", ".")) for file in homes if "__init__" not in file]
    return [
        member
        for module in modules
        for _, member in inspect.getmembers(module, inspect.isclass)
        if issubclass(member, BaseModel) and member.__module__ == module.__name__
    ]


def pretending(model: type[BaseModel]) -> list[str]:
    return [f"{model.__module__}.{model.__name__}.{name}" for name in model.model_fields if PRETENDS.search(name)]


@pytest.mark.parametrize("family", FAMILIES)
def test_every_protocol_folder_has_its_four_files_and_its_vectors(family: str) -> None:
    assert protocols(family)
    folders = [f"drivers/{family}/{protocol}" for protocol in protocols(family)]
    missing = [f"{folder}/{name}" for folder in folders for name in lacking(HOUSE / folder)]
    vectors = [f"tests/{folder}/vectors.toml" for folder in folders]
    rule(
        [f"{file} is missing" for file in missing + [file for file in vectors if not (HOUSE / file).is_file()]],
        "settings, bytes, waiting and playing the device have a file each; vectors come from the vendor's document",
    )


@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_says_what_is_asked_of_its_devices_and_holds_them_to_it(family: str) -> None:
    wanted = [f"drivers/{family}/api.py", f"drivers/{family}/registry.py", f"tests/drivers/{family}/contract.py"]
    rule(
        [f"{file} is missing" for file in wanted if not (HOUSE / file).is_file()],
        "api.py is what the house asks, registry.py the one list of protocols, contract.py what each must pass",
    )


def test_every_folder_of_the_drivers_is_a_family_or_known_to_be_none() -> None:
    assert {path.parent.name for path in (HOUSE / "drivers").glob("*/__init__.py")} == {*FAMILIES, *NO_FAMILIES}


@pytest.mark.parametrize("family", FAMILIES)
def test_only_its_registry_and_the_rig_know_a_protocol(family: str) -> None:
    own = tuple(f"drivers/{family}/{name}/" for name in protocols(family))
    may = (f"drivers/{family}/registry.py", "drivers/simhost/", *own)
    assert protocol_imports(f"drivers/{family}/registry.py", family)
    rule(
        [
            f"{file} imports {module}"
            for file in files(*ROOMS)
            if not file.startswith(may)
            for module in protocol_imports(file, family)
        ],
        "open it through the family's registry.py and say what is asked of it by api.py",
    )


@pytest.mark.parametrize("family", FAMILIES)
def test_protocols_do_not_know_each_other(family: str) -> None:
    names = protocols(family)
    rule(
        [
            f"{file} imports {module}"
            for own in names
            for file in files(f"drivers/{family}/{own}")
            for module in imported(tree(file))
            for other in names
            if other != own and f"{module}.".startswith(f"drivers.{family}.{other}.")
        ],
        "what two protocols share belongs into the family's folder",
    )


def test_no_setting_makes_a_device_pretend() -> None:
    models = settings_models()
    assert {"KioskSettings", "LockBus", "Xor8aSettings", "EscposSettings", "PcscSettings"} <= {
        model.__name__ for model in models
    }
    rule(
        [problem for model in models for problem in pretending(model)],
        "a simulated device is the other end of the wire: give its address (docs/architecture.md section 5)",
    )


def test_a_protocol_that_lacks_a_file_is_seen(tmp_path: Path) -> None:
    for name in ("settings.py", "codec.py", "sim/__init__.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert lacking(tmp_path) == ["device.py"]


def test_a_setting_that_pretends_is_seen() -> None:
    class Board(BaseModel):
        channels: int
        simulated: bool
        use_mock_port: bool

    names = [problem.rpartition(".")[2] for problem in pretending(Board)]
    assert names == ["simulated", "use_mock_port"]
