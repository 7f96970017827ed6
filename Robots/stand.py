"""A robot that stands in MuJoCo behind the shipped daemon: it holds, tracks, and bears pushes of 50 N for 0.1 s.

    python Robots/stand.py g1 [--body torso_link…] [--programs .build/release] [--limit 0.02]

The base is fixed, the clock is MuJoCo's (lock-step), the daemon and the robot file are those that are shipped; what
measures is MuJoCo's state, not the robot's encoders. Until the robot is armed, its joints are held where they begin: at
0, or, where that is outside a joint's range, inside it. Exit status: 0 when every joint was within the limit while the
robot held for 10 s under gravity, and from 0.5 s after each push on; 1 when not; 77 where the model or MuJoCo is
missing.
"""

from __future__ import annotations

import argparse
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from stage import SKIPPED, armed, bodies, missing, programs, wait

HOLD, PUSH, SETTLE, WATCH = 10.0, 0.1, 0.5, 4.5
FORCE = 50.0
#: Trunk, forearm and shank; of robots that are not here it is the heaviest body.
PUSHED = {
    "g1": ["torso_link", "left_elbow_link", "left_knee_link"],
    "gr1": ["waist_roll_link", "left_lower_arm_pitch_link", "left_shank_pitch_link"],
    "panda": ["panda_link5"],
    "ur5e": ["forearm_link"],
}

#: Told the time and how far each joint is off its posture, whether this part of the course is over.
Part = Callable[[float, np.ndarray], bool]


@dataclass
class Hold:
    """How far a joint was off at most [rad or m] while the robot held its posture."""

    most: float = 0.0
    begun: float | None = None

    def part(self, time: float, deviation: np.ndarray) -> bool:
        """Nothing happens, for so long."""
        self.begun = time if self.begun is None else self.begun
        self.most = max(self.most, float(deviation.max()))
        return time - self.begun >= HOLD


@dataclass
class Push:
    """What one push did, the largest over all joints [rad or m], and how long until the limit held for good [s]."""

    body: str
    axis: str
    at_end: float = 0.0
    most: float = 0.0
    after: float = 0.0
    worst: str = ""
    settled: float = 0.0

    def part(self, simulator: Any, limit: float) -> Part:
        """The push, and what follows."""
        model, begun = simulator.model, []
        names = [model.joint(index).name for index in range(model.njnt)]
        place = (model.body(self.body).id, "xyz".index(self.axis))

        def part(time: float, deviation: np.ndarray) -> bool:
            begun[:] = begun or [time]
            passed = time - begun[0]
            simulator.forces[place] = FORCE if passed < PUSH else 0
            largest = float(deviation.max())
            if largest > self.most:
                self.most, self.worst = largest, names[int(deviation.argmax())]
            if passed <= PUSH:
                self.at_end = largest
            elif largest > limit:
                self.settled = passed - PUSH
            if passed >= PUSH + SETTLE:
                self.after = max(self.after, largest)
            return passed >= PUSH + SETTLE + WATCH

        return part


def stand(robot: str, pushed: list[str], folder: Path, limit: float) -> bool:
    """Plays it, prints what came of it, and says whether the limit held."""
    from cerebellum import Lifecycle

    simulator = bodies(robot)
    data, model = simulator.data, simulator.model
    pushed = pushed or PUSHED.get(robot) or [model.body(int(np.argmax(model.body_mass))).name]
    course: list[Part] = []
    done = threading.Event()

    def each() -> None:
        if course and course[0](data.time, np.abs(data.qpos - simulator.posture)):
            course.pop(0)
            if not course:
                done.set()

    hold = Hold()
    pushes = [Push(body, axis) for body in pushed for axis in "xy"]
    with armed(robot, simulator, each, folder) as (client, server):
        course.append(hold.part)
        wait(done)
        tracking = track(client)
        course.extend(push.part(simulator, limit) for push in pushes)
        wait(done)
        state = client.state()
        simulated, rate = data.time, server.report.steps * simulator.step * 1e-9 / server.report.wall
    is_active = state.lifecycle is Lifecycle.ACTIVE
    good = is_active and hold.most <= limit and all(push.after <= limit for push in pushes)
    print(
        f"{robot}: {model.nv} joints, {simulated:.1f} s of simulated time at {rate:.1f} x real time\n"
        f"  holds for {HOLD:g} s: at most {hold.most:.4f} off the posture\n"
        f"  tracks a motion of all joints: at most {tracking:.4f} off the reference"
    )
    for push in pushes:
        print(
            f"  {FORCE:g} N for {PUSH:g} s at {push.body} along {push.axis}: {push.at_end:.4f} when it ends, "
            f"at most {push.most:.4f} ({push.worst}), within {limit:g} from {push.settled:.2f} s on; "
            f"after {SETTLE:g} s at most {push.after:.4f}"
        )
    print(f"  {'ok' if good else 'FAILED'}: limit {limit:g} rad, the robot is {state.lifecycle.word}")
    return good


def track(client: Any) -> float:
    """Moves every joint towards the middle of its range, at most 0.3, and back. Returns how far it was off at most."""
    from cerebellum import Trajectory

    start = client.state().reference_position.copy()
    lower, upper = (np.array([getattr(joint, side) for joint in client.info.joints]) for side in ("lower", "upper"))
    middle = (lower + upper) / 2
    goal = start + np.clip(np.where(np.abs(middle - start) > 0.05, middle - start, 0.2), -0.3, 0.3)
    goal = np.clip(goal, lower, upper)
    worst = 0.0
    for state in client.play(Trajectory.through([0, 2, 4], [start, goal, start])):
        worst = max(worst, float(np.abs(state.reference_position - state.measured_position).max()))
    return worst


def main() -> int:
    """Plays the robots that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("robots", nargs="+", metavar="ROBOT")
    parser.add_argument("--body", action="append", default=[], help="what is pushed")
    parser.add_argument("--programs", type=Path, default=programs())
    parser.add_argument("--limit", type=float, default=0.02, metavar="RAD")
    options = parser.parse_args()
    for robot in options.robots:
        if reason := missing(robot):
            print(f"SKIPPED: {reason}", file=sys.stderr)
            return SKIPPED
    verdicts = [stand(robot, options.body, options.programs, options.limit) for robot in options.robots]
    return 0 if all(verdicts) else 1


if __name__ == "__main__":
    sys.exit(main())
