"""What the arm does: it is armed, follows a path, is led softly, is pushed, is stopped, and goes on."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing

import numpy as np
from numpy.typing import NDArray

from ..errors import RobotFault
from ..lockstep import LockStep
from ..trajectory import Trajectory, shortest
from ..wire import State

EVERY = 10
"""States and commands are exchanged on every so many cycles."""
SHORTEST = 12.0
"""What happens once takes so long [s of the robot's time]."""
_LINE = "estop"
# Where the path goes, as shares of the ranges about their middle, of so many joints; and where the soft motion does.
_PATH = np.array(
    [
        [-0.45, 0.30, -0.35, -0.25, 0.00, 0.00],
        [0.10, -0.25, 0.30, 0.35, 0.25, 0.60],
        [0.45, 0.35, -0.45, 0.20, -0.25, 0.00],
        [0.00, 0.00, 0.00, 0.00, 0.00, 0.00],
    ]
)
_SWING = np.array([0.30, 0.16, 0.20, 0.25, 0.20, 0.30])
_RATES = np.array([0.35, 0.70, 0.70, 0.35, 0.70, 0.35])
# Springs of N.m/rad and dampers of N.m.s/rad.
_SOFT = (14.0, 0.9)


class Story:
    """A robot's quarter of a minute, or longer."""

    def __init__(self, world: LockStep, seconds: float, enter: Callable[[str], None]) -> None:
        """In `world`, for about `seconds`; `enter` is called with the name of each part as it begins."""
        self._world, self._robot, self._enter = world, world.robot, enter
        self._leisure = max(seconds - SHORTEST, 2.0)
        joints = self._robot.info.joints
        lower, upper = np.array([joint.lower for joint in joints]), np.array([joint.upper for joint in joints])
        self._middle, self._half = (lower + upper) / 2, (upper - lower) / 2
        #: The joint that is pushed: of several the second, which carries the most.
        self.pushed = joints[min(1, len(joints) - 1)].name
        self.push = 0.0
        """How hard it is pushed now [N.m or N]."""

    def run(self) -> None:
        """All of it."""
        robot = self._robot
        self._enter("at rest")
        self._watch(0.4)
        self._enter("arm")
        robot.arm()
        self._watch(0.3)
        self._enter("trajectory")
        self._follow(_PATH)
        self._enter("impedance")
        begun = self._lead(self._leisure, 0)
        self._enter("push")
        self._lead(0.5, begun, stands=True)
        self._set_push(1.6)
        self._lead(1.2, begun, stands=True)
        self._set_push(0)
        self._lead(0.8, begun, stands=True)
        self._enter("e-stop")
        robot.set_line(_LINE, True)
        try:
            self._lead(0.2, begun)
        except RobotFault as fault:
            print(f"  {fault.what.english}")
        self._watch(1.2)
        self._enter("clear, arm")
        robot.set_line(_LINE, False)
        self._watch(0.2)
        robot.clear()
        robot.arm()
        self._enter("trajectory")
        self._follow(_PATH[1:2] * 0.6)
        self._follow(_PATH[-1:])
        self._enter("disarm")
        robot.disarm()
        self._watch(0.6)

    def _places(self, shares: NDArray[np.float64]) -> NDArray[np.float64]:
        columns = np.arange(len(self._middle)) % shares.shape[1]
        places: NDArray[np.float64] = self._middle + self._half * shares[:, columns]
        return places

    def _follow(self, shares: NDArray[np.float64]) -> None:
        robot = self._robot
        path = np.vstack((robot.state().reference_position, self._places(shares)))
        spans = [max(1.8 * shortest(way, robot.info.joints), 0.6) for way in np.diff(path, axis=0)]
        for _ in robot.play(Trajectory.through(np.cumsum([0, *spans]), path)):
            pass

    def _lead(self, seconds: float, begun: float, *, stands: bool = False) -> float:
        """Streams soft commands for `seconds`, from phase `begun` [s] of the swing on, or at it; returns the phase."""
        robot = self._robot
        columns = np.arange(len(self._middle)) % len(_SWING)
        amplitude, rate = self._half * _SWING[columns], 2 * np.pi * _RATES[columns]
        first: int | None = None
        phase = begun
        with closing(robot.stream(EVERY)) as states:
            for state in states:
                first = state.cycle if first is None else first
                passed = (state.cycle - first) / robot.info.rate
                if passed >= seconds:
                    break
                phase = begun if stands else begun + passed
                # The swing grows in its first second.
                share = min(phase, 1.0)
                robot.command(
                    q=self._middle + share * amplitude * np.sin(rate * phase),
                    dq=0 if stands else share * amplitude * rate * np.cos(rate * phase),
                    kp=_SOFT[0], kd=_SOFT[1], valid_for=0.1,
                )  # fmt: skip
        return phase

    def _set_push(self, effort: float) -> None:
        self.push = effort
        self._robot.push(self.pushed, effort)

    def _watch(self, seconds: float) -> None:
        last: State | None = None
        with closing(self._robot.stream(EVERY)) as states:
            for state in states:
                last = last or state
                if state.cycle - last.cycle >= seconds * self._robot.info.rate:
                    return
