from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from cerebellum.simulator import Refused, Sensor, Server, listen, protocol
from cerebellum.simulator.protocol import Header

from .daemon import FakeDaemon


class Cart:
    """Masses of 1 kg: velocity += dt * effort."""

    step = 1_000_000

    def __init__(self) -> None:
        self.now = 0
        self.state = np.zeros((0, 2))
        self.left = 0

    def begin(self, joints: Sequence[str], sensors: Sequence[Sensor]) -> None:
        if "cart" not in joints:
            raise Refused("no cart")
        self.state = np.zeros((len(joints), 2))

    def advance(self, drives: np.ndarray) -> None:
        self.state[:, 1] += 1e-3 * drives[:, 0]
        self.state[:, 0] += 1e-3 * self.state[:, 1]
        self.now += self.step

    def look(self, states: np.ndarray, values: np.ndarray) -> None:
        states[:] = self.state
        values[:] = self.now * 1e-9

    def let_go(self) -> None:
        self.left += 1


def test_steps_go_there_and_back(address: str, serve: Callable[[Server], None]) -> None:
    cart = Cart()
    serve(Server(address, cart))
    daemon = FakeDaemon(address, ["cart", "other"], [Sensor("tip", protocol.PAD, 3)])
    header, body = daemon.greet()
    assert (header.kind, header.step, header.time, header.joints, header.values) == (protocol.READY, 1_000_000, 0, 2, 3)
    assert body == bytes(56)
    header, states, values = daemon.step([[2, 0, 0, 0], [-1, 0, 0, 0]])
    assert header.time == 1_000_000
    np.testing.assert_allclose(states, [[2e-6, 2e-3], [-1e-6, -1e-3]], rtol=1e-15)
    np.testing.assert_allclose(values, [1e-3] * 3, rtol=1e-15)
    daemon.close()


def test_what_is_missing_is_said(address: str, serve: Callable[[Server], None]) -> None:
    serve(Server(address, Cart()))
    daemon = FakeDaemon(address, ["wheel"])
    header, body = daemon.greet()
    assert (header.kind, body) == (protocol.REFUSED, b"no cart")
    daemon.close()


def test_a_daemon_that_is_gone_drives_nothing(address: str, serve: Callable[[Server], None]) -> None:
    cart = Cart()
    # A socket says so itself.
    serve(Server(address, cart, patience=0.2 if address.startswith("shm") else 60))
    first = FakeDaemon(address, ["cart"])
    first.greet()
    first.step([[1, 0, 0, 0]])
    assert cart.left == 0
    first.close()
    deadline = time.monotonic() + 20
    while cart.left == 0 and time.monotonic() < deadline:
        time.sleep(0.01)
    assert cart.left == 1
    second = FakeDaemon(address, ["cart"])
    assert second.greet()[0].kind == protocol.READY
    second.close()


def test_bytes_that_are_no_frame_do_not_end_it(address: str, serve: Callable[[Server], None]) -> None:
    serve(Server(address, Cart()))
    daemon = FakeDaemon(address, ["cart"])
    for noise in (bytes(100), b"\xff" * 100, b"\xff"):
        daemon.send(noise)
        time.sleep(0.1)
    assert daemon.greet()[0].kind == protocol.READY
    daemon.close()


def test_a_step_of_another_robot_moves_nothing(address: str, serve: Callable[[Server], None]) -> None:
    cart = Cart()
    serve(Server(address, cart))
    daemon = FakeDaemon(address, ["cart"])
    daemon.greet()
    daemon.step([[1, 0, 0, 0]])
    frame = bytearray(protocol.HEADER.size + 2 * protocol.DRIVE_SIZE)
    protocol.seal(memoryview(frame), Header(protocol.STEP, 9, 0, 1_000_000, daemon.session, 2, 0, 0, len(frame)))
    daemon.send(bytes(frame))
    time.sleep(0.1)
    assert cart.now == 1_000_000
    assert daemon.greet()[0].kind == protocol.READY
    daemon.close()


def place(address: str) -> Path:
    return Path(address[5:]) if address.startswith("unix:") else Path("/dev/shm", address[4:])


def test_nobody_else_may_come(address: str, serve: Callable[[Server], None]) -> None:
    serve(Server(address, Cart()))
    assert place(address).stat().st_mode & 0o777 == 0o600


def test_nothing_is_left_behind_but_a_successors_address(address: str) -> None:
    first = Server(address, Cart())
    second = Server(address, Cart())
    first.close()
    assert place(address).exists()
    second.close()
    assert not place(address).exists()
    third = Server(address, Cart())
    place(address).unlink()
    third.close()


def test_time_has_a_pace(address: str, serve: Callable[[Server], None]) -> None:
    serve(Server(address, Cart(), pace=1))
    daemon = FakeDaemon(address, ["cart"])
    daemon.greet()
    began = time.monotonic()
    for _ in range(100):
        daemon.step([[0, 0, 0, 0]])
    # Never faster: how much slower is the machine's affair.
    assert time.monotonic() - began >= 0.09
    daemon.close()


@pytest.mark.parametrize("address", ["", "unix:", "shm:", "shm:a/b", "tcp:x"])
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="is needed"):
        listen(address)
