"""This client as the bad one: killed, stopped, flooding, not reading. The robot rests, others are served."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from cerebellum import ConnectionFailure, Lifecycle, Robot, SimulatedDaemon, wire
from cerebellum.clock import Deadline

STREAMING = """
import sys
from cerebellum import Robot

robot = Robot.connect(sys.argv[1], timeout=20)
robot.arm()
for state in robot.stream():
    robot.command(dq={"wrist_roll": 0.3}, valid_for=1)
    if state.reference_velocity[4] > 0.25:
        print("moving", flush=True)
"""


@contextmanager
def streaming(daemon: SimulatedDaemon) -> Iterator[subprocess.Popen[str]]:
    """A client in another process that moves the wrist."""
    command = [sys.executable, "-c", STREAMING, daemon.socket]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "moving\n"
            yield process
        finally:
            process.kill()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSTOP, signal.SIGTERM, signal.SIGINT])
def test_a_client_that_dies_or_hangs_stops_the_robot(daemon: SimulatedDaemon, number: signal.Signals) -> None:
    with daemon.connect(timeout=20) as observer, streaming(daemon) as client:
        os.kill(client.pid, number)
        for state in observer.stream():
            assert state.fault is None
            if state.lifecycle is Lifecycle.HOLDING:
                break
        assert not observer.state().reference_velocity.any()
        if number is not signal.SIGSTOP:
            # Nobody controls the robot any more.
            assert observer.arm().lifecycle is Lifecycle.ACTIVE


def test_a_flood_delays_nobody(daemon: SimulatedDaemon, robot: Robot) -> None:
    flooding = daemon.connect(timeout=20)
    with pytest.raises(ConnectionFailure):
        for _ in range(100_000):
            flooding._connection.send(wire.AskStatistics(), Deadline(0.1))
    before = robot.statistics().control.cycles
    assert robot.state().lifecycle is Lifecycle.DISARMED
    robot.arm()
    robot.disarm()
    assert robot.statistics().control.cycles > before
    # It was hung up on, and may come back.
    with pytest.raises(ConnectionFailure):
        while True:
            flooding.state()
    flooding.reconnect()
    assert flooding.statistics().faults == 0
    flooding.close()


def test_a_client_that_does_not_read_for_long_hears_of_the_fault_after_all(
    daemon: SimulatedDaemon, robot: Robot
) -> None:
    lazy = daemon.connect(timeout=20)
    next(lazy.stream())
    lazy._subscribe(1)
    start = robot.statistics().control.cycles
    while robot.statistics().control.cycles < start + 1000:
        pass
    # Its queue has no room for another state.
    robot.arm()
    robot.set_line("estop", True)
    for state in robot.stream():
        if state.lifecycle is Lifecycle.FAULTED:
            break
    fault = state.fault
    assert fault is not None
    while lazy._next_state(newest=False).lifecycle is not Lifecycle.FAULTED:
        pass
    assert fault.code in [event.fault.code for event in lazy.events()]
    assert lazy.statistics().faults == 1
    lazy.close()
