"""The house's own source, parsed. Knows files and syntax, and no rule."""

import ast
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

HOUSE = Path(__file__).parents[2]
ROOMS = ("kiosk", "drivers", "locker", "printer", "ui", "link", "hub", "config")

AnyFunction = ast.FunctionDef | ast.AsyncFunctionDef


def files(*folders: str, suffix: str = ".py") -> list[str]:
    """Every file below these folders whose name ends in suffix, relative to the house."""
    found = [path.relative_to(HOUSE).as_posix() for folder in folders for path in (HOUSE / folder).rglob(f"*{suffix}")]
    assert found, f"nothing to check under {folders}: has the house been moved?"
    return sorted(found)


def text(file: str) -> str:
    """What stands in a file of the house."""
    return (HOUSE / file).read_text(encoding="utf-8")


@cache
def tree(file: str) -> ast.Module:
    """A file of the house, parsed."""
    return ast.parse(text(file), file)


def functions(module: ast.AST) -> Iterator[AnyFunction]:
    """Every function in it, nested ones and methods too."""
    for node in ast.walk(module):
        if isinstance(node, AnyFunction):
            yield node


def calls(module: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Every call in it, with the last part of the name that is called: sleep for asyncio.sleep(1)."""
    for node in ast.walk(module):
        match node:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
                yield name, node
            case _:
                pass


def pyproject() -> dict[str, Any]:
    """pyproject.toml."""
    return tomllib.loads(text("pyproject.toml"))


def rule(problems: list[str], fix: str) -> None:
    """Fail with every problem and the way out of it."""
    assert not problems, "\n  ".join(["", *problems]) + f"\n→ {fix}"
