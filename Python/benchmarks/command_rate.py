"""Measures how fast this client can observe and command a simulated arm.

    CEREBELLUM_PROGRAMS=.build/release python Python/benchmarks/command_rate.py

Prints a table: how long one call takes, and how many a second that makes. Run it on a machine that does nothing else.
"""

import argparse
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from cerebellum import SimulatedDaemon, wire

ARM = Path(__file__).resolve().parents[2] / "Robots/arm6/robot.yaml"


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--robot", default=ARM, help="robot file (default: the demo arm)")
    parser.add_argument("--count", type=int, default=5000, help="calls of each kind")
    arguments = parser.parse_args()
    with SimulatedDaemon(arguments.robot) as daemon, daemon.connect() as robot, robot.armed():
        print(
            f"{robot.info.name}, {len(robot.info.joints)} joints, {robot.info.rate:g} Hz, {arguments.count} calls each"
        )
        print(f"{'call':44}{'p50':>9}{'p99':>9}{'max':>9}   [us]{'per second':>12}")
        targets = np.zeros(len(robot.info.joints), dtype=wire.TARGET)
        frame = bytes(wire.encode(robot.state(), 1, 0, 0))
        request = wire.Command(100_000_000, targets)
        q = robot.state().reference_position.copy()
        stream = robot.stream()

        def observe_and_command() -> None:
            next(stream)
            robot.command(q=q)

        measure("encode a command", arguments.count, lambda: wire.encode(request, 1, 0, 0))
        measure("decode a state", arguments.count, lambda: wire.decode_reply(frame))
        measure("command(q): sent, taken and answered", arguments.count, lambda: robot.command(q=q))
        measure("next(stream), command(q): at the robot's rate", arguments.count, observe_and_command)
        stream.close()


def measure(what: str, count: int, call: Callable[[], object]) -> None:
    """Prints a line."""
    took = np.empty(count)
    for index in range(count):
        start = time.perf_counter()
        call()
        took[index] = time.perf_counter() - start
    middle, late, longest = np.percentile(took * 1e6, [50, 99, 100])
    print(f"{what:44}{middle:9.1f}{late:9.1f}{longest:9.1f}{count / took.sum():19.0f}")


if __name__ == "__main__":
    main()
