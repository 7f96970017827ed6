"""A client of the daemon that asks and observes, and moves nothing."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from types import TracebackType
from typing import TypeVar

from . import wire
from .clock import Deadline
from .connection import Connection, until_connected
from .errors import NotReached, RequestError, RobotFault, Text
from .socket_path import standard_path
from .wire import FaultEvent, Lifecycle, Reply, Request, State

TIMEOUT = 1.0
"""Within so many seconds a daemon that hangs is found, unless `connect` is told otherwise."""

Self = TypeVar("Self", bound="Client")
Answer = TypeVar("Answer", bound=Reply)
Page = TypeVar("Page", wire.Sensors, wire.SensorSamples, wire.TactileFrames, wire.Devices, wire.CyclePage)


class Client:
    """A connection to the daemon of one robot. Not for several threads at once. Real-time: no.

    Every method throws `ConnectionFailure` where the daemon is gone (`DaemonGone`, at once) or hangs
    (`DaemonTimeout`, after `timeout` seconds), and `RequestError` where it does not do what it is asked.
    """

    info: wire.Welcome
    """What the robot is: its name, rate [Hz], joints with their limits, buses, supplies."""

    def __init__(self, path: str, name: str, timeout: float) -> None:
        """Use `connect`."""
        self.timeout = timeout
        self._path = path
        self._name = name
        self._reset()

    @classmethod
    def connect(
        cls: type[Self],
        socket: str | None = None,
        *,
        name: str = "python",
        timeout: float = TIMEOUT,
        wait: float = 0.0,
    ) -> Self:
        """Connects to the daemon on `socket` (by default where the tool would look: `$CEREBELLUM_SOCKET`, or the
        service's), as `name` in its log. For `wait` seconds it is tried again where no daemon answers.
        """
        path = socket if socket is not None else standard_path()
        return until_connected(lambda: cls(path, name, timeout), wait)

    def reconnect(self, wait: float = 10.0) -> None:
        """Connects anew, trying for `wait` seconds. What moved for this client has stopped; a daemon that was
        started anew is disarmed, and has other files perhaps: look at `info`.
        """
        self._connection.close()
        until_connected(self._reset, wait)

    def close(self) -> None:
        """Hangs up. The daemon at once stops what moves for this client."""
        self._connection.close()

    def __enter__(self: Self) -> Self:
        """Itself; closed at the end."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Hangs up."""
        self.close()

    @property
    def is_connected(self) -> bool:
        """Whether the connection was neither closed nor found to have ended."""
        return self._connection.is_open

    @property
    def joint_names(self) -> tuple[str, ...]:
        """The joints in the order of all arrays."""
        return tuple(self._index)

    def joint_index(self, name: str) -> int:
        """The place of a joint in all arrays. Throws `KeyError` that names those there are."""
        if name not in self._index:
            raise KeyError(f"{self.info.name} has no joint {name!r}: it has {', '.join(self._index)}")
        return self._index[name]

    def state(self) -> State:
        """The robot in a control cycle that began after this call."""
        with self._subscription(1):
            return next(self._fresh_states())

    def stream(self, every: int = 1, *, newest: bool = True) -> Generator[State, None, None]:
        """The states of every so many control cycles, for ever: `for state in robot.stream(): ...`.

        Whoever is slower than that gets the newest one each time, or with `newest=False` every one, as long as not
        more than some 150 wait; then the daemon leaves some out, which `state.cycle` shows, and hangs up when there is
        more to tell: leave the loop before something that takes seconds. Throws `DaemonTimeout` when no state comes
        for `timeout` seconds.
        """
        if every < 1:
            raise ValueError("every: 1 or more control cycles")
        with self._subscription(every):
            while True:
                yield self._next_state(newest)

    def events(self) -> tuple[FaultEvent, ...]:
        """The faults, stops and degradations that were told since the last call; the newest 256."""
        self._take()
        taken = tuple(self._events)
        self._events.clear()
        return taken

    def examine(self) -> tuple[Text, ...]:
        """All that forbids to arm, each with what to do; nothing if the robot may be armed."""
        try:
            self._ask(wire.Examine(), wire.RequestResult)
        except RequestError as error:
            return error.reasons
        return ()

    def describe(self) -> wire.Welcome:
        """What the robot is, asked anew: whether the loop is real-time may have changed."""
        self.info = self._ask(wire.Describe(), wire.Welcome)
        return self.info

    def statistics(self) -> wire.Statistics:
        """What the threads have done, and how long it took."""
        return self._ask(wire.AskStatistics(), wire.Statistics)

    def histogram(self, thread: int, stage: wire.Stage) -> wire.Histogram:
        """All durations of one stage; `thread` 0 is control, the buses are from 1 on."""
        return self._ask(wire.AskHistogram(thread, stage), wire.Histogram)

    def late_cycles(self) -> wire.LateCycles:
        """Which cycles were late, and why."""
        return self._ask(wire.AskLateCycles(), wire.LateCycles)

    def joint_kinds(self) -> tuple[wire.JointKind, ...]:
        """In which units each joint's values are."""
        return self._ask(wire.AskJointKinds(), wire.JointKinds).kinds

    def sensors(self) -> tuple[wire.SensorInfo, ...]:
        """What the sensors are."""
        pages = self._pages(lambda first: self._ask(wire.AskSensors(first), wire.Sensors))
        return tuple(element for page in pages for element in page.elements)

    def sensor_samples(self) -> wire.SensorSamples:
        """What all sensors have measured; a page is of one cycle, the first one's is told."""
        pages = self._pages(lambda first: self._ask(wire.AskSensorSamples(first), wire.SensorSamples))
        return replace(pages[0], sensors=tuple(s for page in pages for s in page.sensors))

    def tactile_frames(self) -> wire.TactileFrames:
        """What all skins have measured; a page is of one cycle, the first one's is told."""
        pages = self._pages(lambda first: self._ask(wire.AskTactileFrames(first), wire.TactileFrames))
        return replace(pages[0], skins=tuple(s for page in pages for s in page.skins))

    def devices(self) -> tuple[wire.DeviceState, ...]:
        """How well the devices answer."""
        pages = self._pages(lambda first: self._ask(wire.AskDevices(first), wire.Devices))
        return tuple(element for page in pages for element in page.elements)

    def files(self) -> tuple[wire.FileInfo, ...]:
        """The files that the daemon read at its start."""
        return self._ask(wire.AskFiles(), wire.Files).files

    def access(self) -> wire.Access:
        """This client's role, who controls the robot, and how often what was refused since the daemon started."""
        return self._ask(wire.AskAccess(), wire.Access)

    def death_before(self) -> wire.DeathBefore | None:
        """What is known of the daemon before this one, where it died without switching off."""
        death = self._ask(wire.AskDeathBefore(), wire.DeathBefore)
        return death if death.english or death.chinese else None

    def evidence(self, event: int = 0) -> wire.Evidence:
        """The newest fault or stop (0), or one before, and the cycles about it. Throws `Invalid` for none."""
        reports: list[wire.Evidence] = []

        def ask(first: int) -> wire.CyclePage:
            reports.append(self._ask(wire.AskEvidence(event, first), wire.Evidence))
            return reports[-1].cycles

        pages = self._pages(ask)
        cycles = tuple(cycle for page in pages for cycle in page.elements)
        return replace(reports[0], cycles=replace(pages[0], elements=cycles))

    def tare(self, skin: int) -> None:
        """Takes the baseline of a skin anew; nothing may touch it meanwhile. `tactile_frames` shows the end."""
        self._order(wire.Tare(skin))

    def push(self, joint: str, effort: float) -> None:
        """From now on a simulated hand pushes the joint with `effort` [N.m or N]; 0 lets go. Throws `Unsupported` on
        hardware.
        """
        self._order(wire.Push(self.joint_index(joint), effort))

    def set_line(self, name: str, is_high: bool) -> None:
        """Sets an input line of the simulated board, as `estop`. Throws `Unsupported` on hardware."""
        self._order(wire.SetLine(is_high, name))

    # What is below is for this package.

    def _open(self) -> Connection:
        return Connection(self._path, self.timeout)

    def _deadline(self, seconds: float) -> Deadline:
        return Deadline(seconds)

    def _pause(self, seconds: float) -> None:
        time.sleep(seconds)

    def _reset(self) -> None:
        connection = self._open()
        try:
            hello = wire.Hello(wire.VERSION, self._name)
            self.info = connection.request(hello, wire.Welcome, self._deadline(self.timeout))
        except BaseException:
            connection.close()
            raise
        self._connection = connection
        self._index: Mapping[str, int] = {joint.name: index for index, joint in enumerate(self.info.joints)}
        self._events: deque[FaultEvent] = deque(maxlen=256)
        self._fault: FaultEvent | None = None
        self._every: int | None = 0

    def _ask(self, request: Request, kind: type[Answer]) -> Answer:
        return self._connection.request(request, kind, self._deadline(self.timeout))

    def _order(self, request: Request) -> None:
        self._ask(request, wire.RequestResult)

    def _pages(self, ask: Callable[[int], Page]) -> list[Page]:
        pages = [ask(0)]
        while (count := sum(page.count for page in pages)) < pages[0].total:
            page = ask(count)
            if page.count == 0:
                break
            pages.append(page)
        return pages

    @contextmanager
    def _subscription(self, every: int) -> Iterator[None]:
        """States on every so many cycles meanwhile; afterwards as before."""
        before = self._every or 0
        self._subscribe(every)
        try:
            yield
        finally:
            if self._connection.is_open:
                self._subscribe(before)

    def _subscribe(self, every: int) -> None:
        if every != self._every:
            # Whether a daemon that does not answer in time does it later, nobody knows.
            self._every = None
            self._order(wire.Subscribe(every))
            self._every = every

    def _next_state(self, newest: bool) -> State:
        deadline = self._deadline(self.timeout + (self._every or 0) / self.info.rate)
        state = self._take() if newest else None
        while state is None:
            state = self._note(self._connection.receive(deadline, "state"))
        return state

    def _take(self) -> State | None:
        """Takes all that has come: the newest state, if there is one."""
        states = [self._note(message) for message in self._connection.pending()]
        return next((state for state in reversed(states) if state is not None), None)

    def _note(self, message: Reply) -> State | None:
        if isinstance(message, State):
            return message
        if isinstance(message, FaultEvent):
            self._events.append(message)
            if message.is_latched:
                self._fault = message
        return None

    def _wait(self, goals: tuple[Lifecycle, ...], seconds: float) -> State:
        """Waits until the robot is one of `goals`. Throws `RobotFault` when it is faulted instead, and `NotReached`."""
        deadline = self._deadline(seconds)
        with self._subscription(self._every_10_ms):
            for state in self._fresh_states():
                if state.lifecycle in goals:
                    break
                if state.lifecycle is Lifecycle.FAULTED:
                    raise self._robot_fault(state)
                if deadline.has_passed:
                    words = ", ".join(goal.word for goal in goals)
                    raise NotReached(words, state.lifecycle.word, seconds)
            return state

    @property
    def _every_10_ms(self) -> int:
        """So many cycles."""
        return max(round(self.info.rate / 100), 1)

    def _fresh_states(self) -> Generator[State, None, None]:
        """The newest state each time, of cycles that begin from now on. Needs a subscription."""
        # Not by the clock: in lock-step the robot has another one. The first state that comes may be of a cycle that
        # was over, and the next one under way.
        self._take()
        first = self._next_state(newest=False).cycle
        while True:
            state = self._next_state(newest=True)
            if state.cycle >= first + 2:
                yield state

    def _robot_fault(self, state: State) -> RobotFault:
        """The fault that is latched, in the daemon's words where they have come or can be had."""
        self._take()
        if self._fault is not None:
            return RobotFault(self._fault)
        fault = state.fault or wire.Fault(0, None, float("nan"), float("nan"))
        # It latched before this client came. Its words come with its cycles, 0.05 s later.
        deadline = self._deadline(0.5)
        while not deadline.has_passed:
            with suppress(RequestError):
                event = self.evidence().event
                if event.fault.code == fault.code:
                    return RobotFault(event)
            self._pause(0.01)
        return RobotFault(FaultEvent(state.time, state.cycle, fault, "a fault is latched", "故障已锁存"))
