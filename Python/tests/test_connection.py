"""What a client does when the other side is missing, silent, wrong, newer or gone."""

import os
import socket
from pathlib import Path

import pytest
from fake_daemon import EVENT, OK, WELCOME, FakeDaemon, state, welcoming
from frames import frame

from cerebellum import (
    Client,
    ConnectionFailure,
    DaemonGone,
    DaemonTimeout,
    FrameError,
    NoDaemon,
    NotConnected,
    NotPermitted,
    UnexpectedReply,
    UnusablePath,
    wire,
)
from cerebellum.clock import Deadline
from cerebellum.connection import QUEUE_CAPACITY, Connection
from cerebellum.socket_path import standard_path

Request = wire.Frame[wire.Request]


def descriptors() -> int:
    return len(os.listdir("/proc/self/fd"))


def test_nobody_listens(tmp_path: Path) -> None:
    missing = str(tmp_path / "missing")
    (tmp_path / "dead").touch()
    before = descriptors()
    for path in (missing, str(tmp_path / "dead"), str(tmp_path / "no/folder")):
        with pytest.raises(NoDaemon) as caught:
            Client.connect(path)
        assert caught.value.code == "no_daemon"
        assert path in caught.value.english
        assert "cerebellum sim" in caught.value.remedy.english
        assert "请运行" in str(caught.value)
    assert descriptors() == before


@pytest.mark.parametrize("path", ["", "x" * 108, "a\0b"])
def test_paths_that_no_socket_can_have(path: str) -> None:
    with pytest.raises(UnusablePath, match="1 to 107 bytes"):
        Client.connect(path)


def test_a_socket_of_somebody_else(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    # Root may connect to all: the system's answer is put in its place.
    class Refusing(socket.socket):
        def connect(self, address: object) -> None:
            raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(socket, "socket", Refusing)
    with pytest.raises(NotPermitted, match="usermod -aG cerebellum"):
        Client.connect(str(tmp_path / "any"))


def test_a_daemon_that_does_not_answer_is_found_within_the_timeout(tmp_path: Path) -> None:
    before = descriptors()
    with FakeDaemon(tmp_path, lambda daemon, request: None) as daemon:
        deadline = Deadline(30)
        with pytest.raises(DaemonTimeout, match=r"no answer to hello within 0\.2 s"):
            Client.connect(daemon.path, timeout=0.2)
        assert not deadline.has_passed
    assert descriptors() == before


def test_a_daemon_that_does_not_read_is_found_within_the_timeout(tmp_path: Path) -> None:
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    listener.bind(str(tmp_path / "s"))
    listener.listen()
    connection = Connection(str(tmp_path / "s"), 1)
    with pytest.raises(DaemonTimeout, match="no room for a request"):
        for _ in range(100_000):
            connection.send(wire.AskStatistics(), Deadline(0.2))
    connection.close()
    listener.close()


def test_a_daemon_that_goes_is_found_at_once(tmp_path: Path) -> None:
    with FakeDaemon(tmp_path, welcoming(lambda daemon, request: daemon.hang_up())) as daemon:
        client = Client.connect(daemon.path, timeout=60)
        with pytest.raises(DaemonGone, match=r"reconnect\(\)"):
            client.statistics()
        assert not client.is_connected
        with pytest.raises(NotConnected):
            client.statistics()
        client.reconnect()
        assert client.info == WELCOME
        client.close()


def test_waiting_for_a_daemon_that_is_not_there_yet_ends(tmp_path: Path) -> None:
    with pytest.raises(NoDaemon):
        Client.connect(str(tmp_path / "s"), wait=0.2)


def test_a_newer_daemons_messages_are_passed_over(tmp_path: Path) -> None:
    def answer(daemon: FakeDaemon, request: Request) -> None:
        daemon.raw(frame(0x9F, "0102"))
        daemon.say(OK, request.header.sequence)

    with FakeDaemon(tmp_path, welcoming(answer)) as daemon, Client.connect(daemon.path) as client:
        client.tare(0)
        assert client._connection.unknown == 1


def test_another_version_is_refused_by_name(tmp_path: Path) -> None:
    def answer(daemon: FakeDaemon, request: Request) -> None:
        daemon.raw(frame(0x81, version=2))

    before = descriptors()
    named = pytest.raises(FrameError, match=r"protocol version 2, this package 1.*of one release")
    with FakeDaemon(tmp_path, answer) as daemon, named:
        Client.connect(daemon.path)
    assert descriptors() == before


def test_garbage_is_told_and_the_connection_goes_on(tmp_path: Path) -> None:
    def answer(daemon: FakeDaemon, request: Request) -> None:
        daemon.raw(b"garbage")
        daemon.say(OK, request.header.sequence)

    with FakeDaemon(tmp_path, welcoming(answer)) as daemon, Client.connect(daemon.path) as client:
        with pytest.raises(FrameError):
            client.tare(0)
        assert client.is_connected
        with pytest.raises(FrameError):
            client.tare(0)


def test_an_answer_of_the_wrong_kind_is_named(tmp_path: Path) -> None:
    with FakeDaemon(tmp_path, welcoming(lambda d, r: d.say(OK, r.header.sequence))) as daemon:
        client = Client.connect(daemon.path)
        with pytest.raises(UnexpectedReply, match="late cycles was answered by request result"):
            client.late_cycles()
        client.close()


def test_an_answer_that_comes_too_late_is_nobodys(tmp_path: Path) -> None:
    asked: list[int] = []

    def answer(daemon: FakeDaemon, request: Request) -> None:
        asked.append(request.header.sequence)
        if len(asked) == 1:
            return
        refusal = wire.RequestResult(wire.ResultCode.REFUSED, "too late", "太晚")
        daemon.say(refusal, asked[0])
        daemon.say(OK, asked[1])

    with FakeDaemon(tmp_path, welcoming(answer)) as daemon, Client.connect(daemon.path, timeout=0.3) as client:
        with pytest.raises(DaemonTimeout):
            client.tare(0)
        client.timeout = 20
        client.tare(0)
        assert client.events() == ()


def test_of_too_many_frames_states_are_dropped_before_events(tmp_path: Path) -> None:
    def answer(daemon: FakeDaemon, request: Request) -> None:
        daemon.say(EVENT)
        for cycle in range(QUEUE_CAPACITY + 20):
            daemon.say(state(cycle))
        daemon.say(OK, request.header.sequence)

    with FakeDaemon(tmp_path, welcoming(answer)) as daemon, Client.connect(daemon.path) as client:
        client.tare(0)
        assert client._connection.dropped == 21
        kept = client._connection.pending()
        assert kept[0] == EVENT
        states = [message.cycle for message in kept if isinstance(message, wire.State)]
        assert states == list(range(21, QUEUE_CAPACITY + 20))


def test_frames_are_numbered_upwards(tmp_path: Path) -> None:
    seen: list[int] = []

    def answer(daemon: FakeDaemon, request: Request) -> None:
        seen.append(request.header.sequence)
        daemon.say(OK, request.header.sequence)

    with FakeDaemon(tmp_path, welcoming(answer)) as daemon, Client.connect(daemon.path) as client:
        for _ in range(3):
            client.tare(0)
        # After 2^32 - 1 comes 1: 0 would answer nothing.
        client._connection._sequence = 2**32 - 1
        client.tare(0)
        # A frame that could not be made takes no number.
        with pytest.raises(FrameError):
            client._ask(wire.Push(0, float("nan")), wire.RequestResult)
        client.tare(0)
    assert seen == [2, 3, 4, 1, 2]


def test_the_standard_path_is_where_the_tool_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    monkeypatch.setenv("CEREBELLUM_SOCKET", "/a/b")
    monkeypatch.setenv("XDG_RUNTIME_DIR", "/run/user/7")
    assert standard_path() == "/a/b"
    monkeypatch.setenv("CEREBELLUM_SOCKET", "")
    assert standard_path() == "/run/user/7/cerebellum.sock"
    monkeypatch.setenv("XDG_RUNTIME_DIR", "")
    assert standard_path() == f"/tmp/cerebellum-{os.getuid()}.sock"
    monkeypatch.setattr(os, "access", lambda path, mode: path == "/run/cerebellum")
    assert standard_path() == "/run/cerebellum/control.sock"


def test_every_error_has_words_in_both_languages_and_a_remedy() -> None:
    failures = [NoDaemon("/p"), NotPermitted("/p"), UnusablePath("/p"), DaemonGone("/p"), NotConnected()]
    failures += [DaemonTimeout("/p", "state", 1), UnexpectedReply("a", "b")]
    for failure in failures:
        assert isinstance(failure, ConnectionFailure)
        assert all((*failure.what, *failure.remedy, failure.code))
        assert failure.english in str(failure)
        assert failure.chinese in str(failure)
