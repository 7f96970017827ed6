"""A robot whose time is the test's: nothing that takes time on the wall shows in what it does."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from conftest import ARM

from cerebellum import DaemonFailure, Lifecycle, LockStep, RobotFault, wire
from cerebellum.simulator import Mapping
from cerebellum.simulator.bodies import MujocoBodies, load

MODEL = ARM.with_name("arm6.urdf")


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """MuJoCo writes its warnings into the folder that it is in."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def world() -> Iterator[LockStep]:
    """The demo arm."""
    with LockStep(ARM, MODEL) as world:
        yield world


def lived(dawdle: float, target: float = 0.3) -> tuple[str, list[bytes], float]:
    """A robot's busy life, in which the program dawdles now and then; what is left of it."""
    rows: list[bytes] = []

    def hear(message: wire.Reply) -> None:
        if isinstance(message, wire.State):
            rows.append(message.cycle.to_bytes(8, "little") + bytes([message.lifecycle]) + message.joints.tobytes())

    with LockStep(ARM, MODEL, heard=hear) as world:
        robot = world.robot
        robot.arm()
        time.sleep(dawdle)
        robot.move(shoulder_lift=0.4, elbow_flex=-0.3)
        for index, state in zip(range(60), robot.stream(5), strict=False):
            if index % 20 == 0:
                time.sleep(dawdle)
            robot.command(q=target * np.sin(0.1 * index), kp=20, kd=1, valid_for=0.05)
            assert state.lifecycle is Lifecycle.ACTIVE
        robot.push("shoulder_lift", 0.8)
        world.run(0.2)
        robot.push("shoulder_lift", 0)
        robot.stop()
        robot.arm()
        robot.jog("wrist_roll", 0.2, 0.5)
        world.step(20)
        robot.set_line("estop", True)
        world.run(0.05)
        assert robot.state().lifecycle is Lifecycle.FAULTED
        assert robot.events()[-1].fault.code == 501
        robot.set_line("estop", False)
        world.run(0.05)
        robot.clear()
        robot.arm()
        robot.disarm()
        return world.digest(), rows, world.time


def test_two_runs_are_the_same_to_the_last_bit() -> None:
    first = lived(0.0)
    # The second one is held up, and so is the daemon: by two who want all processors.
    burning = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(2)]
    try:
        second = lived(0.02)
    finally:
        for process in burning:
            process.kill()
            process.wait()
    assert len(first[1]) > 100
    assert first[1] == second[1]
    assert first == second
    # It is no digest of nothing.
    assert lived(0.0, target=0.3000001)[0] != first[0]


def test_time_stands_still_but_where_something_is_awaited(world: LockStep) -> None:
    robot = world.robot
    robot.arm()
    before = world.time
    robot.command(q=0, valid_for=1)
    robot.push("gripper", 0.1)
    robot.set_line("estop", False)
    assert robot.statistics().faults == 0
    time.sleep(0.05)
    assert world.time == before
    world.step()
    assert world.time == pytest.approx(before + 0.002, abs=1e-12)
    world.run(0.1)
    assert world.time == pytest.approx(before + 0.102, abs=1e-12)
    first = robot.state().cycle
    world.step(7)
    assert robot.state().cycle == first + 7 + 3


def test_a_command_is_as_old_as_the_simulator_makes_it(world: LockStep) -> None:
    robot = world.robot
    robot.arm()
    for _ in range(3):
        # Longer than it is valid, by the wall.
        robot.command(q=0, kp=20, kd=1, valid_for=0.02)
        time.sleep(0.1)
        world.run(0.01)
        assert robot.state().lifecycle is Lifecycle.ACTIVE
    robot.command(q=0, kp=20, kd=1, valid_for=0.02)
    world.run(0.05)
    assert robot.state().lifecycle is Lifecycle.HOLDING


def test_every_state_comes_and_none_twice(world: LockStep) -> None:
    cycles = [state.cycle for _, state in zip(range(300), world.robot.stream(newest=False), strict=False)]
    assert cycles == list(range(cycles[0], cycles[0] + 300))


def test_all_that_comes_while_time_goes_on_is_heard() -> None:
    cycles: list[int] = []

    def hear(message: wire.Reply) -> None:
        if isinstance(message, wire.State):
            cycles.append(message.cycle)

    with LockStep(ARM, MODEL, heard=hear) as world:
        first = next(world.robot.stream()).cycle
        states = world.robot.stream(newest=False)
        next(states)
        # Far more than a socket holds; nobody takes them.
        world.run(4)
        assert cycles[cycles.index(first) :] == list(range(first, cycles[-1] + 1))
        assert cycles[-1] - first >= 2000
        # The newest are there, and the daemon has not hung up.
        assert next(states).cycle > cycles[-1] - 300
        assert world.robot.examine() == ()


def test_the_digest_is_of_all_that_was_exchanged(world: LockStep) -> None:
    state = world.robot.state()
    begun = world._digest
    digests = set()

    def note(do: Callable[[], None]) -> None:
        world._digest = begun.copy()
        do()
        digests.add(world.digest())

    drives, states = np.zeros((6, 4)), np.zeros((6, 2))
    other = state.joints.copy()
    other["measured_velocity"][3] += 1e-12
    supplies = state.supplies.copy()
    supplies["volts"][0] = 1.5
    code = wire.Fault(606, None, 1.0, 0.0)
    for message in (
        state,
        replace(state, cycle=state.cycle + 1),
        replace(state, lifecycle=Lifecycle.HOLDING),
        replace(state, flags=state.flags ^ 1),
        replace(state, joints=other),
        replace(state, supplies=supplies),
        wire.FaultEvent(0, 7, code, "a", "b"),
        wire.FaultEvent(0, 8, code, "a", "b"),
    ):
        note(lambda message=message: world._note_reply(message))  # type: ignore[misc]
    note(lambda: world._note_step(drives, states))
    note(lambda: world._note_step(drives + 1e-12, states))
    note(lambda: world._note_step(drives, states + 1e-12))
    assert len(digests) == 11
    # Times begin with the daemon.
    note(lambda: world._note_reply(replace(state, time=state.time + 1)))
    note(lambda: world._note_reply(wire.FaultEvent(9, 7, code, "a", "b")))
    assert len(digests) == 11


class Sick(MujocoBodies):
    """Bodies that can be made ill."""

    illness = ""

    def look(self, states: np.ndarray, values: np.ndarray) -> None:
        super().look(states, values)
        if self.illness == "nan":
            states[2, 0] = np.nan
        elif self.illness == "far":
            states[1, 1] = 1e9

    @property
    def now(self) -> int:
        return super().now + (1_000_000 if self.illness == "jump" else 0)

    @property
    def step(self) -> int:
        return super().step // 2 if self.illness == "step" else super().step


@pytest.mark.parametrize(
    ("illness", "words"),
    [
        ("nan", "joint elbow_flex: nan"),
        ("far", "joint shoulder_lift"),
        ("jump", "was due"),
        ("step", "1000000 ns, and 2000000 ns at first"),
    ],
)
def test_a_sick_simulator_ends_in_the_safe_state_and_is_recovered_from(illness: str, words: str) -> None:
    bodies = Sick(load(str(MODEL)), Mapping(timestep=0.002))
    with LockStep(ARM, bodies) as world:
        robot = world.robot
        robot.arm()
        bodies.illness = illness
        with pytest.raises(RobotFault) as caught:
            robot.move(shoulder_pan=0.3)
        assert caught.value.event.fault.code == 606
        state = robot.state()
        assert state.lifecycle is Lifecycle.FAULTED
        assert not state.outputs_enabled
        assert not state.effort_applied.any()
        assert words in world.daemon.log
        assert "仿真器失联" in world.daemon.log
        bodies.illness = ""
        # Without power it falls, and is not armed as long as it does.
        world.run(2)
        robot.clear()
        robot.arm()
        assert robot.move(shoulder_pan=0.3).measured_position[0] == pytest.approx(0.3, abs=0.05)
        # What was waited for while nothing stepped counts, or no deadline would ever pass then.
        assert world.time > bodies.now * 1e-9


def test_what_ends_at_the_start_says_why() -> None:
    with pytest.raises(DaemonFailure, match="status 4") as caught:
        LockStep(ARM.parents[1] / "first/robot.yaml", MODEL)
    assert 'has no joint "shoulder"' in caught.value.log


def test_nothing_is_left_behind(tmp_path: Path) -> None:
    world = LockStep(ARM, MODEL)
    process = world.daemon.process
    assert process is not None
    folder = Path(world.daemon.socket).parent
    world.robot.arm()
    world.close()
    world.close()
    assert process.returncode == 0
    assert not folder.exists()
    assert not os.listdir(tmp_path)
