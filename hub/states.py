"""What an application and a delivery can be, and which step may follow which. Knows no database and no person."""

from enum import Enum


class State(Enum):
    """Where an application stands."""

    SUBMITTED = "submitted"
    REJECTED = "rejected"
    APPROVED = "approved"
    """Numbered, made, signed, closed for one kiosk, and not yet sent to it."""
    FETCHED = "fetched"
    """That kiosk may have it: only what the kiosk says frees the number now, never a timeout."""
    RELEASED = "released"
    """No kiosk has it any more and it was never printed; an officer may give it to one again."""
    PRINTED = "printed"
    """For way KIOSK this is the end."""
    UNCERTAIN = "uncertain"
    """Nobody knows whether it was printed; staff settle that at the kiosk, or here if that kiosk never heard of it."""
    VOID = "void"
    """Its number was given up; whoever still wants the paper applies again."""
    IN_LOCKER = "in_locker"
    COLLECTED = "collected"
    REMOVED = "removed"
    """Staff looked into its compartment, and it was not there."""
    OFFERED = "offered"
    """In the locker, and the volunteers were asked."""
    ACCEPTED = "accepted"
    TAKEN = "taken"
    """A volunteer has it in hand."""
    HANDED_OVER = "handed_over"
    UNCONFIRMED = "unconfirmed"
    """Nothing proves that it was handed over, and a coordinator asks."""
    LOST = "lost"
    """The coordinator found that it never arrived."""


NEXT: dict[State, frozenset[State]] = {
    State.SUBMITTED: frozenset({State.APPROVED, State.REJECTED}),
    State.REJECTED: frozenset(),
    State.APPROVED: frozenset({State.FETCHED, State.RELEASED}),
    State.FETCHED: frozenset({State.PRINTED, State.UNCERTAIN, State.RELEASED}),
    State.RELEASED: frozenset({State.APPROVED, State.VOID}),
    State.PRINTED: frozenset({State.IN_LOCKER}),
    State.UNCERTAIN: frozenset({State.PRINTED, State.VOID, State.RELEASED}),
    State.VOID: frozenset(),
    State.IN_LOCKER: frozenset({State.COLLECTED, State.REMOVED, State.OFFERED}),
    State.COLLECTED: frozenset(),
    State.REMOVED: frozenset({State.IN_LOCKER}),
    State.OFFERED: frozenset({State.ACCEPTED, State.TAKEN, State.COLLECTED, State.REMOVED}),
    State.ACCEPTED: frozenset(
        {State.OFFERED, State.TAKEN, State.HANDED_OVER, State.UNCONFIRMED, State.COLLECTED, State.REMOVED}
    ),
    State.TAKEN: frozenset({State.HANDED_OVER, State.UNCONFIRMED, State.LOST, State.IN_LOCKER}),
    State.UNCONFIRMED: frozenset({State.HANDED_OVER, State.LOST, State.IN_LOCKER, State.OFFERED}),
    State.HANDED_OVER: frozenset(),
    State.LOST: frozenset(),
}
"""UNCERTAIN to RELEASED: the kiosk's keys were renewed, and it still knows that it never printed it.
UNCONFIRMED to OFFERED: nobody has taken it out of the locker.
ACCEPTED to HANDED_OVER: the kiosk is without a network and tells later that it was taken.
OFFERED to TAKEN: given back while the volunteer's hand was in the locker; what the door saw holds.
ACCEPTED to COLLECTED: the resident went to the locker before the volunteer did.
TAKEN to IN_LOCKER: nobody was at home, and the envelope went back.
REMOVED to IN_LOCKER: it was found, and put back."""


AT_KIOSK = (State.APPROVED, State.FETCHED)
"""Its number is one kiosk's, and may still be printed there."""


class DeliveryState(Enum):
    """Where one volunteer's delivery stands."""

    ACCEPTED = "accepted"
    TAKEN = "taken"
    UNCONFIRMED = "unconfirmed"
    HANDED_OVER = "handed_over"
    ENDED = "ended"
    """Given back, put back into the locker, overtaken by another, or lost."""


LIVE_DELIVERY = (DeliveryState.ACCEPTED, DeliveryState.TAKEN, DeliveryState.UNCONFIRMED)


class What(Enum):
    """What stands in an application's trail: its states, and what happened between them."""

    SUBMITTED = "submitted"
    REJECTED = "rejected"
    APPROVED = "approved"
    FETCHED = "fetched"
    RECALL_ASKED = "recall_asked"
    RECALLED = "recalled"
    """Free without a kiosk's word: none had fetched it."""
    RELEASED = "released"
    NOT_PRINTED = "not_printed"
    PRINTED = "printed"
    UNCERTAIN = "uncertain"
    KEYS_VOID = "keys_void"
    """The keys of the kiosk that had fetched it are void: what it did with it may never be told."""
    FOUND_ISSUED = "found_issued"
    """Settled here, without its kiosk."""
    FOUND_VOID = "found_void"
    VOID = "void"
    IN_LOCKER = "in_locker"
    COLLECTED = "collected"
    REMOVED = "removed"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    GIVEN_BACK = "given_back"
    TAKEN_AWAY = "taken_away"
    """By the office, from a volunteer who had not taken it out of the locker."""
    TAKEN = "taken"
    WRONG_CODE = "wrong_code"
    HANDED_OVER = "handed_over"
    UNCONFIRMED = "unconfirmed"
    OUT_OF_TRIES = "out_of_tries"
    """The digits were wrong too often, and nobody has said that it was handed over."""
    LOST = "lost"


class HandOver(Enum):
    """What became of the digits that the volunteer entered."""

    DONE = "done"
    WRONG = "wrong"
    OUT_OF_TRIES = "out_of_tries"
    """Now unconfirmed: the volunteer keeps the envelope, and the coordinator asks."""
