"""What our processes say to systemd: that they serve, and that they are alive (sd_notify(3)).

Without systemd nothing is said.
"""

import os
import socket

READY = "READY=1"
ALIVE = "WATCHDOG=1"
ALIVE_EVERY_S = 5.0
"""The units' WatchdogSec is six times that."""


def tell(state: str) -> None:
    """Send a state to the service manager that started this process.

    Raises:
        OSError: its socket is named in the environment and cannot be reached.
    """
    address = os.environ.get("NOTIFY_SOCKET")
    if not address:
        return
    # A leading @ stands for the abstract namespace, which Linux writes with a zero byte.
    address = f"\0{address[1:]}" if address.startswith("@") else address
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as line:
        line.sendto(state.encode(), address)
