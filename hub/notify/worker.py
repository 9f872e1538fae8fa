"""The worker: takes what waits to be told, one by one, and tells it.

A notice is SENDING in a commit of its own before the channel is touched, and SENT in one after. A worker that dies in
between leaves it SENDING, and it is sent again after five minutes: never lost, seldom twice, and then with the same id.
"""

import threading

import structlog

from hub.codes import picture_of, text_of
from hub.core import Hub
from hub.names import Names
from hub.notices import SIGN_IN, Tell
from hub.notify.channels import Channels, Outgoing
from hub.notify.words import written
from hub.store import notices
from hub.store.schema import GivenCode, Notice, Staff
from hub.store.sign_ins import GOOD_FOR, Length
from hub.store.store import Books
from link import systemd

LOOKS_EVERY_S = 1.0

_FORGET_AFTER = {Tell.SIGN_IN_CODE: GOOD_FOR[Length.SHORT], Tell.LONG_SIGN_IN_CODE: GOOD_FOR[Length.LONG]}

_log = structlog.get_logger()


def run(hub: Hub, stop: threading.Event) -> None:
    """Tell what waits until stop is set; a message that is under way is finished. systemd is told that this goes on."""
    channels = Channels(hub.settings.notices, hub.settings.keys)
    _log.info("worker_serves", waiting=hub.store.read(notices.waiting))
    systemd.tell(systemd.READY)
    while not stop.is_set():
        systemd.tell(systemd.ALIVE)
        if not _tell_next(hub, channels):
            stop.wait(LOOKS_EVERY_S)


def run_once(hub: Hub) -> int:
    """Tell everything that is due now; returns how many were looked at."""
    channels = Channels(hub.settings.notices, hub.settings.keys)
    told = 0
    while _tell_next(hub, channels):
        told += 1
    return told


def _tell_next(hub: Hub, channels: Channels) -> bool:
    """Whether there was one."""
    notice = hub.store.write(notices.claim)
    if notice is None:
        return False
    email, phone = hub.store.read(_address, hub, notice)
    outgoing = hub.store.read(_outgoing, hub, notice)
    ways = hub.settings.notices.reaching(email=email, phone=phone, picture=outgoing.picture is not None)
    taken = channels.send(outgoing, *ways[notices.turn(notice, len(ways))]) if ways else None
    if taken:
        hub.store.write(notices.sent, notice.id, notice.values)
    elif taken is None and notice.tell not in SIGN_IN:
        hub.store.write(notices.unreachable, notice.id)
    else:
        useless_after = _FORGET_AFTER.get(notice.tell)
        hub.store.write(notices.not_sent, notice.id, ways=max(len(ways), 1), forget_after=useless_after)
    _log.info("notice", id=notice.id, tell=notice.tell.value, tries=notice.tries, taken=taken)
    return True


def _address(books: Books, hub: Hub, notice: Notice) -> tuple[str | None, str | None]:
    """Mail and telephone of whom it is for."""
    if notice.staff is not None:
        return books.db.get_one(Staff, notice.staff).email, None
    person = hub.register.person(notice.person) if notice.person else None
    return (person.email, person.phone) if person else (None, None)


def _outgoing(books: Books, hub: Hub, notice: Notice) -> Outgoing:
    code = books.db.get(GivenCode, notice.code) if notice.code else None
    picture = picture_of(text_of(hub, code)) if code else None
    return Outgoing(notice.id, written(notice.tell, Names(hub, books).values(notice)), picture)
