"""Promises without an owner and errors without a reader do not stay in the code (docs/architecture.md section 7)."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator

import pytest

from tests.architecture.source import ROOMS, files, rule, text, tree

PROMISE = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b(?!\(#\d+\))")


def promises(file: str, source: str) -> list[str]:
    return [f"{file}:{line} {comment}" for line, comment in comments(source) if PROMISE.search(comment)]


def comments(source: str) -> Iterator[tuple[int, str]]:
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


def swallowed(file: str, module: ast.AST) -> list[str]:
    return [
        f"{file}:{node.lineno}"
        for node in ast.walk(module)
        if isinstance(node, ast.ExceptHandler) and catches_everything(node) and does_nothing(node)
    ]


def catches_everything(handler: ast.ExceptHandler) -> bool:
    return handler.type is None or bool(re.search(r"\b(Base)?Exception\b", ast.unparse(handler.type)))


def does_nothing(handler: ast.ExceptHandler) -> bool:
    return all(isinstance(part, ast.Pass | ast.Continue) or is_bare_value(part) for part in handler.body)


def is_bare_value(part: ast.stmt) -> bool:
    return isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant)


def test_what_is_left_to_do_has_an_issue() -> None:
    read = files(*ROOMS, "tests")
    assert sum(1 for file in read for _ in comments(text(file))) > 20
    rule(
        [problem for file in read for problem in promises(file, text(file))],
        "do it, or open an issue and write TODO(#number)",
    )


def test_no_error_is_swallowed() -> None:
    read = files(*ROOMS, "tests")
    assert any(isinstance(node, ast.ExceptHandler) for file in read for node in ast.walk(tree(file)))
    rule(
        [problem for file in read for problem in swallowed(file, tree(file))],
        "catch what is expected by name; log or raise the rest",
    )


@pytest.mark.parametrize(
    ("source", "problems"),
    [
        ("x = 1  # TODO later", ["a.py:1 # TODO later"]),
        ("# FIXME", ["a.py:1 # FIXME"]),
        ("# TODO(#12) later", []),
        ("word = 'TODO'", []),
    ],
)
def test_a_promise_without_an_issue_is_seen(source: str, problems: list[str]) -> None:
    assert promises("a.py", source) == problems


@pytest.mark.parametrize(
    ("handler", "problems"),
    [
        ("except Exception: pass", ["a.py:2"]),
        ("except BaseException: ...", ["a.py:2"]),
        ("except: pass", ["a.py:2"]),
        ("except (OSError, Exception):\n '''never mind'''", ["a.py:2"]),
        ("except OSError: pass", []),
        ("except Exception: log()", []),
    ],
)
def test_a_swallowed_error_is_seen(handler: str, problems: list[str]) -> None:
    assert swallowed("a.py", ast.parse(f"try: f()\n{handler}")) == problems
