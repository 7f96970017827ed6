"""What the bridge to a simulator costs, how fast a robot runs before MuJoCo, and whether runs are the same bit by bit.

    swift build -c release --product BridgeSuite
    PYTHONPATH=Python/src python Benchmarks/simulator/measure.py [--rounds 5] [--seconds 20] [--long 600]

Rounds over shared memory, over the socket and of ``mj_step`` alone alternate, on the same model; the bare steps repeat
the drives of the round before. The cost of a step is what the daemon's end waits for it, less ``mj_step`` alone:
median less median. The control cycle is in neither. ``--long`` is the simulated time of one run over shared
memory.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import mujoco
import numpy as np

from cerebellum.simulator import Mapping, Server
from cerebellum.simulator.bodies import MujocoBodies, load

ROOT = Path(__file__).resolve().parents[2]


class Recording(MujocoBodies):
    """Remembers the first drives that it was given."""

    def __init__(self, *arguments: object) -> None:
        """As its parent."""
        super().__init__(*arguments)
        self.drives: list[np.ndarray] = []

    def advance(self, drives: np.ndarray) -> None:
        """As its parent."""
        if len(self.drives) < 10_000:
            self.drives.append(drives.copy())
        super().advance(drives)


def bodies(options: argparse.Namespace) -> Recording:
    """The model at 1 kHz."""
    return Recording(load(options.model), Mapping(timestep=0.001))


def bare(options: argparse.Namespace, drives: list[np.ndarray], joints: list[str]) -> float:
    """The median of ``mj_step`` alone [us] under ``drives``."""
    world = bodies(options)
    world.begin(joints, [])
    spans = []
    step = mujoco.mj_step

    def timed(*arguments: object) -> None:
        begun = time.perf_counter_ns()
        step(*arguments)
        spans.append(time.perf_counter_ns() - begun)

    mujoco.mj_step = timed
    try:
        for drive in drives:
            MujocoBodies.advance(world, drive)
    finally:
        mujoco.mj_step = step
    return statistics.median(spans) * 1e-3


def bridged(options: argparse.Namespace, address: str, seconds: float) -> tuple[dict[str, str], Recording]:
    """The report of a run of ``seconds`` of simulated time, and the bodies."""
    world = bodies(options)
    server = Server(address, world)
    stop = threading.Event()
    outcome: list[subprocess.CompletedProcess[str]] = []

    def run() -> None:
        command = [options.suite, options.robot, address, str(seconds)]
        outcome.append(subprocess.run(command, capture_output=True, text=True, check=False))
        stop.set()

    thread = threading.Thread(target=run)
    thread.start()
    server.serve(stop.is_set)
    thread.join()
    server.close()
    if outcome[0].returncode != 0:
        sys.exit(f"{address}: {outcome[0].stdout}{outcome[0].stderr}")
    return dict(line.split(" ", 1) for line in outcome[0].stdout.splitlines()), world


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--robot", default=str(ROOT / "Robots/arm6/robot.yaml"))
    parser.add_argument("--model", default=str(ROOT / "Robots/arm6/arm6.urdf"))
    parser.add_argument("--suite", default=str(ROOT / ".build/release/BridgeSuite"))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--long", type=float, default=600)
    options = parser.parse_args()
    costs: dict[str, list[float]] = {"shared memory": [], "socket": []}
    alone, cycles, prints = [], [], set()
    with tempfile.TemporaryDirectory() as folder:
        memory = Path(folder).name
        addresses = {"shared memory": f"shm:{memory}", "socket": f"unix:{folder}/s.sock"}
        try:
            for _ in range(options.rounds):
                for way, address in addresses.items():
                    report, world = bridged(options, address, options.seconds)
                    joints = [world.model.joint(index).name for index in range(world.model.njnt)]
                    alone.append(bare(options, world.drives, joints))
                    costs[way].append(float(report["step_us_median"]) - alone[-1])
                    cycles.append(float(report["cycle_us_mean"]))
                    prints.add(report["fingerprint"])
            long, _ = bridged(options, addresses["shared memory"], options.long) if options.long > 0 else ({}, None)
        finally:
            Path("/dev/shm", memory).unlink(missing_ok=True)
    print(f"mj_step alone        {statistics.median(alone):6.1f} us  ({min(alone):.1f} to {max(alone):.1f})")
    print(f"the control cycle    {statistics.median(cycles):6.1f} us  ({min(cycles):.1f} to {max(cycles):.1f})")
    for way, values in costs.items():
        print(f"{way:20} {statistics.median(values):6.1f} us  ({min(values):.1f} to {max(values):.1f}) a step more")
    print(f"fingerprints of {2 * options.rounds} runs: {', '.join(sorted(prints))}")
    if long:
        print(
            f"{float(long['simulated_s']):.0f} s of simulated time in {float(long['wall_s']):.1f} s; "
            f"{float(long['travel_rad']):.0f} rad of travel, faults {long['faults']}, refusals {long['refusals']}"
        )
    sys.exit(0 if len(prints) == 1 else 1)


main()
