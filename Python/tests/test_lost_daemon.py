"""The daemon hangs, dies, comes back: what the client finds, and when."""

import os
import signal

import pytest

from cerebellum import DaemonGone, DaemonTimeout, Lifecycle, NoDaemon, NotConnected, Robot, SimulatedDaemon
from cerebellum.clock import Deadline


def kill(daemon: SimulatedDaemon, number: int) -> None:
    assert daemon.process is not None
    os.kill(daemon.process.pid, number)


def test_a_daemon_that_hangs_is_found_within_the_timeout(daemon: SimulatedDaemon) -> None:
    with daemon.connect(timeout=0.3) as robot:
        stream = robot.stream()
        next(stream)
        kill(daemon, signal.SIGSTOP)
        # Far more than all three together may take, and far less than for ever.
        patience = Deadline(30)
        for ask in (robot.state, lambda: robot.command(q=0), lambda: [next(stream) for _ in range(10_000)]):
            with pytest.raises(DaemonTimeout, match=r"within 0\.3"):
                ask()
        assert not patience.has_passed
        assert robot.is_connected
        kill(daemon, signal.SIGCONT)
        robot.timeout = 20
        assert robot.state().lifecycle in (Lifecycle.DISARMED, Lifecycle.UNCONFIGURED)


def test_a_killed_daemon_is_found_at_once(daemon: SimulatedDaemon) -> None:
    # Whoever waited for the timeout would wait for an hour.
    robot = daemon.connect(timeout=3600)
    stream = robot.stream()
    next(stream)
    kill(daemon, signal.SIGKILL)
    with pytest.raises(DaemonGone, match="closed the connection"):
        while True:
            next(stream)
    assert not robot.is_connected
    with pytest.raises(NotConnected, match=r"reconnect\(\)"):
        robot.state()
    with pytest.raises(NoDaemon):
        robot.reconnect(wait=0.1)
    robot.close()


def test_leaving_armed_when_the_daemon_died_tells_that(daemon: SimulatedDaemon, robot: Robot) -> None:
    with pytest.raises(DaemonGone), robot, robot.armed():
        kill(daemon, signal.SIGKILL)
        while True:
            robot.command(kp=10)


def test_a_client_comes_back_to_a_daemon_that_was_started_again(daemon: SimulatedDaemon, robot: Robot) -> None:
    with pytest.raises(DaemonGone), robot.armed():
        daemon.restart()
        robot.state()
    robot.reconnect(wait=20)
    assert robot.state().lifecycle is Lifecycle.DISARMED
    assert robot.arm().lifecycle is Lifecycle.ACTIVE
    assert robot.disarm().lifecycle is Lifecycle.DISARMED


def test_nothing_is_left_behind(daemon: SimulatedDaemon) -> None:
    before = sorted(os.listdir("/proc/self/fd"))
    for _ in range(20):
        with daemon.connect(timeout=20) as robot:
            robot.state()
    daemon.restart()
    with pytest.raises(DaemonGone), daemon.connect(timeout=20) as robot:
        kill(daemon, signal.SIGKILL)
        while True:
            robot.state()
    assert sorted(os.listdir("/proc/self/fd")) == before
