"""A connection to the daemon: frames in and out, each with a deadline. Not for several threads at once."""

import errno
import os
import select
import socket
import time
from collections import deque
from collections.abc import Callable
from typing import TypeVar

from .clock import Deadline
from .errors import (
    Busy,
    ConnectionFailure,
    DaemonGone,
    DaemonTimeout,
    Faulted,
    Invalid,
    NoDaemon,
    NotConnected,
    NotPermitted,
    Refused,
    RequestError,
    SystemFailure,
    UnexpectedReply,
    Unsupported,
    UnusablePath,
)
from .wire import (
    MOST_BYTES,
    Frame,
    FrameError,
    FrameProblem,
    Reply,
    Request,
    RequestResult,
    ResultCode,
    State,
    decode_reply,
    encode,
)

QUEUE_CAPACITY = 256
"""How many frames that answer nothing wait to be taken; of more, the oldest state is dropped first."""

Answer = TypeVar("Answer", bound=Reply)

_REFUSALS: dict[ResultCode, type[RequestError]] = {
    ResultCode.REFUSED: Refused,
    ResultCode.INVALID: Invalid,
    ResultCode.BUSY: Busy,
    ResultCode.UNSUPPORTED: Unsupported,
    ResultCode.FAULTED: Faulted,
}
_GONE = (errno.EPIPE, errno.ECONNRESET, errno.ENOTCONN)


class Connection:
    """Whole frames over one socket. Waits, but never longer than it is told."""

    def __init__(self, path: str, timeout: float) -> None:
        """Connects to the daemon that listens on `path`, within `timeout` seconds. Throws `ConnectionFailure`."""
        self.path = path
        self.dropped = 0
        """How many frames were dropped because nobody took them."""
        self.unknown = 0
        """How many frames of a newer daemon came that this release does not know; they are passed over."""
        self._waiting: deque[Frame[Reply]] = deque()
        self._sequence = 0
        self._socket: socket.socket | None = _connected(path, timeout)

    @property
    def is_open(self) -> bool:
        """Whether it was neither closed nor found to have ended."""
        return self._socket is not None

    def close(self) -> None:
        """Hangs up: at once the daemon stops what it moved for this client."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def fileno(self) -> int:
        """For select and poll: readable when a frame has come that was not taken yet. Throws `NotConnected`."""
        return self._open().fileno()

    def send(self, request: Request, deadline: Deadline) -> int:
        """Sends without waiting for the answer; returns the frame's number. Throws `FrameError` for a value that
        may not be sent, `DaemonTimeout` where the daemon does not read, and `DaemonGone`.
        """
        # 0 means "none" in `answers`.
        sequence = self._sequence % 0xFFFF_FFFF + 1
        data = encode(request, sequence, 0, time.monotonic_ns())
        self._sequence = sequence
        while True:
            endpoint = self._open()
            try:
                endpoint.send(data, socket.MSG_DONTWAIT | socket.MSG_NOSIGNAL)
                return sequence
            except BlockingIOError:
                self._wait(select.POLLOUT, deadline, "room for a request")
            except OSError as error:
                raise self._failure(error) from error

    def request(self, request: Request, kind: type[Answer], deadline: Deadline) -> Answer:
        """Sends `request` and waits for its answer. Other frames that come meanwhile are kept for `receive`.

        Throws as `send`, `DaemonTimeout` where no answer comes, `RequestError` where the daemon did not do it, and
        `UnexpectedReply`.
        """
        sequence = self.send(request, deadline)
        asked = _name(request)
        while True:
            frame = self._next(deadline, f"answer to {asked}")
            if frame.header.answers != sequence:
                self._keep(frame)
                continue
            message = frame.message
            if isinstance(message, RequestResult) and message.code != ResultCode.OK:
                raise _REFUSALS[message.code](asked, message)
            if not isinstance(message, kind):
                raise UnexpectedReply(asked, _name(message))
            return message

    def order(self, request: Request, deadline: Deadline) -> None:
        """The same for a request that is answered by a result alone."""
        self.request(request, RequestResult, deadline)

    def receive(self, deadline: Deadline, awaited: str) -> Reply:
        """The oldest message that answers no request. Throws `DaemonTimeout` where none comes, and `DaemonGone`."""
        if self._waiting:
            return self._waiting.popleft().message
        while True:
            frame = self._next(deadline, awaited)
            # An answer to a request that was given up is nobody's.
            if frame.header.answers == 0:
                return frame.message

    def pending(self) -> list[Reply]:
        """All messages that have come and answer no request, oldest first; does not wait. Throws `DaemonGone`."""
        messages = [frame.message for frame in self._waiting]
        self._waiting.clear()
        while (frame := self._take()) is not None:
            if frame.header.answers == 0:
                messages.append(frame.message)
        return messages

    def keep(self) -> None:
        """Takes what has come out of the socket, for `receive` and `pending`. Throws `DaemonGone`."""
        while (frame := self._take()) is not None:
            self._keep(frame)

    def _next(self, deadline: Deadline, awaited: str) -> Frame[Reply]:
        while True:
            frame = self._take()
            if frame is not None:
                return frame
            self._wait(select.POLLIN, deadline, awaited)

    def _take(self) -> Frame[Reply] | None:
        """A frame that has come, if one has."""
        while True:
            endpoint = self._open()
            try:
                data = endpoint.recv(MOST_BYTES + 1, socket.MSG_DONTWAIT)
            except BlockingIOError:
                return None
            except OSError as error:
                raise self._failure(error) from error
            if not data:
                raise self._end(DaemonGone(self.path))
            try:
                return decode_reply(data)
            except FrameError as error:
                # A newer daemon may say more than this release understands.
                if error.problem is not FrameProblem.UNKNOWN_TYPE:
                    raise
                self.unknown += 1

    def _keep(self, frame: Frame[Reply]) -> None:
        if frame.header.answers != 0:
            return
        if len(self._waiting) == QUEUE_CAPACITY:
            states = (index for index, kept in enumerate(self._waiting) if isinstance(kept.message, State))
            del self._waiting[next(states, 0)]
            self.dropped += 1
        self._waiting.append(frame)

    def _wait(self, event: int, deadline: Deadline, awaited: str) -> None:
        poller = select.poll()
        poller.register(self._open(), event)
        if not poller.poll(deadline.left * 1000) and deadline.has_passed:
            raise DaemonTimeout(self.path, awaited, deadline.seconds)

    def _open(self) -> socket.socket:
        if self._socket is None:
            raise NotConnected
        return self._socket

    def _failure(self, error: OSError) -> ConnectionFailure:
        gone = error.errno in _GONE
        return self._end(DaemonGone(self.path) if gone else SystemFailure(self.path, error))

    def _end(self, failure: ConnectionFailure) -> ConnectionFailure:
        self.close()
        return failure


def _connected(path: str, timeout: float) -> socket.socket:
    # sun_path has 108 bytes, the last of which ends the path (unix(7)).
    if "\0" in path or not 0 < len(os.fsencode(path)) < 108:
        raise UnusablePath(path)
    endpoint = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET | socket.SOCK_CLOEXEC)
    try:
        endpoint.settimeout(timeout)
        endpoint.connect(path)
        endpoint.setblocking(False)
    except BaseException as error:
        endpoint.close()
        if isinstance(error, OSError):
            raise _refusal(path, error, timeout) from error
        raise
    return endpoint


def _refusal(path: str, error: OSError, timeout: float) -> ConnectionFailure:
    if isinstance(error, TimeoutError | BlockingIOError):
        return DaemonTimeout(path, "connection", timeout)
    if error.errno in (errno.ENOENT, errno.ENOTDIR, errno.ECONNREFUSED, errno.EPROTOTYPE):
        return NoDaemon(path)
    if isinstance(error, PermissionError):
        return NotPermitted(path)
    return SystemFailure(path, error)


def _name(message: Request | Reply) -> str:
    """As a person would write it: `AskLateCycles` is "late cycles"."""
    name = type(message).__name__.removeprefix("Ask")
    return "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name).strip()


Retried = TypeVar("Retried")


def until_connected(connect: Callable[[], Retried], wait: float, pause: float = 0.05) -> Retried:
    """Calls `connect` until it neither throws `NoDaemon` nor loses the daemon again, for `wait` seconds."""
    deadline = Deadline(wait)
    while True:
        try:
            return connect()
        except (NoDaemon, DaemonGone, DaemonTimeout):
            if deadline.has_passed:
                raise
        time.sleep(min(pause, deadline.left))
