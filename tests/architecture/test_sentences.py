"""Every sentence the controller names stands in every language, with its places filled (ui/words.py).

A name that only the running flow knows is checked by driving the flows: tests/kiosk/flows/test_words.py.
"""

import ast
import re
import string
from dataclasses import dataclass
from itertools import product

import pytest

from tests.architecture.source import calls, files, rule, text, tree
from ui.words import load_words

LANGUAGES = ("ko", "en")
WORDS = load_words()

ENDINGS = {
    "tell_success": (r"title", r"line"),
    "tell_problem": (r"title", r"line"),
    "confirm": (r"title", r"hint", r"{accept}", r"{decline}"),
    "Words": (
        r"door\.open\.title",
        r"door\.open\.hint",
        r"door\.close\.title",
        r"door\.close\.hint",
        r"door\.{done}",
        r"{question}\.title",
        r"{question}\.hint",
        r"{question}\.{done}",
        r"{question}\.{not_done}",
        r"uncleared\.title",
        r"uncleared\.line",
    ),
}
"""What kiosk/flows/talk.py and at_door.py add to the id that they are given, their other {arguments} filled in."""


@dataclass(frozen=True)
class Said:
    """A sentence named in the source: a regular expression for its id, and the values it is given; None: unknown."""

    where: str
    id: str
    values: frozenset[str] | None


def said(file: str, module: ast.Module) -> list[Said]:
    found: list[Said] = []
    for name, call in calls(module):
        where = f"{file}:{call.lineno}"
        if name == "key" and call.args:
            found += [Said(where, id, values(call)) for id in ids(call.args[0])]
        elif name in ENDINGS:
            found += [Said(where, id, None) for id in composed(name, call)]
    return found


def values(call: ast.Call) -> frozenset[str] | None:
    """The names it is given, if both they and the sentence stand there in full."""
    names = frozenset(word.arg for word in call.keywords if word.arg)
    is_known = len(names) == len(call.keywords) and not isinstance(call.args[0], ast.JoinedStr)
    return names if is_known else None


def ids(node: ast.expr) -> list[str]:
    """What a key's id can be, as regular expressions. Nothing for a bare variable: its callers are read instead."""
    match node:
        case ast.Constant(value=str(id)):
            return [re.escape(id)]
        case ast.IfExp(body=body, orelse=other):
            return ids(body) + ids(other)
        case ast.JoinedStr(values=[ast.Constant(), *_] as parts):
            return [
                "".join(re.escape(str(part.value)) if isinstance(part, ast.Constant) else "[^.]+" for part in parts)
            ]
        case _:
            return []


def composed(name: str, call: ast.Call) -> list[str]:
    arguments = {word.arg: word.value for word in call.keywords if word.arg}
    stems = ids(arguments["id"] if "id" in arguments else call.args[0])
    return [rf"{stem}\.{ending}" for stem in stems for given in ENDINGS[name] for ending in filled(given, arguments)]


def filled(ending: str, arguments: dict[str, ast.expr]) -> list[str]:
    roles = [role for _, role, _, _ in string.Formatter().parse(ending) if role]
    choices = product(*(ids(arguments[role]) for role in roles))
    return [ending.format(**dict(zip(roles, chosen, strict=True))) for chosen in choices]


def missing(one: Said, language: str) -> list[str]:
    """Why this sentence cannot be said in language; empty if it can."""
    matching = [id for id in WORDS.ids(language) if re.fullmatch(one.id, id)]
    if not matching:
        return [f"{one.where} {language}.toml has no {one.id}"]
    unfilled = [(id, places(id, language) - one.values) for id in matching if one.values is not None]
    return [f"{one.where} {id} in {language}.toml wants {', '.join(sorted(gap))}" for id, gap in unfilled if gap]


def places(id: str, language: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(WORDS.pattern(id, language)) if name}


SAID = [one for file in files("kiosk") for one in said(file, tree(file))]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_that_the_controller_names_can_be_said(language: str) -> None:
    assert len(SAID) > 60
    rule(
        [problem for one in SAID for problem in missing(one, language)],
        f"write the sentence into ui/i18n/{language}.toml, or give key(...) the value that it wants",
    )


def test_the_helpers_that_complete_an_id_are_the_ones_this_test_knows() -> None:
    completing = re.compile(r'key\(f"\{(?:words\.)?id\}\.([a-z{}.]+)"')
    found = {ending for file in files("kiosk/flows") for ending in completing.findall(text(file))}
    assert found == {"title", "hint", "line", "door.{step}.title", "door.{step}.hint"}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("key('a.b', n=1)", [Said("a.py:1", r"a\.b", frozenset({"n"}))]),
        ("key('a' if x else 'b')", [Said("a.py:1", "a", frozenset()), Said("a.py:1", "b", frozenset())]),
        ("key(f'a.{part}.c', n=1)", [Said("a.py:1", r"a\.[^.]+\.c", None)]),
        ("tell_problem('a', n=1)", [Said("a.py:1", r"a\.title", None), Said("a.py:1", r"a\.line", None)]),
        (
            "confirm('a', accept='yes', decline='no')",
            [Said("a.py:1", rf"a\.{ending}", None) for ending in ("title", "hint", "yes", "no")],
        ),
    ],
)
def test_a_sentence_named_in_the_source_is_found(source: str, expected: list[Said]) -> None:
    assert said("a.py", ast.parse(source)) == expected


def test_a_missing_sentence_and_an_unfilled_place_are_seen() -> None:
    assert missing(Said("a.py:1", r"no\.such", None), "ko") == [r"a.py:1 ko.toml has no no\.such"]
    unfilled = missing(Said("a.py:1", r"door\.number", frozenset()), "ko")
    assert unfilled == ["a.py:1 door.number in ko.toml wants compartment"]
