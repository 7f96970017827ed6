"""A robot that moves."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from contextlib import closing, contextmanager, suppress
from types import TracebackType
from typing import TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from . import wire
from .client import Client
from .errors import MotionEnded, NotReached, Refused, RequestError, RobotFault
from .trajectory import Trajectory, shortest
from .wire import TARGET, Lifecycle, MotionState, Request, State

Values = ArrayLike | Mapping[str, float]
"""A number for all joints, one for each (shape (joints,)), or some by the joints' names."""

Self = TypeVar("Self", bound="Robot")

_FOLLOWS = (Lifecycle.ACTIVE, Lifecycle.DEGRADED)
_AT_REST = (Lifecycle.UNCONFIGURED, Lifecycle.DISARMED, Lifecycle.HOLDING, Lifecycle.FAULTED)


class Robot(Client):
    """A robot, through the daemon that runs it. Not for several threads at once. Real-time: no.

        with Robot.connect() as robot, robot.armed():
            robot.move(shoulder_pan=0.4)

    One client at a time moves a robot: all others are told `Busy`, but anyone may stop it. Leaving a
    `with` stops what moves, whatever the reason. A client that dies is noticed by the daemon, which stops likewise.
    Everything that moves throws `RobotFault` where a fault latched.
    """

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stops what this client moves, and hangs up."""
        try:
            if self._controls and self.is_connected:
                self._order(wire.Stop())
                self._wait(_AT_REST, 10)
        finally:
            self.close()

    def arm(self, timeout: float = 5.0) -> State:
        """Gives the joints power where they are, and waits until they hold. Throws `Refused` with all that forbids it
        in `reasons`, `RobotFault` where a fault latched on the way, and `NotReached`.
        """
        return self._change(wire.Arm(), _FOLLOWS, timeout)

    def recover(self, timeout: float = 60.0) -> State:
        """As `arm`, where joints are outside their limits: they move inside first, slowly."""
        return self._change(wire.Recover(), _FOLLOWS, timeout)

    def disarm(self, timeout: float = 10.0) -> State:
        """Brakes, takes the joints' power, and waits until that is so. They fall if they can. Anyone may."""
        self._order_or_fault(wire.Disarm())
        return self._wait((Lifecycle.DISARMED, Lifecycle.UNCONFIGURED), timeout)

    def stop(self, timeout: float = 10.0) -> State:
        """Brakes and holds, and waits until the robot is at rest. Anyone may. `arm` goes on from there."""
        self._order_or_fault(wire.Stop())
        return self._wait(_AT_REST, timeout)

    def clear(self, timeout: float = 5.0) -> State:
        """Clears a latched fault; never moves anything. Throws `Refused` where its cause is still there."""
        return self._change(wire.Clear(), (Lifecycle.DISARMED,), timeout)

    @contextmanager
    def armed(self: Self) -> Generator[Self, None, None]:
        """Arms for the time of a `with`, and disarms at its end, however it ends. The robot falls if it can: move it
        to where it rests first.
        """
        try:
            self.arm()
            yield self
        except BaseException:
            # Whoever was refused leaves the robot to the client that has it.
            if self._controls and self.is_connected:
                # After a fault it is off already, and what ended the `with` tells more.
                with suppress(RobotFault):
                    self.disarm()
            raise
        self.disarm()

    def command(
        self,
        q: Values | None = None,
        dq: Values | None = None,
        kp: Values | None = None,
        kd: Values | None = None,
        tau_ff: Values | None = None,
        *,
        valid_for: float = 0.1,
    ) -> None:
        """Commands the joints: effort = kp (q - position) + kd (dq - velocity) + tau_ff, within all limits.

        `q` [rad or m], `dq` [rad/s or m/s], `kp` [N.m/rad or N/m] and `kd` at least 0, `tau_ff` [N.m or N]. What is
        not given, and NaN, leaves what was. Send again before `valid_for` seconds are over (10 at most, and not more
        than the robot file's `command_timeout`): then each joint does what its robot file says, and the robot holds.
        Throws `Refused` where the robot is not armed, `Busy` while a motion runs, and `FrameError` for an infinity.
        """
        targets = np.full(len(self.info.joints), _LEAVE, dtype=TARGET)
        given = {"q": q, "dq": dq, "kp": kp, "kd": kd, "tau_ff": tau_ff}
        for column, (name, values) in zip(TARGET.names or (), given.items(), strict=True):
            if values is not None:
                self._fill(targets[column], values, name)
        nanoseconds = min(max(round(valid_for * 1e9), 1), wire.LONGEST_VALIDITY)
        self._claim(wire.Command(nanoseconds, targets))

    def jog(self, joint: str, displacement: float, speed: float) -> None:
        """Moves one joint by `displacement` [rad or m] at `speed` [rad/s or m/s]. Does not wait."""
        self._claim(wire.Jog(self.joint_index(joint), displacement, speed))

    def move(self, targets: Values | None = None, *, seconds: float | None = None, **joints: float) -> State:
        """Moves to `targets` [rad or m] from rest to rest, joints that are not named stay, and waits for the end: in
        `seconds`, or as fast as four fifths of the limits allow. `robot.move(elbow_flex=0.3)` names joints too.

        Throws `UnsuitableTrajectory` beyond the limits, and as `run`.
        """
        start = self._resting_place()
        goal = start.copy()
        if targets is not None:
            self._fill(goal, targets, "targets")
        self._fill(goal, joints, "joints")
        duration = shortest(goal - start, self.info.joints) if seconds is None else seconds
        return self.run(Trajectory.through([0, duration], [start, goal]))

    def follow(self, times: ArrayLike, positions: ArrayLike | Mapping[str, ArrayLike]) -> State:
        """Goes through `positions` [rad or m] at `times` [s from now], smoothly and from where it is: an array of shape
        (times, joints), or for each joint that moves one of shape (times,). Waits for the end. Throws as `move`.
        """
        start = self._resting_place()
        at = np.atleast_1d(np.asarray(times, dtype=np.float64))
        if isinstance(positions, Mapping):
            path = np.tile(start, (len(at), 1))
            for name, values in positions.items():
                path[:, self.joint_index(name)] = values
        else:
            path = np.asarray(positions, dtype=np.float64)
        if len(at) and at[0] > 0:
            at, path = np.insert(at, 0, 0.0), np.vstack((start, path))
        return self.run(Trajectory.through(at, path))

    def run(self, trajectory: Trajectory) -> State:
        """Plays `trajectory`, which begins where the references are, and waits for its end.

        Throws `UnsuitableTrajectory` before anything moves, `RobotFault`, and `MotionEnded` when somebody stops it.
        When it is interrupted here, by Ctrl-C say, it stops the robot first.
        """
        with closing(self.play(trajectory)) as states:
            for _ in states:
                pass
        return self.state()

    def play(self, trajectory: Trajectory) -> Generator[State, None, None]:
        """Plays `trajectory` as `run` does, and gives the newest state each time. A loop over it that is
        left before the end stops the robot.
        """
        trajectory.check(self.info.joints)
        for request in trajectory.requests():
            self._claim(request)
        is_over = False
        try:
            with self._subscription(self._every_10_ms):
                self._claim(wire.TrajectoryStart())
                yield from self._motion(trajectory.duration)
            is_over = True
        except (RobotFault, MotionEnded, RequestError):
            is_over = True
            raise
        finally:
            if not is_over and self.is_connected:
                self.stop()

    def _motion(self, duration: float) -> Generator[State, None, None]:
        # A degraded robot plays slower: at a twentieth at the least.
        deadline = self._deadline(20 * duration + 5)
        for state in self._fresh_states():
            if state.lifecycle is Lifecycle.FAULTED:
                raise self._robot_fault(state)
            if state.motion.state is not MotionState.FINISHED and not state.lifecycle.follows_commands:
                raise MotionEnded(state.lifecycle.word)
            yield state
            if state.motion.state is MotionState.FINISHED:
                return
            if deadline.has_passed:
                raise NotReached("finished", state.lifecycle.word, deadline.seconds)

    def _resting_place(self) -> NDArray[np.float64]:
        """The references as soon as they rest within their limits: those of joints that were armed at their stops come
        inside first.
        """
        lower = np.array([joint.lower for joint in self.info.joints])
        upper = np.array([joint.upper for joint in self.info.joints])
        deadline = self._deadline(self.timeout)
        with self._subscription(self._every_10_ms):
            for state in self._fresh_states():
                place = state.reference_position
                is_inside = not ((place < lower).any() or (place > upper).any())
                if (is_inside and not state.reference_velocity.any()) or deadline.has_passed:
                    break
        return place

    _controls = False

    def _reset(self) -> None:
        super()._reset()
        self._controls = False

    def _change(self, request: Request, goals: tuple[Lifecycle, ...], seconds: float) -> State:
        """A request that only the controlling client may make, and what it leads to. A refusal has all reasons."""
        # What was told before is about what is left behind now.
        self._take()
        self._fault = None
        self._claim(request, is_refusal_told=True)
        return self._wait(goals, seconds)

    def _claim(self, request: Request, *, is_refusal_told: bool = False) -> None:
        """An order that makes this client the one that controls the robot. An interruption may come behind it."""
        before = self._controls
        self._controls = True
        try:
            if is_refusal_told:
                self._order(request)
            else:
                self._order_or_fault(request)
        except (RequestError, RobotFault):
            self._controls = before
            raise

    def _order_or_fault(self, request: Request) -> None:
        """An order; a refusal because of a fault tells the fault."""
        try:
            self._order(request)
        except Refused as error:
            state = self.state()
            if state.lifecycle is Lifecycle.FAULTED:
                raise self._robot_fault(state) from error
            raise

    def _fill(self, column: NDArray[np.float64], values: Values, name: str) -> None:
        """Writes `values` where they belong."""
        if isinstance(values, Mapping):
            for joint, value in values.items():
                column[self.joint_index(joint)] = value
            return
        array = np.asarray(values, dtype=np.float64)
        if array.shape not in ((), column.shape):
            raise ValueError(f"{name} has shape {array.shape}: a number or shape {column.shape} is needed")
        column[:] = array


_LEAVE = np.array((np.nan,) * 5, dtype=TARGET)
