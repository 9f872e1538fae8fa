"""Tasks have an owner that waits for them, and tests wait for what they mean (docs/architecture.md section 7)."""

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.source import ROOMS, AnyFunction, calls, files, functions, rule, text, tree

STARTS_TASKS = {"kiosk/controller.py"}
"""The one place where parts become tasks, in the group that ends them."""

FAKE_TIME = ("tests/kiosk/", "tests/locker/", "tests/drivers/lockboard/")
"""Helper modules here run under looptime only: a sleep in them is time passing, and takes none."""

REASON = "# real time: "
"""Beside a sleep for which there is no condition to wait for, such as bytes that travel through a kernel."""


def task_groups(module: ast.Module) -> set[str]:
    """Every name that an `async with TaskGroup() as name` binds."""
    items = [item for node in ast.walk(module) if isinstance(node, ast.AsyncWith) for item in node.items]
    return {
        item.optional_vars.id
        for item in items
        if isinstance(item.optional_vars, ast.Name) and any(name == "TaskGroup" for name, _ in calls(item.context_expr))
    }


def task_problems(file: str, module: ast.Module) -> list[str]:
    groups = task_groups(module)
    may_start = file in STARTS_TASKS or file.startswith("tests/")
    return [
        f"{file}:{call.lineno} {ast.unparse(call.func)}"
        for name, call in calls(module)
        if name in {"create_task", "ensure_future"} and not (may_start and is_in_group(call, groups))
    ]


def is_in_group(call: ast.Call, groups: set[str]) -> bool:
    return (
        isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name) and call.func.value.id in groups
    )


def sleep_problems(file: str, source: str) -> list[str]:
    module, lines = ast.parse(source), source.splitlines()
    allowed = set(polls(module)) | set(time_that_passes(file, module))
    return [
        f"{file}:{call.lineno} {ast.unparse(call)}"
        for name, call in calls(module)
        if name == "sleep"
        and call not in allowed
        and ast.unparse(call.args[0]) != "0"
        and REASON not in lines[call.lineno - 1]
    ]


def polls(module: ast.Module) -> Iterator[ast.AST]:
    """What stands in a loop: it asks again after the pause."""
    for node in ast.walk(module):
        if isinstance(node, ast.While):
            yield from ast.walk(node)


def time_that_passes(file: str, module: ast.Module) -> Iterator[ast.AST]:
    """What looptime runs: a sleep there is the passing of fake time."""
    is_helper = not file.rpartition("/")[2].startswith("test_")
    if (is_helper and file.startswith(FAKE_TIME)) or is_looptime(module):
        yield from ast.walk(module)
    for node in functions(module):
        if is_looptime(node):
            yield from ast.walk(node)


def is_looptime(node: ast.Module | AnyFunction) -> bool:
    if isinstance(node, ast.Module):
        marks: list[ast.AST] = [
            part for part in node.body if isinstance(part, ast.Assign) and ast.unparse(part.targets[0]) == "pytestmark"
        ]
    else:
        marks = list(node.decorator_list)
    return any("mark.looptime" in ast.unparse(mark) for mark in marks)


def test_tasks_are_started_in_the_controller_only_and_always_in_a_group() -> None:
    read = files(*ROOMS, "tests")
    assert len(read) > 100
    assert any(name == "create_task" for name, _ in calls(tree("kiosk/controller.py")))
    rule(
        [problem for file in read for problem in task_problems(file, tree(file))],
        "await it where it is needed; what must run for ever is a Part of kiosk/controller.py",
    )


def test_no_test_waits_by_the_clock() -> None:
    read = files("tests")
    assert len(read) > 20
    rule(
        [problem for file in read for problem in sleep_problems(file, text(file))],
        f"wait for the condition (a loop with a deadline), mark the test looptime, or give the reason: {REASON}...",
    )


@pytest.mark.parametrize(
    ("source", "problems"),
    [
        ("asyncio.create_task(run())", ["kiosk/a.py:1 asyncio.create_task"]),
        ("asyncio.ensure_future(run())", ["kiosk/a.py:1 asyncio.ensure_future"]),
        (
            "async def f():\n async with asyncio.TaskGroup() as parts:\n  parts.create_task(run())",
            ["kiosk/a.py:3 parts.create_task"],
        ),
    ],
)
def test_a_task_without_an_owner_is_seen(source: str, problems: list[str]) -> None:
    assert task_problems("kiosk/a.py", ast.parse(source)) == problems


def test_a_task_of_no_group_is_seen_even_in_the_controller() -> None:
    grouped = "async def f():\n async with asyncio.TaskGroup() as parts:\n  parts.create_task(run())\n"
    source = grouped + "  loop.create_task(run())"
    assert task_problems("kiosk/controller.py", ast.parse(source)) == ["kiosk/controller.py:4 loop.create_task"]


@pytest.mark.parametrize(
    ("source", "problems"),
    [
        ("time.sleep(1)", ["tests/ui/test_a.py:1 time.sleep(1)"]),
        ("async def test_a():\n await asyncio.sleep(0.1)", ["tests/ui/test_a.py:2 asyncio.sleep(0.1)"]),
        ("async def test_a():\n await asyncio.sleep(0)", []),
        ("async def test_a():\n await asyncio.sleep(0.1)  # real time: the kernel's", []),
        ("async def test_a():\n while not done():\n  await asyncio.sleep(0.1)", []),
        ("@pytest.mark.looptime\nasync def test_a():\n await asyncio.sleep(60)", []),
        ("pytestmark = pytest.mark.looptime\nasync def test_a():\n await asyncio.sleep(60)", []),
    ],
)
def test_a_wait_by_the_clock_is_seen(source: str, problems: list[str]) -> None:
    assert sleep_problems("tests/ui/test_a.py", source) == problems
