"""A robot that stands in MuJoCo behind the shipped daemon: it holds, tracks, and bears pushes of 50 N for 0.1 s.

    python Robots/stand.py g1 [--body torso_link…] [--programs .build/release] [--limit 0.02]

The base is fixed, the clock is MuJoCo's (lock-step), the daemon and the robot file are those that are shipped; what
measures is MuJoCo's state, not the robot's encoders. Until the robot is armed, its joints are held where they begin: at
0, or, where that is outside a joint's range, inside it. Exit status: 0 when every joint was within the limit while the
robot held for 10 s under gravity, and from 0.5 s after each push on; 1 when not; 77 where the model or MuJoCo is missing.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

ROBOTS = Path(__file__).resolve().parent
SKIPPED = 77
HOLD, PUSH, SETTLE, WATCH = 10.0, 0.1, 0.5, 4.5
FORCE = 50.0
#: Trunk, forearm and shank; of robots that are not here it is the heaviest body.
PUSHED = {
    "g1": ["torso_link", "left_elbow_link", "left_knee_link"],
    "gr1": ["waist_roll_link", "left_lower_arm_pitch_link", "left_shank_pitch_link"],
    "panda": ["panda_link5"],
    "ur5e": ["forearm_link"],
}


@dataclass
class Finding:
    """What one push did, the largest over all joints [rad or m], and how long until the limit held for good [s]."""

    body: str
    axis: str
    at_end: float = 0.0
    most: float = 0.0
    after: float = 0.0
    worst: str = ""
    settled: float = 0.0


@dataclass
class Course:
    """What happens when, in simulated time."""

    holding: float = 0.0
    findings: list[Finding] = field(default_factory=list)


def stand(robot: str, bodies: list[str], programs: Path, limit: float) -> bool:
    """Plays it, prints what came of it, and says whether the limit held."""
    import mujoco
    from cerebellum import Lifecycle, Robot
    from cerebellum.simulator import Server
    from cerebellum.simulator.bodies import MujocoBodies, load
    from cerebellum.simulator.mapping import Mapping

    class Stand(MujocoBodies):
        """The model on a stand: held until it is let go, then pushed."""

        held = True
        force: tuple[int, int] | None = None

        def advance(self, drives: np.ndarray) -> None:
            self.data.xfrc_applied[:] = 0
            if self.force is not None:
                body, axis = self.force
                self.data.xfrc_applied[body, axis] = FORCE
            super().advance(drives)
            if self.held:
                self.data.qpos[:], self.data.qvel[:] = self.posture, 0
                mujoco.mj_forward(self.model, self.data)

    mapping = ROBOTS / robot / "mujoco.yaml"
    model = load(str(ROBOTS / "models" / f"{robot}.urdf"))
    simulator = Stand(model, Mapping.load(str(mapping)) if mapping.exists() else Mapping(timestep=0.001))
    lower, upper = model.jnt_range.T
    simulator.posture = np.where((lower <= 0) & (upper >= 0), 0.0, (lower + upper) / 2)
    simulator.data.qpos[:] = simulator.posture
    names = [model.joint(index).name for index in range(model.njnt)]
    bodies = bodies or PUSHED.get(robot) or [model.body(int(np.argmax(model.body_mass))).name]
    course = Course()

    def wait(step: threading.Event) -> None:
        if not step.wait(600):
            raise TimeoutError("the simulation does not go on")

    done = threading.Event()
    script: list = []
    reference = simulator.posture.copy()

    def each(_drives: np.ndarray, _states: np.ndarray) -> None:
        if script and script[0](simulator.data.time, np.abs(simulator.data.qpos - reference)):
            script.pop(0)
            if not script:
                done.set()

    def hold() -> object:
        begun: list[float] = []

        def step(time: float, deviation: np.ndarray) -> bool:
            begun[:] = begun or [time]
            course.holding = max(course.holding, float(deviation.max()))
            return time - begun[0] >= HOLD

        return step

    def push(finding: Finding) -> object:
        begun: list[float] = []

        def step(time: float, deviation: np.ndarray) -> bool:
            begun[:] = begun or [time]
            passed = time - begun[0]
            simulator.force = (model.body(finding.body).id, "xyz".index(finding.axis)) if passed < PUSH else None
            largest = float(deviation.max())
            if largest > finding.most:
                finding.most, finding.worst = largest, names[int(deviation.argmax())]
            if passed <= PUSH:
                finding.at_end = largest
            elif largest > limit:
                finding.settled = passed - PUSH
            if passed >= PUSH + SETTLE:
                finding.after = max(finding.after, largest)
            return passed >= PUSH + SETTLE + WATCH

        return step

    with tempfile.TemporaryDirectory(prefix="cerebellum.") as folder:
        address = f"unix:{folder}/bodies"
        server = Server(address, simulator, each=each, patience=30)
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
                while client.state().lifecycle is Lifecycle.UNCONFIGURED:
                    pass
                client.arm(timeout=120)
                simulator.held = False
                script.append(hold())
                wait(done)
                done.clear()
                tracking = track(client)
                findings = [Finding(body, axis) for body in bodies for axis in "xy"]
                course.findings = findings
                script.extend(push(finding) for finding in findings)
                wait(done)
                state = client.state()
                begun = simulator.data.time
                rate = server.report.wall and server.report.steps * simulator.step * 1e-9 / server.report.wall
                stopped = client.stop(timeout=60)
                client.disarm(timeout=60)
        except Exception:
            print(log.read_text(errors="replace"), file=sys.stderr)
            raise
        finally:
            daemon.terminate()
            daemon.wait(30)
            ended.set()
            thread.join(30)
            server.close()
    is_well = state.lifecycle is Lifecycle.ACTIVE and stopped.fault is None
    good = is_well and course.holding <= limit and all(finding.after <= limit for finding in findings)
    print(
        f"{robot}: {model.nv} joints, {begun:.1f} s of simulated time at {rate:.1f} x real time\n"
        f"  holds for {HOLD:g} s: at most {course.holding:.4f} off the posture\n"
        f"  tracks a motion of all joints: at most {tracking:.4f} off the reference"
    )
    for finding in findings:
        print(
            f"  {FORCE:g} N for {PUSH:g} s at {finding.body} along {finding.axis}: {finding.at_end:.4f} when it ends, "
            f"at most {finding.most:.4f} ({finding.worst}), within {limit:g} from {finding.settled:.2f} s on; "
            f"after {SETTLE:g} s at most {finding.after:.4f}"
        )
    print(f"  {'ok' if good else 'FAILED'}: limit {limit:g} rad, the robot is {state.lifecycle.word}")
    return good


def track(client: object) -> float:
    """Moves every joint towards the middle of its range, at most 0.3, and back. Returns how far it was off at most."""
    from cerebellum import Trajectory

    start = client.state().reference_position.copy()
    middle = np.array([(joint.lower + joint.upper) / 2 for joint in client.info.joints])
    goal = start + np.clip(np.where(np.abs(middle - start) > 0.05, middle - start, 0.2), -0.3, 0.3)
    goal = np.clip(goal, [joint.lower for joint in client.info.joints], [joint.upper for joint in client.info.joints])
    worst = 0.0
    for state in client.play(Trajectory.through([0, 2, 4], [start, goal, start])):
        worst = max(worst, float(np.abs(state.reference_position - state.measured_position).max()))
    return worst


def main() -> int:
    """Plays the robots that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("robots", nargs="+", metavar="ROBOT")
    parser.add_argument("--body", action="append", default=[], help="what is pushed")
    parser.add_argument("--programs", type=Path, default=os.environ.get("CEREBELLUM_PROGRAMS", ".build/release"))
    parser.add_argument("--limit", type=float, default=0.02, metavar="RAD")
    options = parser.parse_args()
    try:
        import mujoco  # noqa: F401
    except ImportError as error:
        print(f"SKIPPED: {error}: python Python/setup.sh", file=sys.stderr)
        return SKIPPED
    for robot in options.robots:
        if not (ROBOTS / "models" / f"{robot}.urdf").exists():
            print(f"SKIPPED: Robots/models/{robot}.urdf is missing: make robots", file=sys.stderr)
            return SKIPPED
    verdicts = [stand(robot, options.body, Path(options.programs), options.limit) for robot in options.robots]
    return 0 if all(verdicts) else 1


if __name__ == "__main__":
    sys.exit(main())
