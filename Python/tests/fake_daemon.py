"""A program that listens as the daemon does, and says what a test tells it to."""

import socket
import threading
from collections.abc import Callable
from pathlib import Path

from frames import frame

from cerebellum import wire

WELCOME = wire.Welcome("fake", 100.0, True, False, "", (), (), ())
OK = wire.RequestResult(wire.ResultCode.OK, "", "")
EVENT = wire.FaultEvent(1, 1, wire.Fault(501, None, 1.0, 0.0), "stop pressed", "急停已按下")


def state(cycle: int) -> wire.State:
    golden = wire.decode_reply(
        frame(0x83, "00" * 16 + "01" + "00" * 9 + "0000" + "ffff" + "00" * 16 + "0000" + "0000" + "0000")
    ).message
    assert isinstance(golden, wire.State)
    return wire.State(cycle, cycle, golden.lifecycle, golden.motion, None, golden.flags, golden.supplies, golden.joints)


class FakeDaemon:
    """Calls `answer` with each request of its one client; that sends what it likes with `say`."""

    def __init__(self, folder: Path, answer: Callable[["FakeDaemon", wire.Frame[wire.Request]], None]) -> None:
        self.path = str(folder / "control.sock")
        self.answer = answer
        self.sequence = 0
        self._listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._listener.bind(self.path)
        self._listener.listen()
        self.client: socket.socket | None = None
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def say(self, message: wire.Reply, answers: int = 0) -> None:
        self.sequence += 1
        self.raw(bytes(wire.encode(message, self.sequence, answers, 1)))

    def raw(self, data: bytes) -> None:
        assert self.client is not None
        self.client.send(data)

    def hang_up(self) -> None:
        if self.client is not None:
            self.client.close()
            self.client = None

    def __enter__(self) -> "FakeDaemon":
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._thread.join(5)
        self._listener.close()

    def _serve(self) -> None:
        while True:
            try:
                self.client, _ = self._listener.accept()
            except OSError:
                return
            while self.client is not None:
                try:
                    data = self.client.recv(65_536)
                except ConnectionResetError:
                    data = b""
                if data:
                    self.answer(self, wire.decode_request(data))
                else:
                    self.hang_up()


def welcoming(
    then: Callable[[FakeDaemon, wire.Frame[wire.Request]], None],
) -> Callable[[FakeDaemon, wire.Frame[wire.Request]], None]:
    """Greets, and leaves the rest to `then`."""

    def answer(daemon: FakeDaemon, request: wire.Frame[wire.Request]) -> None:
        if isinstance(request.message, wire.Hello):
            daemon.say(WELCOME, request.header.sequence)
        else:
            then(daemon, request)

    return answer
