"""A protocol is a folder that knows its own device only, and nothing can be told to pretend (docs section 4 and 5)."""

import ast
import inspect
import re
from importlib import import_module

import pytest
from pydantic import BaseModel

from tests.architecture.source import HOUSE, ROOMS, files, rule, tree

FAMILIES = ("lockboard", "documentprinter")
"""A new family is added here and in the layers of pyproject.toml."""

ROLES = ("settings.py", "codec.py", "device.py", "sim.py")

PRETENDS = re.compile(r"simulat|mock|fake|dummy|dry_?run", re.IGNORECASE)


def protocols(family: str) -> list[str]:
    return sorted(path.parent.name for path in (HOUSE / "drivers" / family).glob("*/__init__.py"))


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
    wanted = [
        f"{place}/{family}/{protocol}/{name}"
        for protocol in protocols(family)
        for place, names in (("drivers", ROLES), ("tests/drivers", ("vectors.toml",)))
        for name in names
    ]
    rule(
        [f"{file} is missing" for file in wanted if not (HOUSE / file).is_file()],
        "settings, bytes, waiting and playing the device have a file each; vectors come from the vendor's document",
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
    assert {"KioskSettings", "LockBus", "Xor8aSettings"} <= {model.__name__ for model in models}
    rule(
        [problem for model in models for problem in pretending(model)],
        "a simulated device is the other end of the wire: give its address (docs/architecture.md section 5)",
    )


def test_a_setting_that_pretends_is_seen() -> None:
    class Board(BaseModel):
        channels: int
        simulated: bool
        use_mock_port: bool

    names = [problem.rpartition(".")[2] for problem in pretending(Board)]
    assert names == ["simulated", "use_mock_port"]
