"""What QML draws in the middle: a dictionary of sentences, names and flags, and nothing to decide.

Pure. Knows which words each kind of screen needs; does not know what stands around the page (ui/frame.py), pixels,
sockets or touches.
"""

from collections.abc import Callable

from link.screens import (
    Choice,
    Confirm,
    Door,
    Home,
    Keypad,
    Line,
    Message,
    Option,
    Preview,
    Progress,
    Scan,
    Screen,
    Service,
    Take,
)
from link.text import Text, key
from ui.digits import grouped, places
from ui.state import CHOICES_A_PAGE, State, page_count
from ui.words import Words

Props = dict[str, object]
Say = Callable[[Text], str]


def derive_page(state: State, words: Words) -> Props:
    """The page in the middle: its "kind" names the file under qml/screens, its "key" changes with every new screen."""
    if state.show is None:
        return _no_link(state, words)

    def say(text: Text) -> str:
        return words.say(text, state.language)

    kind = state.show.screen.kind
    return {
        "kind": kind.capitalize(),
        "key": f"{state.show.visit}/{state.show.n}",
        **_screen(state.show.screen, state, say),
    }


def _screen(screen: Screen, state: State, say: Say) -> Props:
    match screen:
        case Home():
            return _home(screen, say)
        case Choice():
            return _choice(screen, state, say)
        case Keypad():
            return _keypad(screen, state, say)
        case Confirm():
            return _confirm(screen, say)
        case Door():
            return _door(screen, state, say)
        case Scan():
            return _scan(screen, say)
        case Preview():
            return _preview(screen, say)
        case Progress():
            return _progress(screen, say)
        case Take():
            return _take(screen, say)
        case Message():
            return _message(screen, say)


def _home(screen: Home, say: Say) -> Props:
    def card(service: Service) -> Props:
        return {
            "id": service.id,
            "title": say(key(f"service.{service.id}.title")),
            "hint": say(service.unavailable or key(f"service.{service.id}.hint")),
            "available": service.unavailable is None,
        }

    return {
        "title": say(key("home.title")),
        "hint": say(key("home.hint")),
        "services": [card(service) for service in screen.services if service.audience == "resident"],
        "staffServices": [card(service) for service in screen.services if service.audience == "staff"],
    }


def _choice(screen: Choice, state: State, say: Say) -> Props:
    first, pages = state.page * CHOICES_A_PAGE, page_count(state)
    more = key("choice.first_page" if state.page == pages - 1 else "choice.more", page=state.page + 1, pages=pages)
    return {
        "title": say(screen.title),
        "hint": _maybe(screen.hint, say),
        "options": [_option(option, say) for option in screen.options[first : first + CHOICES_A_PAGE]],
        "more": say(more) if pages > 1 else "",
    }


def _keypad(screen: Keypad, state: State, say: Say) -> Props:
    missing = screen.min_digits - len(state.typed)
    wanted = key("keypad.digits_missing", count=missing) if state.typed else key("keypad.type_first")
    problem = "" if state.typed else _maybe(screen.problem, say)
    return {
        "title": say(screen.title),
        # One thing to read at a time: what went wrong says what to do, too.
        "hint": "" if problem else _maybe(screen.hint, say),
        "problem": problem,
        "cells": places(screen, state.typed),
        "unit": _maybe(screen.unit, say),
        "erase": say(key("keypad.erase")),
        "canErase": bool(state.typed),
        "done": say(key("keypad.done") if missing <= 0 else wanted),
        "canFinish": missing <= 0,
    }


def _confirm(screen: Confirm, say: Say) -> Props:
    return {
        "title": say(screen.title),
        "hint": _maybe(screen.hint, say),
        "lines": [_line(line, say) for line in screen.lines],
        "accept": _option(screen.accept, say),
        "decline": _option(screen.decline, say),
    }


def _door(screen: Door, state: State, say: Say) -> Props:
    return {
        "title": say(screen.title),
        "hint": _maybe(screen.hint, say),
        "compartment": screen.compartment,
        "number": say(key("door.number", compartment=screen.compartment)),
        "cells": [cell.model_dump() for cell in state.hello.cabinet] if state.hello else [],
        "phase": screen.phase,
        "answers": [_option(option, say) for option in screen.answers] if screen.phase == "open" else [],
    }


def _scan(screen: Scan, say: Say) -> Props:
    return {
        "title": say(screen.title),
        # One thing to read at a time: what went wrong says what to do, too.
        "hint": "" if screen.problem else _maybe(screen.hint, say),
        "problem": _maybe(screen.problem, say),
        "ways": [{"what": what, "how": say(key(f"scan.{what}"))} for what in screen.accepts],
        "answers": [_option(option, say) for option in screen.answers],
    }


def _preview(screen: Preview, say: Say) -> Props:
    """The page itself is fetched by its picture's address (ui/pages.py)."""
    return {
        "title": say(screen.title),
        "lines": [_line(line, say) for line in screen.lines],
        "pages": say(key("preview.page", pages=screen.pages)) if screen.pages > 1 else "",
        "accept": _option(screen.accept, say),
        "decline": _option(screen.decline, say),
    }


def _progress(screen: Progress, say: Say) -> Props:
    total = screen.total
    done = min(screen.done, total)
    return {
        "slip": screen.what == "slip",
        "title": say(screen.title),
        "hint": "" if screen.problem else _maybe(screen.hint, say),
        "problem": _maybe(screen.problem, say),
        # While nothing moves, nobody is told that it does.
        "count": "" if not total or (screen.problem and not done) else say(_count(done, total)),
        "counted": total > 0,
        "part": done / total if total else 0,
    }


def _count(done: int, total: int) -> Text:
    if done == total:
        return key("progress.all", total=total)
    return key("progress.done", done=done, total=total) if done else key("progress.begun", total=total)


def _take(screen: Take, say: Say) -> Props:
    return {
        "title": say(screen.title),
        "hint": _maybe(screen.hint, say),
        "what": screen.what,
        "accept": _option(screen.accept, say),
    }


def _message(screen: Message, say: Say) -> Props:
    return {
        "title": say(screen.title),
        "lines": [say(line) for line in screen.lines],
        "tone": screen.tone,
        "digits": grouped(screen.digits or ""),
        "close": say(screen.close),
    }


def _no_link(state: State, words: Words) -> Props:
    id = "no_link.unavailable" if state.waited_long else "no_link.preparing"
    # Nobody can choose a language here, so both are shown.
    return {
        "kind": "NoLink",
        "key": "",
        "title": words.say(key(id), "ko"),
        "titleEn": words.say(key(id), "en"),
        "helpLabel": words.say(key("help.label"), "ko"),
        "helpPhone": state.hello.help_phone if state.hello and state.waited_long else "",
    }


def _line(line: Line, say: Say) -> Props:
    return {"label": say(line.label), "value": say(line.value)}


def _option(option: Option, say: Say) -> Props:
    return {"id": option.id, "label": say(option.label)}


def _maybe(text: Text | None, say: Say) -> str:
    return say(text) if text else ""
