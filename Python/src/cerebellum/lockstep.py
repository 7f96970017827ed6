"""A simulated robot whose time is this program's: the same commands before the same steps, the same bits."""

from __future__ import annotations

import hashlib
import os
import select
import signal
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TypeVar

import numpy as np

from . import wire
from .clock import Deadline
from .connection import Connection
from .daemon import PATIENCE, SimulatedDaemon
from .errors import DaemonTimeout
from .robot import Robot
from .simulator.mapping import Mapping
from .simulator.server import Server, Simulator
from .wire import Lifecycle, Reply, Request, State

SETTLING = 2.0
"""So many simulated seconds the robot has after the start to be measured and come to rest."""
# The daemon waits for whoever thinks between two steps [ms].
_SIMULATOR_PATIENCE = 3_600_000
# What the control loop answers in one of its cycles, which this program's step begins. All else is answered at once.
_OF_THE_LOOP = (
    wire.Arm, wire.Recover, wire.Clear, wire.Stop, wire.Disarm, wire.Examine, wire.Jog, wire.TrajectoryStart,
)  # fmt: skip

Answer = TypeVar("Answer", bound=Reply)


class LockStep:
    """A daemon and the simulator of its robot's bodies, in lock-step with this program.

        with LockStep("robot.yaml", "robot.urdf") as world:
            world.robot.arm()
            world.robot.command(q=0.1, valid_for=1)
            world.run(0.5)

    Time stands still but in `step` and `run`, and where `robot` waits for something. A command acts in the same cycle,
    and everything the daemon says comes at the same step, however busy the machine is: `digest` is the same of two
    runs. That ends where the simulator was lost: then the robot's clock goes on with the wall's.
    """

    def __init__(
        self,
        robot: str | os.PathLike[str],
        simulator: Simulator | str | os.PathLike[str],
        *,
        mapping: Mapping | None = None,
        programs: str | os.PathLike[str] | None = None,
        timeout: float = 20.0,
        each: Callable[[], None] | None = None,
        heard: Callable[[Reply], None] | None = None,
    ) -> None:
        """Starts the daemon with the robot file `robot` before `simulator`: anything that can step, or an MJCF or URDF
        for MuJoCo, with `mapping`. `programs` as of `SimulatedDaemon`. Neither it nor an answer may take more than
        `timeout` seconds of the wall's. `each` is called after every step, `heard` with every message that comes.

        Throws `DaemonFailure` with its log where the daemon ends instead.
        """
        self.simulator = _mujoco(simulator, mapping) if isinstance(simulator, str | os.PathLike) else simulator
        """What moves the bodies."""
        self.timeout = timeout
        self._digest = hashlib.sha256()
        self._each = each
        self._is_lost = False
        self._heard = heard
        self._directory = tempfile.TemporaryDirectory(prefix="cerebellum.", ignore_cleanup_errors=True)
        self._server = Server(f"unix:{self._directory.name}/simulator.sock", self.simulator, each=self._note_step)
        self._began, self._lost = self.simulator.now, 0.0
        try:
            self.daemon = _Daemon(robot, self, f"unix:{self._directory.name}/simulator.sock", programs)
            """Its process and its log."""
            self.robot = SteppedRobot(self)
            """The client that may move it."""
            self._settle()
        except BaseException:
            self.close()
            raise

    @property
    def time(self) -> float:
        """Simulated time since the start [s], and what was waited for a daemon that had lost the simulator."""
        return (self.simulator.now - self._began) * 1e-9 + self._lost

    def step(self, count: int = 1) -> None:
        """Lets the simulator do so many of its steps. Throws `DaemonTimeout`, and `DaemonFailure` where the daemon
        ended.
        """
        for _ in range(count):
            self._advance()
            self.robot.keep()

    def run(self, seconds: float) -> None:
        """Lets the simulator do as many steps as come next to `seconds`."""
        self.step(round(seconds * 1e9 / self.simulator.step))

    def digest(self) -> str:
        """SHA-256 of all that the motors did and the bodies were at, and of all states, faults and results that the
        daemon sent to `robot`, but for their times, which begin with the daemon.
        """
        return self._digest.hexdigest()

    def close(self) -> None:
        """Hangs up, and ends the daemon: it stops the robot. Called again, it does nothing."""
        if hasattr(self, "robot"):
            self.robot.close()
        if hasattr(self, "daemon"):
            process = self.daemon.process
            if process is not None and process.poll() is None:
                # Its controlled stop takes steps.
                process.send_signal(signal.SIGTERM)
                ends = Deadline(PATIENCE)
                while process.poll() is None and not ends.has_passed:
                    self._server.advance()
                    self._server.receive(0.01)
            self.daemon.end()
        self._server.close()
        self._directory.cleanup()

    def __enter__(self) -> LockStep:
        """Itself; closed at the end."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Ends all."""
        self.close()

    def _advance(self) -> None:
        """One step. When the next one is asked for, the daemon has said all that there was to say."""
        self._server.advance()
        self._await_step(self.daemon)

    def _await_step(self, daemon: _Daemon) -> None:
        deadline = Deadline(self.timeout)
        was_there = self._server.has_daemon
        while not self._server.receive(0.01):
            daemon.check()
            if was_there and not self._server.has_daemon:
                # It gave the simulator up; the robot goes on by the wall's clock, and may have something to say.
                self._is_lost = True
            if self._is_lost:
                self._lost += 0.01
                return
            if deadline.has_passed:
                raise DaemonTimeout(daemon.socket, "step", self.timeout)

        self._is_lost = False

    def _settle(self) -> None:
        deadline = Deadline(SETTLING, lambda: self.time)
        while self.robot.state().lifecycle is Lifecycle.UNCONFIGURED or self.robot.examine():
            if deadline.has_passed:
                return
            self.run(0.01)

    def _note_step(self, drives: np.ndarray, states: np.ndarray) -> None:
        self._digest.update(drives.tobytes())
        self._digest.update(states.tobytes())
        if self._each is not None:
            self._each()

    def _note_reply(self, message: Reply) -> None:
        if isinstance(message, State):
            words = (message.cycle, message.lifecycle, message.motion, message.fault, message.flags)
            self._digest.update(repr(words).encode())
            self._digest.update(message.supplies.tobytes())
            self._digest.update(message.joints.tobytes())
        elif isinstance(message, wire.FaultEvent):
            self._digest.update(repr((message.cycle, message.fault, message.english)).encode())
        elif isinstance(message, wire.RequestResult):
            self._digest.update(repr(message).encode())
        if self._heard is not None:
            self._heard(message)


class SteppedRobot(Robot):
    """The robot of a `LockStep`. What waits lets time go on until it is there, and deadlines are on that time."""

    def __init__(self, world: LockStep) -> None:
        """Connects."""
        self._world = world
        super().__init__(world.daemon.socket, "lock-step", 1.0)

    def keep(self) -> None:
        """Takes what the daemon has sent out of the socket, for later."""
        self._connection.keep()

    def _open(self) -> Connection:
        return _SteppedConnection(self._path, self._world)

    def _deadline(self, seconds: float) -> Deadline:
        return Deadline(seconds, lambda: self._world.time)

    def _pause(self, seconds: float) -> None:
        self._world.run(seconds)


class _SteppedConnection(Connection):
    """A connection of which only steps of the simulator let anything come that was not there at once."""

    def __init__(self, path: str, world: LockStep) -> None:
        self._world = world
        #: Whether an answer is awaited that needs no step.
        self._is_immediate = False
        #: The number of a frame behind one for the control loop: when it is answered, the daemon has taken that one.
        self._barrier: int | None = None
        super().__init__(path, world.timeout)

    def request(self, request: Request, kind: type[Answer], deadline: Deadline) -> Answer:
        if isinstance(request, _OF_THE_LOOP):
            self._barrier = 0
            return super().request(request, kind, deadline)
        self._is_immediate = True
        try:
            return super().request(request, kind, deadline)
        finally:
            self._is_immediate = False

    def _take(self) -> wire.Frame[Reply] | None:
        frame = super()._take()
        if frame is not None:
            if frame.header.answers and frame.header.answers == self._barrier:
                self._barrier = None
            self._world._note_reply(frame.message)
        return frame

    def _wait(self, event: int, deadline: Deadline, awaited: str) -> None:
        wall = Deadline(self._world.timeout)
        if event == select.POLLIN and not self._is_immediate:
            if self._barrier is None:
                if deadline.has_passed:
                    raise DaemonTimeout(self.path, awaited, deadline.seconds)
                self._world._advance()
                return
            if self._barrier == 0:
                self._barrier = self.send(wire.AskJointKinds(), wall)
        super()._wait(event, wall, awaited)


class _Daemon(SimulatedDaemon):
    """One that waits for steps."""

    def __init__(
        self, robot: str | os.PathLike[str], world: LockStep, address: str, programs: str | os.PathLike[str] | None
    ) -> None:
        self._world = world
        super().__init__(
            robot, programs=programs, patient=False, priority=0, timeout=world.timeout,
            options=["--simulator", address, "--lock-step", "--simulator-timeout", str(_SIMULATOR_PATIENCE)],
        )  # fmt: skip

    def check(self) -> None:
        """Throws `DaemonFailure` where it has ended."""
        if self.process is not None and (status := self.process.poll()) is not None:
            raise self._failure(f"ended with status {status}", f"以状态 {status} 结束")

    def _wait_until_ready(self, process: subprocess.Popen[bytes], seconds: float) -> None:
        self.process = process
        self._world._await_step(self)


def _mujoco(model: str | os.PathLike[str], mapping: Mapping | None) -> Simulator:
    from .simulator.bodies import MujocoBodies, load

    return MujocoBodies(load(str(Path(model))), mapping)
