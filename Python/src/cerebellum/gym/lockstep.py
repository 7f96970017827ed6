"""An environment whose time is its own: in lock-step with the simulator, as fast as that goes."""

import dataclasses
import os
from collections.abc import Callable, Generator
from contextlib import suppress

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..errors import Refused, RobotFault
from ..lockstep import LockStep
from ..simulator import Mapping, Simulator
from ..wire import State
from .backend import DaemonBackend
from .environment import Array, RobotEnv, no_reward


@dataclasses.dataclass(frozen=True, eq=False)
class SteppedState(State):
    """A state with the `time` since the start [ns], so that one of another run may be equal."""

    def __eq__(self, other: object) -> bool:
        """Whether every bit is the same."""
        return isinstance(other, SteppedState) and self._bits() == other._bits()

    __hash__ = State.__hash__

    def _bits(self) -> tuple[object, ...]:
        values = (getattr(self, each.name) for each in dataclasses.fields(self))
        return tuple(value.tobytes() if isinstance(value, np.ndarray) else value for value in values)


class LockStepBackend(DaemonBackend):
    """A daemon and a simulator that only go on in `step` and `reset`."""

    def __init__(self, make: Callable[[], LockStep], hertz: float, valid_for: float | None = None) -> None:
        """The world that `make` makes, which it then owns, and anew for each `restart`; else as `DaemonBackend`."""
        self._make = make
        self.world = make()
        super().__init__(self.world.robot, hertz, valid_for)
        self._states: Generator[State, None, None] | None = None
        self._is_new = True

    def restart(self) -> None:
        """See `Restartable`."""
        if not self._is_new:
            self.close()
            self.world = self._make()
            self.robot = self.world.robot
            self._has_begun = False
        self._is_new = True

    def reset(self, home: NDArray[np.float64] | None) -> State:
        """See `Backend`."""
        self._end_stream()
        self._is_new = False
        super().reset(home)
        # From here on a state is a step.
        self._states = self.robot.stream(self._every)
        state = next(self._states)
        # The first one may be between two steps.
        return self._timed(state if state.cycle % self._every == 0 else next(self._states))

    def step(self, targets: NDArray[np.float64]) -> State:
        """See `Backend`: exactly one step of the robot's time."""
        if self._states is None:
            raise RuntimeError("reset() comes before step()")
        # The state tells that the robot does not follow any more.
        with suppress(RobotFault, Refused):
            self.robot.command(q=targets, valid_for=self._valid_for)
        return self._timed(next(self._states))

    def close(self) -> None:
        """See `Backend`; ends the daemon too."""
        self._end_stream()
        self.world.close()

    def _timed(self, state: State) -> SteppedState:
        fields = {each.name: getattr(state, each.name) for each in dataclasses.fields(State)}
        return SteppedState(**fields | {"time": round(state.cycle / self.info.rate * 1e9)})

    def _end_stream(self) -> None:
        if self._states is not None:
            self._states.close()
        self._states = None


def lock_step_env(
    robot: str | os.PathLike[str],
    model: str | os.PathLike[str] | Callable[[], Simulator],
    *,
    mapping: Mapping | None = None,
    programs: str | os.PathLike[str] | None = None,
    hertz: float = 50.0,
    valid_for: float | None = None,
    home: ArrayLike | None = None,
    reward: Callable[[State, Array], float] = no_reward,
) -> RobotEnv:
    """A `RobotEnv` in lock-step: a daemon with the robot file `robot` before a MuJoCo `model` (MJCF or URDF, with
    `mapping`), or before what calling `model` gives. `programs` as of `SimulatedDaemon`, all else as of `RobotEnv`.
    """

    def make() -> LockStep:
        return LockStep(robot, model() if callable(model) else model, mapping=mapping, programs=programs)

    return RobotEnv(LockStepBackend(make, hertz, valid_for), home=home, reward=reward)
