"""What QML draws around the page: bars, strip, the question whether the person is still there, the panel's size.

Pure. Knows which control an answer came from. Does not know the page.
"""

from link.screens import Door, Home, Screen, Take
from link.showing import Alarm, Answer, Chose, Left, Typed
from link.text import Text, key
from ui.props import Props, Say
from ui.state import State
from ui.words import Words


def derive_frame(state: State, words: Words) -> Props:
    """The frame for a state. Its "held" is the objectName of the control whose answer is on its way."""

    def say(text: Text) -> str:
        return words.say(text, state.language)

    hello, show = state.hello, state.show
    leaves = show.screen.ways_out if show else ()
    return {
        "linked": show is not None,
        "site": say(hello.site) if hello else "",
        "helpLabel": say(key("help.label")),
        "helpPhone": hello.help_phone if hello else "",
        "otherLanguage": say(key("language.other")) if hello and len(hello.languages) > 1 else "",
        "back": say(key("nav.back")) if "back" in leaves else "",
        "home": say(key("nav.home")) if "home" in leaves else "",
        "held": _held(show.screen, state.answer) if show and state.answer else "",
        "wait": say(key("wait")) if state.slow else "",
        "alarm": _strip(state.alarms, say),
        "alarmUrgent": any(alarm.urgent for alarm in state.alarms),
        # Who has just answered need not be asked.
        "asksStillThere": show is not None and show.still_there and state.answer is None,
        "stillThere": _still_there(show.screen if show else None, say),
        "panelHeightMm": hello.panel.height_mm if hello else 0.0,
    }


def _strip(alarms: tuple[Alarm, ...], say: Say) -> str:
    """As much as has room beside a page: the one to see to first, and how many more there are."""
    if not alarms:
        return ""
    first = say(min(alarms, key=lambda alarm: not alarm.urgent).text)
    return first if len(alarms) == 1 else f"{first} {say(key('strip.others', count=len(alarms) - 1))}"


def _held(screen: Screen, answer: Answer) -> str:
    match answer:
        case Chose(option=option):
            return f"service.{option}" if isinstance(screen, Home) else f"option.{option}"
        case Typed():
            return "keypad.done"
        case Left(to=to):
            return f"nav.{to}"


def _still_there(screen: Screen | None, say: Say) -> Props:
    """The question's words. It may offer the first screen only where the page under it does."""
    title, hint = _question(screen)
    leaves = screen is not None and "home" in screen.ways_out
    return {
        "title": say(title),
        "hint": say(hint),
        "stay": say(key("still_there.stay")),
        "home": say(key("still_there.home")) if leaves else "",
    }


def _question(screen: Screen | None) -> tuple[Text, Text]:
    match screen:
        case Door(compartment=compartment):
            return key("still_there.door.title", compartment=compartment), key("still_there.door.hint")
        case Take(what="paper"):
            return key("still_there.paper.title"), key("still_there.paper.hint")
        case Take(what="card"):
            return key("still_there.card.title"), key("still_there.card.hint")
        case _:
            return key("still_there.title"), key("still_there.hint")
