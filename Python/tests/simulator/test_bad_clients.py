"""Clients that are killed, stopped, flood, send garbage or never read, while a simulator is behind the daemon: the
robot goes on as if they were not there, step by step, and the simulator is not lost.
"""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cerebellum import ConnectionFailure, Lifecycle, SimulatedDaemon, wire
from cerebellum.clock import Deadline
from cerebellum.simulator import Mapping, Server
from cerebellum.simulator.bodies import MujocoBodies, load

MODEL = Path(__file__).resolve().parents[3] / "Robots/arm6/arm6.urdf"
Misbehaviour = Callable[[SimulatedDaemon], Iterator[None]]
LISTENING = """
import sys
from cerebellum import Client

client = Client.connect(sys.argv[1], timeout=20)
for _ in client.stream(newest=False):
    print("listening", flush=True)
"""


@contextmanager
def listener(daemon: SimulatedDaemon) -> Iterator[subprocess.Popen[str]]:
    """A client in another process that is told every state."""
    command = [sys.executable, "-c", LISTENING, daemon.socket]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "listening\n"
            threading.Thread(target=process.stdout.read, daemon=True).start()
            yield process
        finally:
            process.kill()


def is_signalled(number: signal.Signals) -> Misbehaviour:
    def act(daemon: SimulatedDaemon) -> Iterator[None]:
        with listener(daemon) as process:
            os.kill(process.pid, number)
            yield

    return act


def floods(daemon: SimulatedDaemon) -> Iterator[None]:
    with daemon.connect(timeout=20) as client:
        with pytest.raises(ConnectionFailure):
            for _ in range(100_000):
                client._connection.send(wire.AskStatistics(), Deadline(0.1))
        yield


def never_reads(daemon: SimulatedDaemon) -> Iterator[None]:
    with daemon.connect(timeout=20) as client:
        client._subscribe(1)
        yield


def sends_garbage(daemon: SimulatedDaemon) -> Iterator[None]:
    noise = random.Random(8)
    for size in (1, 7, 32, 333, 4096):
        with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as client:
            client.connect(daemon.socket)
            try:
                for _ in range(20):
                    client.send(noise.randbytes(size))
            except OSError:
                pass
    yield


@pytest.mark.parametrize(
    "misbehaves",
    [is_signalled(signal.SIGKILL), is_signalled(signal.SIGSTOP), floods, never_reads, sends_garbage],
    ids=["killed", "stopped", "floods", "never reads", "sends garbage"],
)
def test_a_bad_client_harms_nothing(
    patient_arm: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    misbehaves: Misbehaviour,
) -> None:
    monkeypatch.chdir(tmp_path)
    server = Server(f"unix:{tmp_path}/s", MujocoBodies(load(str(MODEL)), Mapping(timestep=0.002)))
    stop = threading.Event()
    thread = threading.Thread(target=server.serve, args=(stop.is_set,), daemon=True)
    thread.start()
    options = ["--simulator", f"unix:{tmp_path}/s", "--lock-step"]
    try:
        with SimulatedDaemon(patient_arm, timeout=30, options=options) as daemon, daemon.connect(timeout=20) as robot:
            robot.arm()
            with contextmanager(misbehaves)(daemon):
                before = robot.state()
                state = robot.move(elbow_flex=0.4, wrist_roll=0.3, seconds=2)
                robot.move(elbow_flex=0, wrist_roll=0, seconds=2)
                after = robot.state()
            assert state.measured_position[[2, 4]] == pytest.approx([0.4, 0.3], abs=0.08)
            # No cycle without a step of the simulator, and no time that was waited.
            assert after.time - before.time == 2_000_000 * (after.cycle - before.cycle)
            assert after.lifecycle is Lifecycle.ACTIVE
            assert after.fault is None
            assert server.report.sessions == 1
            assert "lost" not in daemon.log
    finally:
        stop.set()
        thread.join(20)
        server.close()
