"""Frames made without the codec, as another program would."""

import struct


def bitwise_crc32c(data: bytes) -> int:
    register = 0xFFFFFFFF
    for byte in data:
        register ^= byte
        for _ in range(8):
            register = register >> 1 ^ (0x82F63B78 if register & 1 else 0)
    return register ^ 0xFFFFFFFF


def frame(
    kind: int,
    payload: bytes | str = b"",
    *,
    version: int = 1,
    reserved: int = 0,
    sequence: int = 7,
    answers: int = 0,
    sent_at: int = 1_000_000_000,
) -> bytes:
    """A frame with a right length and checksum; `payload` in bytes or hexadecimal digits."""
    body = bytes.fromhex(payload) if isinstance(payload, str) else payload
    head = struct.pack("<4sBBHIII", b"CBL1", version, kind, reserved, len(body), sequence, answers)
    tail = struct.pack("<q", sent_at) + body
    return head + bitwise_crc32c(head + bytes(4) + tail).to_bytes(4, "little") + tail
