"""A flow that is called but not run does nothing, silently (docs/architecture.md section 5)."""

import ast

import pytest

from tests.architecture.source import calls, files, functions, rule, tree


def flow_functions(module: ast.AST) -> set[str]:
    """Every function annotated -> Flow[...]."""
    return {
        node.name for node in functions(module) if node.returns is not None and ast.unparse(node.returns)[:5] == "Flow["
    }


def lost_flows(file: str, module: ast.AST, flows: set[str]) -> list[str]:
    run = {node.value for node in ast.walk(module) if isinstance(node, ast.YieldFrom)}
    return [
        f"{file}:{call.lineno} {ast.unparse(call)}" for name, call in calls(module) if name in flows and call not in run
    ]


def test_every_call_of_a_flow_stands_under_yield_from() -> None:
    read = files("kiosk/flows")
    flows = {name for file in read for name in flow_functions(tree(file))}
    assert {"ask", "collect", "deposit", "open_door", "tell_problem"} <= flows
    assert sum(name in flows for file in read for name, _ in calls(tree(file))) > 30
    rule(
        [problem for file in read for problem in lost_flows(file, tree(file), flows)],
        "write `yield from` before the call; without it nothing of the flow happens",
    )


@pytest.mark.parametrize(
    ("source", "problems"),
    [
        ("tell('x')", ["a.py:1 tell('x')"]),
        ("screen.tell('x')", ["a.py:1 screen.tell('x')"]),
        ("def f():\n answer = ask(tell('x'))", ["a.py:2 tell('x')"]),
        ("def f():\n yield tell('x')", ["a.py:2 tell('x')"]),
        ("def f():\n return (yield from tell('x'))", []),
        ("Service('collect', tell)", []),
    ],
)
def test_a_flow_that_is_not_run_is_seen(source: str, problems: list[str]) -> None:
    assert lost_flows("a.py", ast.parse(source), {"tell"}) == problems
