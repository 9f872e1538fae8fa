"""The screen as a service: systemd is told that it shows and that its loop turns, and can end it in order.

Knows Qt's loop and signals. Does not know what is showing.
"""

import signal
import socket

from PySide6.QtCore import QCoreApplication, QSocketNotifier, Qt, QTimer
from PySide6.QtQuick import QQuickWindow

from link import systemd


def tell_systemd(window: QQuickWindow) -> None:
    """Say that the screen serves when this window has drawn its first picture, and from then on that it is alive."""
    alive = QTimer(window)
    alive.setInterval(round(systemd.ALIVE_EVERY_S * 1000))
    alive.timeout.connect(_tell_alive)

    def ready() -> None:
        systemd.tell(systemd.READY)
        _tell_alive()
        alive.start()

    window.frameSwapped.connect(ready, Qt.ConnectionType.SingleShotConnection)


def end_when_told(application: QCoreApplication) -> None:
    """Leave Qt's loop on SIGTERM and SIGINT. To be called when there is a window: Qt's platforms set handlers, too.

    Qt's loop never hands control to Python, which runs handlers between two of its own steps; the byte that Python
    writes for each signal makes a slot of ours such a step.
    """
    heard, written = socket.socketpair()
    for end in (heard, written):
        end.setblocking(False)
    signal.set_wakeup_fd(written.detach())
    doorbell = QSocketNotifier(heard.fileno(), QSocketNotifier.Type.Read, application)
    doorbell.activated.connect(lambda: heard.recv(64))
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: application.quit())


def _tell_alive() -> None:
    systemd.tell(systemd.ALIVE)
