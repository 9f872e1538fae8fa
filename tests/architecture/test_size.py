"""A stranger opens one file and understands it (docs/architecture.md section 7)."""

import ast

from tests.architecture.source import ROOMS, files, functions, rule, text, tree

MOST_FILE_LINES = 400
MOST_FUNCTION_LINES = 40


def is_table(file: str) -> bool:
    """Data that is read by its rows and never as a whole."""
    return "/migrations/versions/" in file or file.endswith("/vectors.py")


def long_functions(file: str, module: ast.Module) -> list[str]:
    lengths = {node: (node.end_lineno or node.lineno) - node.lineno + 1 for node in functions(module)}
    return [
        f"{file}:{node.lineno} {node.name} has {lines} lines"
        for node, lines in lengths.items()
        if lines > MOST_FUNCTION_LINES
    ]


def test_no_file_is_longer_than_400_lines() -> None:
    read = [*files(*ROOMS, "tests"), *files("ui", suffix=".qml"), "dev", ".ci/run"]
    lines = {file: len(text(file).splitlines()) for file in read if not is_table(file)}
    assert len(lines) > 100
    rule(
        [f"{file} has {count} lines" for file, count in lines.items() if count > MOST_FILE_LINES],
        "split it along what its halves know; 200 lines is the aim",
    )


def test_no_function_is_longer_than_40_lines() -> None:
    read = [file for file in files(*ROOMS, "tests") if not is_table(file)]
    assert sum(1 for file in read for _ in functions(tree(file))) > 500
    rule(
        [problem for file in read for problem in long_functions(file, tree(file))],
        "give its steps names of their own; 20 lines is the aim",
    )


def test_a_long_function_is_seen() -> None:
    just_right = "def fits():\n" + "    x = 1\n" * 39
    one_more = "async def too_long():\n" + "    x = 1\n" * 40
    assert long_functions("a.py", ast.parse(just_right + one_more)) == ["a.py:41 too_long has 41 lines"]
