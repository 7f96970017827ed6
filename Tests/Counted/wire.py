"""A raw client of the daemon: frames of Documentation/wire-protocol.md, and what is not one."""
import socket
import struct
import time

(HELLO, DESCRIBE, SUBSCRIBE, COMMAND, ARM, DISARM, STOP, CLEAR, JOG, STATISTICS) = (
    1, 2, 3, 4, 8, 9, 10, 11, 12, 13)
RESULT, STATE, STATISTICS_REPLY, EVENT = 0x82, 0x83, 0x84, 0x85
LIFECYCLES = ("unconfigured", "disarmed", "arming", "active", "holding", "stopping", "faulted",
              "degraded")
LIMITS = ("position", "velocity", "acceleration", "effort", "voltage", "arming", "end_stop",
          "command_lost", "passivity")


def _table():
    table = []
    for byte in range(256):
        for _ in range(8):
            byte = byte >> 1 ^ (0x82F63B78 if byte & 1 else 0)
        table.append(byte)
    return table


_TABLE = _table()


def crc32c(data):
    value = 0xFFFFFFFF
    for byte in data:
        value = value >> 8 ^ _TABLE[(value ^ byte) & 0xFF]
    return value ^ 0xFFFFFFFF


def frame(kind, payload=b"", sequence=1):
    def header(checksum):
        return struct.pack("<4sBBHIIIIq", b"CBL1", 1, kind, 0, len(payload), sequence, 0, checksum,
                           now)
    now = time.clock_gettime_ns(time.CLOCK_MONOTONIC)
    return header(crc32c(header(0) + payload)) + payload


def hello(name="counted"):
    return struct.pack("<BH", 1, len(name)) + name.encode()


def jog(joint, displacement, speed):
    return struct.pack("<Hdd", joint, displacement, speed)


def command(targets, valid_for=0.1):
    """`targets`: (q, dq, kp, kd, tau) per joint."""
    return struct.pack("<qH", int(valid_for * 1e9), len(targets)) + b"".join(
        struct.pack("<5d", *target) for target in targets)


def text(result):
    """The English of a `result`."""
    return result[3:3 + struct.unpack_from("<H", result, 1)[0]].decode() if len(result) > 2 else "none"


class Client:
    """One connection. `state` is the newest that arrived."""

    def __init__(self, path, timeout=5):
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.socket.settimeout(timeout)
        end = time.monotonic() + timeout
        while True:
            try:
                self.socket.connect(path)
                break
            except BlockingIOError:  # The daemon's queue is full: many come at once.
                if time.monotonic() > end:
                    raise
                time.sleep(0.01)
        self.sequence = 0
        self.state = None
        self.limits = set()
        self.events = []

    def send(self, kind, payload=b""):
        self.sequence += 1
        self.socket.send(frame(kind, payload, self.sequence))
        return self.sequence

    def ask(self, kind, payload=b""):
        """Sends, and waits for the answer: (type, payload)."""
        sequence = self.send(kind, payload)
        while True:
            kind, answers, body = self.receive()
            if answers == sequence:
                return kind, body

    def do(self, kind, payload=b""):
        """As `ask`; the code of the result."""
        return self.ask(kind, payload)[1][0]

    def receive(self):
        packet = self.socket.recv(65536)
        if len(packet) < 32:
            raise ConnectionError("the daemon hung up")
        kind, answers = packet[5], struct.unpack_from("<I", packet, 16)[0]
        body = packet[32:]
        if kind == STATE:
            self.state = State(body)
            self.limits |= self.state.limits
        elif kind == EVENT:
            self.events.append(struct.unpack_from("<H", body, 16)[0])
        return kind, answers, body

    def drain(self):
        """Takes what has arrived."""
        self.socket.setblocking(False)
        try:
            while True:
                self.receive()
        except BlockingIOError:
            pass
        finally:
            self.socket.settimeout(5)

    def statistics(self):
        return Statistics(self.ask(STATISTICS)[1])

    def close(self):
        self.socket.close()


class State:
    def __init__(self, body):
        self.cycle, _, lifecycle = struct.unpack_from("<QqB", body)
        self.lifecycle = LIFECYCLES[lifecycle]
        at = 17 + 1 + 8 + 2 + 2 + 8 + 8 + 2
        at += 2 + 16 * struct.unpack_from("<H", body, at)[0]
        count = struct.unpack_from("<H", body, at)[0]
        at += 2
        self.positions, self.limits = [], set()
        for joint in range(count):
            base = at + joint * 52
            self.positions.append(struct.unpack_from("<d", body, base + 16)[0])
            bits = struct.unpack_from("<H", body, base + 48)[0]
            self.limits |= {name for bit, name in enumerate(LIMITS) if bits >> bit & 1}


class Statistics:
    """Counts of the control thread, and p50, p99, p99.9, p99.99 and maximum in nanoseconds."""

    def __init__(self, body):
        self.late_replies, self.faults = struct.unpack_from("<2Q", body)
        (self.cycles, self.late, self.overruns, self.skipped) = struct.unpack_from("<4Q", body, 32)
        stages = {}
        for stage in range(struct.unpack_from("<H", body, 88)[0]):
            at = 90 + 97 * stage
            stages[body[at]] = struct.unpack_from("<5q", body, at + 9)
        self.execution, self.wake_up = stages.get(0, (0,) * 5), stages.get(1, (0,) * 5)
