"""tests/conftest.py fails a test that leaves a task running: proved on tests that do, in a pytest of their own."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source import HOUSE, text

LEAVES_A_TASK = """
import asyncio
import pytest

kept = []

@pytest.fixture
async def part():
    async with asyncio.TaskGroup() as parts:
        task = parts.create_task(asyncio.sleep(60))
        yield
        task.cancel()

async def test_leaves_a_task():
    kept.append(asyncio.get_running_loop().create_task(asyncio.sleep(60), name="forgotten"))

@pytest.mark.looptime
async def test_leaves_a_task_in_fake_time():
    kept.append(asyncio.get_running_loop().create_task(asyncio.sleep(60), name="forgotten too"))

async def test_waits_for_its_task():
    await asyncio.get_running_loop().create_task(asyncio.sleep(0))

async def test_its_fixture_ends_its_task(part):
    await asyncio.sleep(0)

def test_has_no_loop():
    pass
"""


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder: Path = tmp_path_factory.mktemp("guarded")
    (folder / "conftest.py").write_text(text("tests/conftest.py"), encoding="utf-8")
    (folder / "test_inner.py").write_text(LEAVES_A_TASK, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-v", "-p", "no:cacheprovider", "-c", str(HOUSE / "pyproject.toml"), "."]
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=50)
    return run.stdout + run.stderr


@pytest.mark.parametrize(
    ("test", "task"),
    [("test_leaves_a_task", "forgotten:"), ("test_leaves_a_task_in_fake_time", "forgotten too:")],
)
def test_a_test_that_leaves_a_task_running_fails_and_the_task_is_named(report: str, test: str, task: str) -> None:
    assert any(line.startswith("ERROR") and line.partition(" - ")[0].endswith(test) for line in report.splitlines())
    assert task in report


def test_a_test_that_ends_what_it_started_passes(report: str) -> None:
    for test in ("test_waits_for_its_task", "test_its_fixture_ends_its_task", "test_has_no_loop"):
        assert f"{test} PASSED" in report
    assert "2 errors" in report
