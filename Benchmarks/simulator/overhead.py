"""What the bridge costs per step, beside bare ``mj_step``.

    PYTHONPATH=Python/src python Benchmarks/simulator/overhead.py [--model FILE] [--rounds 10] [--steps 2000]

Rounds of both ways alternate with rounds of ``mj_step`` alone, on the same model under the same drives; a round's figure
is the median of its steps, and the overhead is the difference of the medians of one round's neighbours. The client is
``client.c``: the daemon's end without the daemon, so that its cycle is not in the figure.
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


def bodies(model: str) -> MujocoBodies:
    return MujocoBodies(load(model), Mapping(timestep=0.001))


def bare(model: str, steps: int) -> float:
    """The median of ``mj_step`` alone [us], with the motors' damping and armature."""
    world = bodies(model)
    joints = [world.model.joint(index).name for index in range(world.model.njnt)]
    world.begin(joints, [])
    drives = np.tile([0.3, 0.57, 0.028, 0.0], (len(joints), 1))
    world.advance(drives)
    spans = []
    for step in range(steps):
        world.data.qfrc_applied[:] = 0.3 if step % 200 < 100 else -0.3
        begun = time.perf_counter_ns()
        mujoco.mj_step(world.model, world.data)
        spans.append(time.perf_counter_ns() - begun)
    return statistics.median(spans) * 1e-3


def bridged(model: str, steps: int, address: str, client: Path) -> tuple[float, float]:
    """The median and the 99th percentile of a step over the link [us]."""
    world = bodies(model)
    joints = [world.model.joint(index).name for index in range(world.model.njnt)]
    server = Server(address, world)
    stop = threading.Event()
    process: list[subprocess.CompletedProcess[str]] = []

    def run() -> None:
        process.append(
            subprocess.run([client, address, str(steps), *joints], capture_output=True, text=True, check=False)
        )
        stop.set()

    thread = threading.Thread(target=run)
    thread.start()
    server.serve(stop.is_set)
    thread.join()
    server.close()
    if process[0].returncode != 0:
        sys.exit(f"{address}: the client failed: {process[0].stderr}")
    spans = [float(line) for line in process[0].stdout.split()]
    return statistics.median(spans), float(np.percentile(spans, 99))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", default=str(ROOT / "Robots/arm6/arm6.urdf"))
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--steps", type=int, default=2000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        client = Path(folder, "client")
        include = ROOT / "Sources/CSimulator/include"
        source = ROOT / "Benchmarks/simulator/client.c"
        subprocess.run(["cc", "-O2", "-I", include, source, "-o", client], check=True)
        addresses = {"shared memory": f"shm:{Path(folder).name}", "socket": f"unix:{folder}/s.sock"}
        costs: dict[str, list[float]] = {way: [] for way in addresses}
        tails: dict[str, list[float]] = {way: [] for way in addresses}
        alone = []
        for _ in range(options.rounds):
            for way, address in addresses.items():
                before = bare(options.model, options.steps)
                middle, tail = bridged(options.model, options.steps, address, client)
                after = bare(options.model, options.steps)
                alone += [before, after]
                costs[way].append(middle - 0.5 * (before + after))
                tails[way].append(tail)
        Path("/dev/shm", Path(folder).name).unlink(missing_ok=True)
    print(f"mj_step alone: {statistics.median(alone):.1f} us ({min(alone):.1f} to {max(alone):.1f})")
    for way, values in costs.items():
        print(
            f"{way}: {statistics.median(values):.1f} us a step beyond mj_step ({min(values):.1f} to "
            f"{max(values):.1f}); the whole step's 99th percentile {statistics.median(tails[way]):.0f} us"
        )


main()
