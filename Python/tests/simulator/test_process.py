"""The shipped daemon before MuJoCo in a process of its own, which is held up, killed and started anew."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cerebellum import Lifecycle, Refused, Robot, RobotFault, SimulatedDaemon
from cerebellum.clock import Deadline

MODEL = Path(__file__).resolve().parents[3] / "Robots/arm6/arm6.urdf"

Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts a simulator, and waits until it serves."""
    running = []

    def simulator(step: float = 0.002) -> subprocess.Popen[str]:
        mapping = tmp_path / "map.json"
        mapping.write_text(f'{{"timestep": {step}}}')
        command = [sys.executable, "-m", "cerebellum.simulator", str(MODEL), "--at", f"unix:{tmp_path}/s", "--map"]
        process = subprocess.Popen([*command, str(mapping)], stdout=subprocess.PIPE, text=True, cwd=tmp_path)
        running.append(process)
        assert process.stdout is not None
        assert process.stdout.readline().startswith("serving ")
        return process

    yield simulator
    for process in running:
        process.kill()
        process.communicate()


@contextmanager
def daemon(arm: Path, folder: Path, *options: str) -> Iterator[SimulatedDaemon]:
    with SimulatedDaemon(arm, timeout=30, options=["--simulator", f"unix:{folder}/s", *options]) as daemon:
        yield daemon


def recover(robot: Robot) -> None:
    """Clears and arms as soon as that can be done: not while the arm falls."""
    deadline = Deadline(20)
    while True:
        try:
            if robot.state().lifecycle is Lifecycle.FAULTED:
                robot.clear()
            robot.arm()
            return
        except (Refused, RobotFault):
            if deadline.has_passed:
                raise


def test_a_simulator_that_stops_answers_again_or_is_replaced(patient_arm: Path, tmp_path: Path, start: Start) -> None:
    first = start()
    with daemon(patient_arm, tmp_path, "--lock-step") as under_test, under_test.connect(timeout=20) as robot:
        robot.arm()
        first.send_signal(signal.SIGSTOP)
        for state in robot.stream():
            if state.lifecycle is Lifecycle.FAULTED:
                break
        assert state.fault is not None
        assert state.fault.code == 606
        assert not state.outputs_enabled
        assert "no answer for 1000 ms" in under_test.log
        first.send_signal(signal.SIGCONT)
        recover(robot)
        robot.move(wrist_roll=0.2, seconds=0.5)
        first.kill()
        for state in robot.stream():
            if state.lifecycle is Lifecycle.FAULTED:
                break
        assert not state.outputs_enabled
        # The next one has another step: the joints are where it has them.
        start(step=0.001)
        recover(robot)
        assert robot.move(wrist_roll=-0.2, seconds=0.5).measured_position[4] == pytest.approx(-0.2, abs=0.05)
        assert under_test.log.count("is back; clear and arm") == 2


def test_in_real_time_the_simulator_follows_the_wall(patient_arm: Path, tmp_path: Path, start: Start) -> None:
    start()
    with daemon(patient_arm, tmp_path) as under_test, under_test.connect(timeout=20) as robot:
        assert "in real time" in under_test.log
        # A busy machine may hold the simulator up by more than the 100 ms that are borne.
        deadline = Deadline(30)
        while True:
            try:
                recover(robot) if robot.state().lifecycle is Lifecycle.FAULTED else robot.arm()
                before = robot.state()
                state = robot.move(elbow_flex=0.4, wrist_roll=0.3, seconds=0.6)
                break
            except (Refused, RobotFault):
                assert not deadline.has_passed, under_test.log
                assert under_test.log.count("ms behind") > 0, under_test.log
        assert state.measured_position[[2, 4]] == pytest.approx([0.4, 0.3], abs=0.08)
        # The robot's clock is the wall's: so much of it went by, and so many cycles of 500 Hz.
        span = (state.time - before.time) * 1e-9
        assert span >= 0.6
        assert state.cycle - before.cycle == pytest.approx(span * 500, abs=2)


def test_without_mujoco_it_says_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "mujoco.py").write_text("raise ImportError('no mujoco here')\n")
    command = [sys.executable, "-m", "cerebellum.simulator", str(MODEL), "--at", f"unix:{tmp_path}/s"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.returncode == 3
    assert run.stderr.startswith("cerebellum.simulator: no mujoco here\n")
    assert 'pip install "./Python[sim]"' in run.stderr
