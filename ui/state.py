"""What the screen knows at one moment, and how each event changes it.

Pure: no Qt, no socket, no clock, no words.
"""

from dataclasses import dataclass, replace

from link.screens import Choice, Keypad, Preview
from link.showing import Alarm, Answer, Hello, Show, Strip

CHOICES_A_PAGE = 5
"""At most five choices are offered at once: what fits beside letters of 12 mm on a 15 inch panel."""


@dataclass(frozen=True, slots=True)
class State:
    """Everything that decides what is drawn."""

    hello: Hello | None = None
    """The last greeting; kept when the link is lost, for its help phone and panel."""
    show: Show | None = None
    """What the controller wants shown; None without a link."""
    alarms: tuple[Alarm, ...] = ()
    visit: str | None = None
    """The visit the language belongs to; outlives a short loss of the link."""
    language: str = "ko"
    waited_long: bool = False
    """There has been nothing to show for so long that the person should not wait."""
    typed: str = ""
    page: int = 0
    """Which page of a Choice, from 0."""
    answer: Answer | None = None
    """What was sent for this (visit, n). From then on the page takes nothing."""
    slow: bool = False
    """The next screen takes so long that the person should be told to wait."""


def heard(state: State, message: Hello | Show | Strip) -> State:
    """The controller said something."""
    match message:
        case Hello():
            known = state.language in message.languages
            return replace(state, hello=message, language=state.language if known else message.languages[0])
        case Strip():
            return replace(state, alarms=message.alarms)
        case Show():
            return _shown(state, message)


def lost(state: State) -> State:
    """The link is gone, and with it everything that it had us show."""
    return replace(state, show=None, alarms=(), typed="", page=0, answer=None, slow=False)


def waited(state: State) -> State:
    """Nothing to show came for a long time."""
    return replace(state, waited_long=True)


def typed(state: State, digit: str) -> State:
    """One digit more, up to the keypad's limit."""
    keypad = keypad_of(state)
    if keypad is None or state.answer or len(state.typed) >= keypad.max_digits:
        return state
    return replace(state, typed=state.typed + digit)


def erased(state: State) -> State:
    """The last digit is taken back."""
    return state if state.answer else replace(state, typed=state.typed[:-1])


def turned(state: State) -> State:
    """The next page of the choice; the first after the last."""
    return state if state.answer else replace(state, page=(state.page + 1) % page_count(state))


def answered(state: State, answer: Answer) -> State:
    """The person's answer to this screen is on its way."""
    return replace(state, answer=answer)


def delayed(state: State) -> State:
    """A while has passed since the last answer; it matters only where that is still the answer to this screen."""
    return replace(state, slow=state.answer is not None)


def switched_language(state: State) -> State:
    """The next of the languages that the controller offers."""
    if state.hello is None:
        return state
    languages = state.hello.languages
    return replace(state, language=languages[(languages.index(state.language) + 1) % len(languages)])


def keypad_of(state: State) -> Keypad | None:
    """The keypad that is showing."""
    screen = state.show.screen if state.show else None
    return screen if isinstance(screen, Keypad) else None


def page_png_of(state: State) -> str:
    """The page of the preview that is showing, as a PNG in Base64; "" where there is none."""
    screen = state.show.screen if state.show else None
    return screen.page_png if isinstance(screen, Preview) else ""


def page_count(state: State) -> int:
    """How many pages the choice that is showing has; 1 where there is none."""
    screen = state.show.screen if state.show else None
    return max(1, -(-len(screen.options) // CHOICES_A_PAGE)) if isinstance(screen, Choice) else 1


def _shown(state: State, show: Show) -> State:
    if state.show and (state.show.visit, state.show.n) == (show.visit, show.n):
        return replace(state, show=show)
    fresh = replace(state, show=show, waited_long=False, typed="", page=0, answer=None, slow=False, visit=show.visit)
    if show.visit == state.visit or state.hello is None:
        return fresh
    return replace(fresh, language=state.hello.languages[0])
