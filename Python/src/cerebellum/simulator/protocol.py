"""Frames between Cerebellum and a simulator, as ``Sources/CSimulator/include/cerebellum_simulator.h`` has them.

A frame is a header of 56 bytes and records behind it, little-endian. Version 1.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass

MAGIC = 0x534C4243
VERSION = 1
CAPACITY = 16384
MOST_JOINTS = 64
MOST_SENSORS = 64
MOST_VALUES = 512

HELLO, READY, STEP, STATE, REFUSED = 1, 2, 3, 4, 5

#: magic, version, kind, size, CRC, sequence, time, step, session, joints, sensors, values
HEADER = struct.Struct("<IHHIIQqqIIII")
JOINT = struct.Struct("<60sI")
SENSOR = struct.Struct("<56sII")
CRC_PLACE = 12
DRIVE_SIZE = 32
STATE_SIZE = 16

INERTIAL, PAD = 1, 2


class FrameError(Exception):
    """Bytes that are no frame of this version; says what is wrong with them."""


@dataclass(frozen=True)
class Header:
    """What a frame begins with."""

    kind: int
    sequence: int
    time: int
    step: int
    session: int
    joints: int
    sensors: int
    values: int
    size: int


@dataclass(frozen=True)
class Sensor:
    """A device that feels something: its name in the robot file, its kind, and how many numbers it takes."""

    name: str
    kind: int
    values: int


def body_size(kind: int, joints: int, sensors: int, values: int, size: int) -> int:
    """Bytes of the records of a frame with these numbers; FrameError if they cannot be."""
    if joints > MOST_JOINTS or sensors > MOST_SENSORS or values > MOST_VALUES:
        raise FrameError(f"{joints} joints, {sensors} sensors, {values} numbers are too many")
    if kind == HELLO:
        return joints * JOINT.size + sensors * SENSOR.size
    if kind == STEP:
        return joints * DRIVE_SIZE
    if kind in (READY, STATE):
        return joints * STATE_SIZE + values * 8
    if kind == REFUSED:
        return size - HEADER.size
    raise FrameError(f"a frame of kind {kind}")


def parse(frame: memoryview) -> Header:
    """The header of ``frame``, which is exactly one frame; its CRC field is 0 afterwards."""
    if len(frame) < HEADER.size:
        raise FrameError(f"{len(frame)} bytes are no frame")
    (magic, version, kind, size, crc, sequence, time, step, session, joints, sensors, values) = HEADER.unpack_from(
        frame
    )
    if magic != MAGIC:
        raise FrameError(f"magic {magic:#x}")
    if version != VERSION:
        raise FrameError(f"version {version}, and {VERSION} is spoken here")
    if size != len(frame) or body_size(kind, joints, sensors, values, size) != size - HEADER.size:
        raise FrameError(f"{len(frame)} bytes, and the header says {size}")
    frame[CRC_PLACE : CRC_PLACE + 4] = b"\0\0\0\0"
    if zlib.crc32(frame) != crc:
        raise FrameError("the checksum is wrong")
    return Header(kind, sequence, time, step, session, joints, sensors, values, size)


def seal(frame: memoryview, header: Header) -> None:
    """Writes ``header`` before the records that ``frame`` holds already, with the CRC of all."""
    fields = (
        MAGIC, VERSION, header.kind, len(frame), 0, header.sequence, header.time, header.step, header.session,
        header.joints, header.sensors, header.values,
    )  # fmt: skip
    HEADER.pack_into(frame, 0, *fields)
    struct.pack_into("<I", frame, CRC_PLACE, zlib.crc32(frame))


def greeting(frame: memoryview, header: Header) -> tuple[list[str], list[Sensor]]:
    """The joints and sensors that a HELLO asks for."""
    place = HEADER.size
    joints = []
    for _ in range(header.joints):
        name, _kind = JOINT.unpack_from(frame, place)
        joints.append(_text(name))
        place += JOINT.size
    sensors = []
    for _ in range(header.sensors):
        name, kind, values = SENSOR.unpack_from(frame, place)
        sensors.append(Sensor(_text(name), kind, values))
        place += SENSOR.size
    if sum(sensor.values for sensor in sensors) > MOST_VALUES:
        raise FrameError("too many numbers of sensors")
    return joints, sensors


def _text(name: bytes) -> str:
    return name.split(b"\0", 1)[0].decode(errors="replace")
