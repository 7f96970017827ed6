"""What runs the robot below the environment: a daemon at the wall clock, or something else that can do the same."""

import time
from contextlib import closing, suppress
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from ..errors import Refused, RobotFault
from ..robot import Robot
from ..wire import Lifecycle, State, Welcome

SETTLING = 5.0
"""So many seconds a robot has to come to rest before it must be possible to arm it."""


class Backend(Protocol):
    """A robot that goes on by a step at a time."""

    info: Welcome
    """What the robot is."""
    step_seconds: float
    """How long a step is [s]."""

    def reset(self, home: NDArray[np.float64] | None) -> State:
        """Takes the power away, gives it back where the joints are measured, and moves to `home` if there is one.
        Throws `RobotFault` on hardware with a latched fault, and `Refused` with all that forbids to arm.
        """

    def step(self, targets: NDArray[np.float64]) -> State:
        """Lets the joints go to `targets` [rad or m] for a step. The state says whether the robot still follows."""

    def close(self) -> None:
        """Takes the power away. Called again, it does nothing."""


@runtime_checkable
class Restartable(Protocol):
    """A backend that can begin anew as if nothing had been, to the last bit."""

    def restart(self) -> None:
        """Begins anew; `reset` comes next."""


class DaemonBackend:
    """A daemon at the wall clock, simulated or not. Whoever takes longer than a step gets a step that is longer."""

    def __init__(self, robot: Robot, hertz: float, valid_for: float | None = None) -> None:
        """Runs `robot`, which it then owns, at `hertz` steps per second, or the nearest whole number of cycles. So many
        seconds without a step, and the robot holds: three steps and at least 0.1 where `valid_for` does not say it,
        and never more than the robot file's `command_timeout`.
        """
        self.robot = robot
        self.info = robot.info
        self._every = max(round(robot.info.rate / hertz), 1)
        self.step_seconds = self._every / robot.info.rate
        self._valid_for = max(3 * self.step_seconds, 0.1) if valid_for is None else valid_for
        self._has_begun = False

    def reset(self, home: NDArray[np.float64] | None) -> State:
        """See `Backend`."""
        state = self.robot.state()
        if state.lifecycle is Lifecycle.FAULTED and self.info.is_simulated:
            # On hardware a person does that.
            self.robot.clear()
        self.robot.disarm()
        settled = self.robot._deadline(SETTLING)
        while self.robot.examine() and not settled.has_passed:
            self.robot._pause(0.01)
        self.robot.arm()
        if home is not None:
            self.robot.move(home)
        self._has_begun = True
        return self.robot.state()

    def step(self, targets: NDArray[np.float64]) -> State:
        """See `Backend`."""
        if not self._has_begun:
            raise RuntimeError("reset() comes before step()")
        now = time.monotonic_ns()
        # The state tells that the robot does not follow any more.
        with suppress(RobotFault, Refused):
            self.robot.command(q=targets, valid_for=self._valid_for)
        # On the grid of the steps, but not so soon that it shows nothing of the command. No state is asked for
        # between two steps: a policy may think, and a training pause.
        earliest = now + round(self.step_seconds * 0.5e9)
        with closing(self.robot.stream(self._every)) as states:
            return next(state for state in states if state.time >= earliest)

    def close(self) -> None:
        """See `Backend`."""
        try:
            if self.robot.is_connected:
                # After a fault it is off already.
                with suppress(RobotFault):
                    self.robot.disarm()
        finally:
            self.robot.close()
