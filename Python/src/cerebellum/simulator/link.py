"""The simulator's end of a link: a socket (``unix:PATH``) or shared memory (``shm:NAME``)."""

from __future__ import annotations

import contextlib
import ctypes
import mmap
import os
import socket
import struct
import time

from . import protocol
from .protocol import CAPACITY, FrameError, Header

_MAILBOX = 64 + CAPACITY
_SHARED = 64 + 2 * _MAILBOX
_SYS_FUTEX = {"x86_64": 202, "aarch64": 98}
_FUTEX_WAIT, _FUTEX_WAKE = 0, 1
#: How long an end of shared memory looks before it sleeps [s], and for how many frames it sleeps at once where that did
#: not pay: where both ends share a processor.
SPIN = 50e-6
SLEEPY = 64


class Gone(Exception):
    """The daemon hung up."""


def listen(address: str) -> SocketLink | SharedLink:
    """The simulator's end at ``address``; what was there is replaced."""
    if address.startswith("unix:") and len(address) > 5:
        return SocketLink(address[5:])
    if address.startswith("shm:") and len(address) > 4 and "/" not in address:
        return SharedLink(address[4:])
    raise ValueError(f"{address!r}: unix:PATH or shm:NAME is needed")


class SocketLink:
    """Frames as packets of a socket. One daemon at a time."""

    def __init__(self, path: str) -> None:
        """Listens at ``path``; a file that is there is replaced."""
        self._listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        if os.path.exists(path):
            os.unlink(path)
        self._listener.bind(path)
        os.chmod(path, 0o600)
        self._place = _Place(path)
        self._listener.listen(1)
        self._connection: socket.socket | None = None
        self._buffer = bytearray(CAPACITY + 1)
        self._view = memoryview(self._buffer)
        self.outgoing = memoryview(bytearray(CAPACITY))

    def receive(self, timeout: float) -> tuple[memoryview, Header] | None:
        """The next frame, or None after ``timeout`` s. Gone: the daemon is; FrameError: that was no frame."""
        if self._connection is None:
            self._listener.settimeout(timeout)
            try:
                self._connection, _ = self._listener.accept()
            except TimeoutError:
                return None
        self._connection.settimeout(timeout)
        try:
            size = self._connection.recv_into(self._buffer)
        except TimeoutError:
            return None
        except OSError as error:
            self._hang_up()
            raise Gone(str(error)) from error
        if size == 0:
            self._hang_up()
            raise Gone("the daemon hung up")
        frame = self._view[:size]
        return frame, protocol.parse(frame)

    def send(self, size: int) -> None:
        """Sends the sealed frame in ``outgoing``."""
        if self._connection is None:
            return
        try:
            self._connection.send(self.outgoing[:size])
        except OSError as error:
            self._hang_up()
            raise Gone(str(error)) from error

    def _hang_up(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def close(self) -> None:
        """Ends the link; the file is gone."""
        self._place.clear()
        self._hang_up()
        self._listener.close()


class SharedLink:
    """Frames in a file of /dev/shm: one mailbox each way, a count that a futex waits for."""

    def __init__(self, name: str) -> None:
        """Makes /dev/shm/``name``; what is there is replaced."""
        path = f"/dev/shm/{name}"
        if os.path.exists(path):
            # A new file: a daemon that holds the last one finds it silent, and comes to this one.
            os.unlink(path)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        try:
            os.ftruncate(descriptor, _SHARED)
            self._memory = mmap.mmap(descriptor, _SHARED)
        finally:
            os.close(descriptor)
        self._place = _Place(path)
        self._bytes = memoryview(self._memory)
        self._words = self._bytes.cast("I")
        self._incoming, self._answers = 64, 64 + _MAILBOX
        self._seen = 0
        self._sleepy = 0
        self._copy = memoryview(bytearray(CAPACITY))
        self.outgoing = memoryview(bytearray(CAPACITY))
        self._futex = _Futex()
        self._anchor = ctypes.c_char.from_buffer(self._memory)
        self._address = ctypes.addressof(self._anchor)
        struct.pack_into("<I", self._memory, 4, protocol.VERSION)
        struct.pack_into("<I", self._memory, 0, protocol.MAGIC)

    def receive(self, timeout: float) -> tuple[memoryview, Header] | None:
        """The next frame, or None after ``timeout`` s. FrameError: that was no frame."""
        if not self._arrived(timeout):
            return None
        count = self._incoming // 4
        for attempt in range(4):
            arrived = self._words[count]
            start = self._incoming + 64
            (size,) = struct.unpack_from("<I", self._bytes, start + 8)
            size = size if protocol.HEADER.size <= size <= CAPACITY else protocol.HEADER.size
            frame = self._copy[:size]
            frame[:] = self._bytes[start : start + size]
            try:
                header = protocol.parse(frame)
            except FrameError:
                # Replaced while it was read: its successor is whole.
                if attempt == 3:
                    self._seen = arrived
                    raise
                continue
            self._seen = arrived
            return frame, header
        return None

    def _arrived(self, timeout: float) -> bool:
        words, place, seen = self._words, self._incoming // 4, self._seen
        now = time.perf_counter()
        deadline, looked = now + timeout, now
        if self._sleepy:
            self._sleepy -= 1
        else:
            looked += SPIN
        while True:
            for _ in range(20):
                if words[place] != seen:
                    return True
            now = time.perf_counter()
            if now >= deadline:
                return False
            if now < looked:
                continue
            self._sleepy = self._sleepy or SLEEPY
            words[place + 1] = 1
            self._futex.wait(self._address + 4 * place, seen, min(deadline - now, 1e-3))
            words[place + 1] = 0

    def send(self, size: int) -> None:
        """Sends the sealed frame in ``outgoing``."""
        start = self._answers + 64
        self._bytes[start : start + size] = self.outgoing[:size]
        place = self._answers // 4
        self._words[place] = (self._words[place] + 1) & 0xFFFFFFFF
        if self._words[place + 1]:
            self._futex.wake(self._address + 4 * place)

    def close(self) -> None:
        """Ends the link; the file is gone."""
        self._place.clear()
        del self._anchor
        self._words.release()
        self._bytes.release()
        self._memory.close()


class _Place:
    """A file that this program made, unless somebody has replaced it since."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._file = self._identity()

    def clear(self) -> None:
        """Removes it."""
        with contextlib.suppress(FileNotFoundError):
            if self._identity() == self._file:
                os.unlink(self._path)

    def _identity(self) -> tuple[int, int]:
        status = os.stat(self._path)
        return status.st_dev, status.st_ino


class _Futex:
    def __init__(self) -> None:
        machine = os.uname().machine
        if machine not in _SYS_FUTEX:
            raise OSError(f"shared memory is not supported on {machine}: use unix:PATH")
        self._number = _SYS_FUTEX[machine]
        self._syscall = ctypes.CDLL(None).syscall
        self._span = (ctypes.c_int64 * 2)()
        self._span_address = ctypes.addressof(self._span)

    def wait(self, address: int, value: int, timeout: float) -> None:
        self._span[0], self._span[1] = divmod(int(timeout * 1e9), 1_000_000_000)
        self._syscall(
            ctypes.c_long(self._number), ctypes.c_void_p(address), ctypes.c_int(_FUTEX_WAIT),
            ctypes.c_uint32(value), ctypes.c_void_p(self._span_address), None, ctypes.c_int(0),
        )  # fmt: skip

    def wake(self, address: int) -> None:
        self._syscall(
            ctypes.c_long(self._number), ctypes.c_void_p(address), ctypes.c_int(_FUTEX_WAKE),
            ctypes.c_int(0x7FFFFFFF), None, None, ctypes.c_int(0),
        )  # fmt: skip
