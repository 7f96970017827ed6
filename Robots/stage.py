"""A robot of `Robots/` in MuJoCo behind the shipped daemon, in lock-step, for the programs beside this file."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

ROBOTS = Path(__file__).resolve().parent
SKIPPED = 77


def missing(robot: str) -> str | None:
    """What `robot` lacks here to be tried, and how to get it."""
    try:
        import mujoco  # noqa: F401
    except ImportError as error:
        return f"{error}: Python/setup.sh makes an environment that has it"
    return None if model_path(robot).exists() else f"{model_path(robot)} is missing: make robots"


def model_path(robot: str) -> Path:
    """The model of `robot` for MuJoCo: the one that its mapping is for, or its URDF."""
    return ROBOTS / "models" / (f"{robot}.xml" if mapping_path(robot).exists() else f"{robot}.urdf")


def mapping_path(robot: str) -> Path:
    """What the sensors of `robot` are in its model, where it has any."""
    return ROBOTS / robot / "mujoco.json"


def programs() -> Path:
    """Where the daemon is."""
    return Path(os.environ.get("CEREBELLUM_PROGRAMS", ".build/release"))


def bodies(robot: str) -> Any:
    """The model of `robot` on a stand: its joints are held where they begin, at 0 or inside their range, until they
    are let go (`held`); `forces` is what acts at each body [N], along the world's axes.
    """
    import mujoco
    from cerebellum.simulator.bodies import MujocoBodies, load
    from cerebellum.simulator.mapping import Mapping

    class Stand(MujocoBodies):
        held = True

        def advance(self, drives: np.ndarray) -> None:
            self.data.xfrc_applied[:, :3] = self.forces
            super().advance(drives)
            if self.held:
                self.data.qpos[:], self.data.qvel[:] = self.posture, 0
                mujoco.mj_forward(self.model, self.data)

    model = load(str(model_path(robot)))
    mapping = mapping_path(robot)
    simulator = Stand(model, Mapping.load(str(mapping)) if mapping.exists() else Mapping(timestep=0.001))
    simulator.forces = np.zeros((model.nbody, 3))
    simulator.posture = simulator.data.qpos.copy()
    for joint in range(model.njnt):
        lower, upper = model.jnt_range[joint]
        if model.jnt_limited[joint] and not lower <= 0 <= upper:
            simulator.posture[model.jnt_qposadr[joint]] = (lower + upper) / 2
    simulator.data.qpos[:] = simulator.posture
    mujoco.mj_forward(model, simulator.data)
    return simulator


@contextmanager
def armed(robot: str, simulator: Any, each: Callable[[], None], programs: Path) -> Iterator[tuple[Any, Any]]:
    """The daemon with `simulator`, armed and let go, as a client and the server; `each` is called after every step."""
    from cerebellum import Lifecycle, Robot
    from cerebellum.simulator import Server

    with tempfile.TemporaryDirectory(prefix="cerebellum.") as folder:
        address = f"unix:{folder}/bodies"
        server = Server(address, simulator, each=lambda _drives, _states: each(), patience=30)
        ended = threading.Event()
        thread = threading.Thread(target=server.serve, args=(ended.is_set,), daemon=True)
        thread.start()
        log = Path(folder, "log")
        with log.open("wb") as output:
            daemon = subprocess.Popen(
                [
                    programs / "cerebellumd", "--robot", ROBOTS / robot / "robot.yaml", "--simulate",
                    "--simulator", address, "--lock-step", "--simulator-timeout", "60000",
                    "--socket", f"{folder}/control",
                ],
                stdout=output, stderr=output,
            )  # fmt: skip
        try:
            with Robot.connect(f"{folder}/control", wait=60, timeout=30) as client:
                # Readings become steady within a few cycles; what forbids arming for good, arming says.
                ready = time.monotonic() + 30
                while client.state().lifecycle is Lifecycle.UNCONFIGURED or client.examine():
                    if time.monotonic() > ready:
                        break
                client.arm(timeout=120)
                simulator.held = False
                yield client, server
                client.stop(timeout=60)
                client.disarm(timeout=60)
        except Exception:
            print(f"{log.read_text(errors='replace')}\nthe daemon's status: {daemon.poll()}", file=sys.stderr)
            raise
        finally:
            daemon.terminate()
            daemon.wait(30)
            ended.set()
            thread.join(30)
            server.close()


def wait(step: threading.Event) -> None:
    """Until what is to happen in simulated time is over."""
    if not step.wait(600):
        raise TimeoutError("the simulation does not go on")
    step.clear()
