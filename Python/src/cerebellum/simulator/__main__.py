"""Serves a MuJoCo model: ``python -m cerebellum.simulator arm.xml --at shm:arm``."""

from __future__ import annotations

import argparse
import hashlib
import signal
import sys

import numpy as np

from .mapping import Mapping, MappingError
from .server import Server

NEEDS_SIM = 'It needs MuJoCo: pip install "./Python[sim]"  需要 MuJoCo（命令如左）'


def main(arguments: list[str] | None = None) -> int:
    """Serves until a signal, or --for; returns the exit code: 2 for wrong arguments, 3 for files or packages."""
    parser = argparse.ArgumentParser(prog="python -m cerebellum.simulator", description=__doc__)
    parser.add_argument("model", help="MJCF or URDF")
    parser.add_argument("--at", required=True, metavar="ADDRESS", help="unix:PATH or shm:NAME")
    parser.add_argument("--map", metavar="FILE", help="which joints and sensors are which; else equal names are")
    parser.add_argument("--pace", type=float, help="how fast time may go, 1: real time; else as fast as it can")
    parser.add_argument("--for", type=float, dest="duration", metavar="S", help="ends after S s of simulated time")
    parser.add_argument("--digest", action="store_true", help="says a SHA-256 of all drives and states at the end")
    parser.add_argument("--viewer", action="store_true", help="shows the model")
    options = parser.parse_args(arguments)
    try:
        from .bodies import MujocoBodies, load
    except ImportError as error:
        print(f"cerebellum.simulator: {error}\n{NEEDS_SIM}", file=sys.stderr)
        return 3
    try:
        bodies = MujocoBodies(load(options.model), Mapping.load(options.map) if options.map else None)
    except (MappingError, OSError) as error:
        print(f"cerebellum.simulator: {error}", file=sys.stderr)
        return 3

    digest = hashlib.sha256()
    viewer = None
    if options.viewer:
        from .viewer import Viewer

        viewer = Viewer(bodies.model, bodies.data)
    shown = 0.0

    def each(drives: np.ndarray, states: np.ndarray) -> None:
        nonlocal shown
        if options.digest:
            digest.update(drives.tobytes())
            digest.update(states.tobytes())
        if viewer is not None and abs(bodies.data.time - shown) > 0.02:
            shown = bodies.data.time
            viewer.show()

    try:
        server = Server(
            options.at, bodies, pace=options.pace, each=each if options.digest or viewer is not None else None
        )
    except (OSError, ValueError) as error:
        print(f"cerebellum.simulator: {error}", file=sys.stderr)
        return 2
    ends = False

    def end(*_: object) -> None:
        nonlocal ends
        ends = True

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end)
    print(f"serving {options.model} at {options.at}, a step is {bodies.step * 1e-6:g} ms", flush=True)
    begun = bodies.now
    server.serve(lambda: ends or (options.duration is not None and bodies.now - begun >= options.duration * 1e9))
    report, simulated = server.report, (bodies.now - begun) * 1e-9
    server.close()
    if viewer is not None:
        viewer.close()
    if report.steps:
        print(
            f"{report.steps} steps, {simulated:.3f} s of simulated time, {report.wall:.3f} s, "
            f"{simulated / report.wall:.1f} x real time; {report.physics / report.steps * 1e6:.1f} us a step in MuJoCo"
        )
    if options.digest:
        print(f"sha256 {digest.hexdigest()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
