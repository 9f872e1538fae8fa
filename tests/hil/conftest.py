"""Which bench the tests of this folder run on: `--rig PATH`; without it the demo's rig, simulated (docs/hil.md)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hil.bench import DEFAULT, Bench, is_persons, names, opened
from tests.hil.hands import Hands

_HERE = Path(__file__).parent


def pytest_addoption(parser: pytest.Parser) -> None:
    """Known where pytest is started for tests/hil; elsewhere there is no option and the default holds."""
    parser.addoption("--rig", type=Path, help="the bench: real addresses or a rig file (docs/hil.md)")


def pytest_configure(config: pytest.Config) -> None:
    """Its mark."""
    config.addinivalue_line("markers", "hands: somebody has to do something at the bench; `-m 'not hands'` without")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Each test once for every device of its kind on the bench."""
    for kind, named in names(_file(metafunc.config)).items():
        if kind in metafunc.fixturenames:
            metafunc.parametrize(kind, named or [None], ids=named or ["none"])


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """No tests of devices that the bench has not, and no limit to how long a person takes."""
    ours = [item for item in items if item.path.is_relative_to(_HERE)]
    lacking = [item for item in ours if isinstance(item, pytest.Function) and _lacks_its_device(item)]
    config.hook.pytest_deselected(items=lacking)
    items[:] = [item for item in items if item not in lacking]
    if is_persons(_file(config)):
        for item in ours:
            item.add_marker(pytest.mark.timeout(0))


@pytest.fixture(scope="session")
def bench(pytestconfig: pytest.Config) -> Iterator[Bench]:
    """The devices."""
    with opened(_file(pytestconfig)) as bench:
        yield bench


@pytest.fixture
def hands(bench: Bench) -> Hands:
    """Whoever stands before them."""
    return bench.hands


def _file(config: pytest.Config) -> Path:
    chosen: Path | None = config.getoption("--rig", None)
    return chosen or DEFAULT


def _lacks_its_device(item: pytest.Function) -> bool:
    return hasattr(item, "callspec") and None in item.callspec.params.values()
