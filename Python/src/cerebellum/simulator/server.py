"""Serves a simulator to Cerebellum: greeting, step by step, and what becomes of a daemon that is gone."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from . import protocol
from .link import Gone, listen
from .protocol import FrameError, Header, Sensor


class Refused(Exception):
    """The simulator does not have what the robot has; the text goes to the daemon."""


class Simulator(Protocol):
    """What moves the bodies."""

    @property
    def step(self) -> int:
        """How far one step goes [ns]."""

    @property
    def now(self) -> int:
        """The present [ns]."""

    def begin(self, joints: Sequence[str], sensors: Sequence[Sensor]) -> None:
        """A daemon comes with these. Raises Refused."""

    def advance(self, drives: np.ndarray) -> None:
        """One step. Rows of ``drives`` are effort, damping, armature, friction of each joint."""

    def look(self, states: np.ndarray, values: np.ndarray) -> None:
        """Fills in position and velocity of each joint, and what the sensors feel."""

    def let_go(self) -> None:
        """The daemon is gone: nothing drives the joints any more."""


@dataclass
class Report:
    """What a server did."""

    steps: int = 0
    sessions: int = 0
    #: Of steps, from the first frame of the last session on [s].
    wall: float = 0
    #: In the simulator itself [s].
    physics: float = 0


class Server:
    """``simulator`` at ``address`` (``unix:PATH`` or ``shm:NAME``).

    Time stands still while no daemon asks for a step. A daemon that has said nothing for ``patience`` s is taken for
    gone. ``pace`` is how fast simulated time may go, 1 for real time; None: as fast as it can. ``each`` is called
    after every step, e.g. by a viewer.
    """

    def __init__(
        self, address: str, simulator: Simulator, *, patience: float = 1.0, pace: float | None = None,
        each: Callable[[np.ndarray, np.ndarray], None] | None = None,
    ) -> None:  # fmt: skip
        """Makes the address; `serve` answers there."""
        self._link = listen(address)
        self._simulator = simulator
        self._patience = patience
        self._pace = pace
        self._each = each
        self._joints = -1
        self._values = np.zeros(0)
        self._states: np.ndarray = np.zeros((0, 2))
        self._start = (0.0, 0)
        self._heard = 0.0
        self._asked: tuple[memoryview, Header] | None = None
        self.report = Report()

    def serve(self, is_done: Callable[[], bool] = lambda: False) -> None:
        """Answers until ``is_done``, which is asked after every frame, and every 50 ms without one."""
        while not is_done():
            if self.receive(0.05):
                self.advance()
            elif self._joints >= 0 and time.monotonic() - self._heard > self._patience:
                self._let_go()

    @property
    def has_daemon(self) -> bool:
        """Whether a daemon has greeted and was not lost since."""
        return self._joints >= 0

    def receive(self, timeout: float) -> bool:
        """Waits `timeout` s for a frame; says whether a step is asked for now: `advance` takes it. For whoever does
        something else between two steps; `serve` is the two in turns.
        """
        self._asked = None
        try:
            received = self._link.receive(timeout)
            if received is None:
                return False
            self._heard = time.monotonic()
            frame, header = received
            if header.kind == protocol.HELLO:
                self._begin(frame, header)
            elif header.kind == protocol.STEP and header.joints == self._joints:
                self._asked = received
        except Gone:
            self._let_go()
        except FrameError:
            # The daemon hears nothing, and says so.
            pass
        return self._asked is not None

    def advance(self) -> None:
        """Does the step that is asked for, and answers."""
        if self._asked is None:
            return
        frame, header = self._asked
        drives = np.frombuffer(frame, np.float64, header.joints * 4, protocol.HEADER.size)
        drives = drives.reshape(-1, 4)
        began = time.perf_counter()
        self._simulator.advance(drives)
        self.report.physics += time.perf_counter() - began
        self.report.steps += 1
        self._wait()
        try:
            self._send(protocol.STATE, header)
        except Gone:
            self._let_go()
            return
        if self._each:
            self._each(drives, self._states)
        self._asked = None
        self.report.wall = time.perf_counter() - self._start[0]

    def close(self) -> None:
        """Ends the link."""
        self._states, self._values = np.zeros((0, 2)), np.zeros(0)
        self._link.close()

    def _let_go(self) -> None:
        if self._joints >= 0:
            self._simulator.let_go()
        self._joints = -1
        self._asked = None

    def _begin(self, frame: memoryview, header: Header) -> None:
        self._let_go()
        try:
            joints, sensors = protocol.greeting(frame, header)
            self._simulator.begin(joints, sensors)
        except (Refused, FrameError) as refusal:
            text = str(refusal).encode()[:1000]
            size = protocol.HEADER.size + len(text)
            out = self._link.outgoing[:size]
            out[protocol.HEADER.size :] = text
            protocol.seal(out, Header(protocol.REFUSED, header.sequence, 0, 0, header.session, 0, 0, 0, size))
            self._link.send(size)
            return
        self._joints = header.joints
        # Views of the frame that goes out: what the simulator fills in is in its place.
        out, first = self._link.outgoing, protocol.HEADER.size
        self._states = np.frombuffer(out, np.float64, 2 * header.joints, first).reshape(-1, 2)
        values = sum(sensor.values for sensor in sensors)
        self._values = np.frombuffer(out, np.float64, values, first + 16 * header.joints)
        self._start = (time.perf_counter(), self._simulator.now)
        self.report.sessions += 1
        self._send(protocol.READY, header)

    def _send(self, kind: int, header: Header) -> None:
        self._simulator.look(self._states, self._values)
        count = len(self._values)
        size = protocol.HEADER.size + 16 * self._joints + 8 * count
        protocol.seal(
            self._link.outgoing[:size],
            Header(
                kind, header.sequence, self._simulator.now, self._simulator.step, header.session, self._joints, 0,
                count, size,
            ),
        )  # fmt: skip
        self._link.send(size)

    def _wait(self) -> None:
        if self._pace is None:
            return
        due = self._start[0] + (self._simulator.now - self._start[1]) * 1e-9 / self._pace
        rest = due - time.perf_counter()
        if rest > 0:
            time.sleep(rest)
