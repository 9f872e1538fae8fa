"""The kinds of notice, and where one can stand.

What each says stands in hub/notify/ko.toml, by a Tell's value. Notices themselves are rows (hub.store.notices).
"""

from enum import Enum


class Tell(Enum):
    """One kind of notice. Beside it: for whom, and the values that it takes."""

    SIGN_IN_CODE = "sign_in_code"
    """code"""
    LONG_SIGN_IN_CODE = "long_sign_in_code"
    """Instead, after many were asked for. code"""
    APPROVED = "approved"
    """For way KIOSK: come and print it; with a code to show."""
    IN_LOCKER = "in_locker"
    """Come and take it out; with a code to show. compartment"""
    REJECTED = "rejected"
    """reason"""
    VOID = "void"
    """Apply again: what became of the print could not be found out."""
    REMOVED = "removed"
    """To the resident: staff found the compartment empty. compartment"""
    OFFER = "offer"
    """To every volunteer: who brings this?"""
    OFFER_GONE = "offer_gone"
    """To the others: somebody does."""
    DELIVERY_YOURS = "delivery_yours"
    """To the volunteer who was first; with a code for the locker."""
    DELIVERY_OVER = "delivery_over"
    """To a volunteer whose delivery is not in the locker any more."""
    DELIVERY_AWAY = "delivery_away"
    """To a volunteer whose delivery the coordinator gives to somebody else."""
    VOLUNTEER_COMES = "volunteer_comes"
    """To the resident: who comes, and the digits to read out. volunteer, code"""
    UNCONFIRMED = "unconfirmed"
    """To the coordinators: somebody must ask whether it arrived."""
    OUT_OF_TRIES = "out_of_tries"
    """To the coordinators: the digits were wrong too often, and the volunteer stands there."""


SIGN_IN = (Tell.SIGN_IN_CODE, Tell.LONG_SIGN_IN_CODE)
"""Somebody waits for them at a screen, and nobody is called about them."""


class NoticeState(Enum):
    """Where a notice stands."""

    WAITING = "waiting"
    SENDING = "sending"
    """Committed before the channel is touched: what is found so after a crash is sent again, with the same id."""
    SENT = "sent"
    CALL = "call"
    """Nothing reaches this person; a coordinator calls."""
    CALLED = "called"
    DROPPED = "dropped"
    """There is nothing to tell any more."""
