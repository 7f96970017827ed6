"""The environment."""

from collections.abc import Callable
from typing import Any, TypedDict, cast

import gymnasium
import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..robot import Robot
from ..wire import JointInfo, Lifecycle, State
from .backend import Backend, DaemonBackend, Restartable

Array = NDArray[np.float64]

POSITION_MARGIN = 0.1
"""By so much of its range a measured position may be beyond its limits before the observation is clipped."""
VELOCITY_MARGIN = 2.0
"""So many times its limit a measured velocity may be before the observation is clipped."""


class Observation(TypedDict):
    """Of each joint in robot order, shape (joints,)."""

    position: Array
    """Measured [rad or m]."""
    velocity: Array
    """Measured [rad/s or m/s]."""
    effort: Array
    """Applied [N.m or N]."""


def no_reward(state: State, action: Array) -> float:
    """A task is the user's."""
    return 0.0


class RobotEnv(gymnasium.Env[Observation, Array]):
    """A robot whose actions are the positions that its joints are to go to [rad or m], shape (joints,), within their
    limits; the gains are the robot file's, and every limit is the daemon's business.

    An episode ends (`terminated`) with a fault, and is cut off (`truncated`) when the robot does not follow any more
    for another reason: somebody stopped it, or no step came for too long, in a pause of the training for example.
    `info["state"]` is the whole state. Steps take as long as they say, at the wall clock, or as their backend makes
    them.
    """

    metadata: dict[str, Any] = {"render_modes": []}  # noqa: RUF012

    def __init__(
        self,
        backend: Backend | None = None,
        *,
        socket: str | None = None,
        hertz: float = 50.0,
        valid_for: float | None = None,
        home: ArrayLike | None = None,
        reward: Callable[[State, Array], float] = no_reward,
    ) -> None:
        """An environment over `backend`; else over the daemon on `socket` (found as `Robot.connect` does) with `hertz`
        steps per second; after `valid_for` seconds without a step (three of them and at least 0.1, if nothing is said)
        the robot holds. `home`: where every episode begins, shape (joints,); else where the joints are.
        `reward(state, action)` of each step.
        """
        if backend is None:
            backend = DaemonBackend(Robot.connect(socket, name="gym"), hertz, valid_for)
        self.backend = backend
        joints = self.backend.info.joints
        self.action_space = gymnasium.spaces.Box(_lower(joints), _upper(joints), dtype=np.float64)
        self._observed = _observed(joints)
        spaces: dict[str, gymnasium.Space[Any]] = dict(self._observed)
        self.observation_space = cast("gymnasium.Space[Observation]", gymnasium.spaces.Dict(spaces))
        self._home = None if home is None else self._checked(home, "home")
        self._reward = reward

    def reset(
        self, *, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[Observation, dict[str, Any]]:
        """Disarms, arms where the joints are measured, and moves home: `options={"home": …}`, else that of the
        environment. A latched fault of a simulated robot is cleared; on hardware a person does that, and this throws
        `RobotFault`. Throws `Refused` with all that forbids to arm. In lock-step an episode with a seed begins anew
        with all there is, so that the same actions bring the same bits.
        """
        super().reset(seed=seed)
        if seed is not None and isinstance(self.backend, Restartable):
            self.backend.restart()
        wanted = (options or {}).get("home")
        home = self._home if wanted is None else self._checked(wanted, "home")
        state = self.backend.reset(home)
        return self._observation(state), {"state": state}

    def step(self, action: Array) -> tuple[Observation, float, bool, bool, dict[str, Any]]:
        """Lets the joints go to `action` for a step. Throws `ValueError` for what is no number: a policy that
        diverged must not look as if it said nothing.
        """
        targets = self._checked(action, "action")
        state = self.backend.step(targets)
        has_failed = state.lifecycle is Lifecycle.FAULTED
        follows = state.lifecycle.follows_commands
        reward = float(self._reward(state, targets))
        return self._observation(state), reward, has_failed, not follows and not has_failed, {"state": state}

    def close(self) -> None:
        """Disarms and hangs up."""
        self.backend.close()

    def _checked(self, values: ArrayLike, name: str) -> Array:
        array = np.asarray(values, dtype=np.float64)
        shape = (len(self.backend.info.joints),)
        if array.shape != shape or not np.isfinite(array).all():
            raise ValueError(f"{name} must have shape {shape} and be finite: {array}")
        return array

    def _observation(self, state: State) -> Observation:
        return Observation(
            position=_within(self._observed["position"], state.measured_position),
            velocity=_within(self._observed["velocity"], state.measured_velocity),
            effort=_within(self._observed["effort"], state.effort_applied),
        )


def _lower(joints: tuple[JointInfo, ...]) -> Array:
    return _bounds([joint.lower for joint in joints], -np.inf)


def _upper(joints: tuple[JointInfo, ...]) -> Array:
    return _bounds([joint.upper for joint in joints], np.inf)


def _bounds(limits: list[float], unspecified: float) -> Array:
    array = np.array(limits, dtype=np.float64)
    return np.where(np.isnan(array), unspecified, array)


def _within(space: gymnasium.spaces.Box, values: Array) -> Array:
    """Clipped to `space`. What is not known is not in it either: 0 stands for it, and `info["state"]` says it."""
    clipped: Array = np.clip(np.nan_to_num(values, nan=0.0), space.low, space.high)
    return clipped


def _observed(joints: tuple[JointInfo, ...]) -> dict[str, gymnasium.spaces.Box]:
    lower, upper = _lower(joints), _upper(joints)
    margin = POSITION_MARGIN * (upper - lower)
    velocity = VELOCITY_MARGIN * _bounds([joint.velocity for joint in joints], np.inf)
    effort = _bounds([joint.effort for joint in joints], np.inf)
    return {
        "position": gymnasium.spaces.Box(lower - margin, upper + margin, dtype=np.float64),
        "velocity": gymnasium.spaces.Box(-velocity, velocity, dtype=np.float64),
        "effort": gymnasium.spaces.Box(-effort, effort, dtype=np.float64),
    }
