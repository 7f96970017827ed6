"""The daemon's end of a link, for tests."""

from __future__ import annotations

import fcntl
import mmap
import os
import socket
import struct
import time
import zlib

import numpy as np

from cerebellum.simulator import protocol
from cerebellum.simulator.protocol import HEADER, JOINT, SENSOR, Header, Sensor

MAILBOX = 64 + protocol.CAPACITY


class FakeDaemon:
    """Greets and steps a simulator at ``address``."""

    def __init__(self, address: str, joints: list[str], sensors: list[Sensor] | None = None) -> None:
        self.joints, self.sensors = joints, sensors or []
        self.sequence = 0
        self.session = 77
        self.memory: mmap.mmap | None = None
        if address.startswith("unix:"):
            self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            self.socket.connect(address[5:])
            self.socket.settimeout(20)
        else:
            self.file = os.open("/dev/shm/" + address[4:], os.O_RDWR)
            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self.memory = mmap.mmap(self.file, 64 + 2 * MAILBOX)
            self.seen = self.word(64 + MAILBOX)

    def word(self, place: int) -> int:
        assert self.memory is not None
        (value,) = struct.unpack_from("<I", self.memory, place)
        return int(value)

    def send(self, frame: bytes) -> None:
        if self.memory is None:
            self.socket.send(frame)
            return
        self.memory[128 : 128 + len(frame)] = frame
        struct.pack_into("<I", self.memory, 64, (self.word(64) + 1) & 0xFFFFFFFF)

    def receive(self) -> bytes:
        if self.memory is None:
            return self.socket.recv(protocol.CAPACITY)
        deadline = time.monotonic() + 20
        while self.word(64 + MAILBOX) == self.seen:
            assert time.monotonic() < deadline, "no answer"
        self.seen = self.word(64 + MAILBOX)
        start = 128 + MAILBOX
        return bytes(self.memory[start : start + self.word(start + 8)])

    def ask(self, kind: int, body: bytes = b"", step: int = 2_000_000, **numbers: int) -> tuple[Header, bytes]:
        self.sequence += 1
        frame = bytearray(HEADER.size) + body
        header = Header(
            kind, self.sequence, 0, step, self.session, len(self.joints), numbers.get("sensors", 0), 0, len(frame)
        )
        protocol.seal(memoryview(frame), header)
        self.send(bytes(frame))
        answer = bytearray(self.receive())
        parsed = protocol.parse(memoryview(answer))
        assert (parsed.sequence, parsed.session) == (self.sequence, self.session)
        return parsed, bytes(answer[HEADER.size :])

    def greet(self) -> tuple[Header, bytes]:
        body = b"".join(JOINT.pack(name.encode(), 0) for name in self.joints)
        body += b"".join(SENSOR.pack(each.name.encode(), each.kind, each.values) for each in self.sensors)
        return self.ask(protocol.HELLO, body, sensors=len(self.sensors))

    def step(self, drives: list[list[float]]) -> tuple[Header, np.ndarray, np.ndarray]:
        header, body = self.ask(protocol.STEP, np.array(drives, np.float64).tobytes())
        assert header.kind == protocol.STATE
        count = 2 * header.joints
        numbers = np.frombuffer(body, np.float64)
        return header, numbers[:count].reshape(-1, 2), numbers[count:]

    def close(self) -> None:
        if self.memory is None:
            self.socket.close()
        else:
            self.memory.close()
            os.close(self.file)


def reference_frame() -> bytes:
    """A STEP of one joint, written down by hand."""
    body = struct.pack("<4d", 1.5, 0.25, 0.05, 0.0)
    header = struct.pack("<IHHIIQqqIIII", 0x534C4243, 1, 3, 88, 0, 9, 3_000_000, 1_000_000, 77, 1, 0, 0)
    crc = zlib.crc32(header + body)
    return header[:12] + struct.pack("<I", crc) + header[16:] + body
