"""`python -m drivers.simhost RIG.toml [--run-dir DIR] [--json]`: serve a rig until SIGTERM or Ctrl-C.

Knows the command line and signals; wiring only. One line on standard output says that everything can be reached.
"""

import argparse
import asyncio
import json
import signal
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

import uvicorn

from drivers.simhost.control import control_app
from drivers.simhost.device import RigDevice
from drivers.simhost.rig import devices_of, load_rig, running


def main() -> None:
    """Parse the command line and serve."""
    parser = argparse.ArgumentParser(prog="python -m drivers.simhost", description="Serve simulated devices.")
    parser.add_argument("rig", type=Path, help="the rig file")
    parser.add_argument("--run-dir", type=Path, help="where relative port paths begin (default: beside the rig file)")
    parser.add_argument("--json", action="store_true", help="print the ready line as JSON")
    arguments = parser.parse_args()
    asyncio.run(_serve(arguments.rig, (arguments.run_dir or arguments.rig.parent).absolute(), as_json=arguments.json))


async def _serve(rig_file: Path, run_dir: Path, *, as_json: bool) -> None:
    settings = load_rig(rig_file)
    devices = devices_of(settings, run_dir)
    control = socket.create_server(("127.0.0.1", settings.control_port))
    server = uvicorn.Server(uvicorn.Config(control_app(devices), log_level="warning", timeout_graceful_shutdown=1))

    def stop() -> None:
        server.should_exit = True

    for number in (signal.SIGTERM, signal.SIGINT):
        # uvicorn passes a signal on when it is done with it; without these the ports would not be taken away.
        asyncio.get_running_loop().add_signal_handler(number, stop)
    async with running(devices):
        _say_ready(devices, f"http://127.0.0.1:{control.getsockname()[1]}", as_json=as_json)
        await server.serve(sockets=[control])


def _say_ready(devices: Mapping[str, RigDevice], control: str, *, as_json: bool) -> None:
    addresses = {name: device.address for name, device in devices.items()}
    if as_json:
        line = json.dumps({"ready": True, "control": control, "devices": addresses})
    else:
        line = "\n".join([f"control page  {control}", *(f"{name}  {at}" for name, at in addresses.items())])
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
