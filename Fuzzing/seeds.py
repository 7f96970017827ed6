#!/usr/bin/env python3
"""Writes what a fuzzer begins with, made of the repository's own files: Fuzzing/seeds.py TARGET FOLDER."""
import glob
import hashlib
import json
import os
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TEXTS = {
    "robot": ["Tests/RobotConfigurationTests/Corpus/robot/**/*.yaml", "Robots/**/*.yaml"],
    "board": ["Tests/RobotConfigurationTests/Corpus/board/**/*.yaml", "Boards/*.yaml"],
    "urdf": ["Robots/**/*.urdf"],
}


def texts(patterns):
    for pattern in patterns:
        for path in sorted(glob.glob(f"{ROOT}/{pattern}", recursive=True)):
            with open(path, "rb") as file:
                yield file.read()


def frames():
    """Every message of the protocol: whole, as its payload, and in turn from several clients."""
    with open(f"{ROOT}/Documentation/wire-frames.json", encoding="utf-8") as file:
        goldens = json.load(file)
    session = b"\xff"
    for golden in goldens["requests"] + goldens["replies"]:
        frame = bytes.fromhex(golden["frame"])
        yield b"\0" + frame
        yield bytes([frame[5]]) + frame[12:20] + frame[24:32] + frame[32:]
        if golden["type"] < 0x80 and len(frame) - 32 < 40:
            session += bytes([3 << 2 | golden["type"] & 3, golden["type"] - 1, len(frame) - 32]) + frame[32:]
    yield session


def serial():
    """A frame of each protocol, twice with noise between."""
    answer = bytes([0xFF, 0xFF, 1, 4, 0, 0x18, 5, 0xDD])
    yield bytes([0, 2]) + answer + b"\xff\x12" + answer
    push = bytes([0xAA, 0x56, 0, 4, 0, 0, 1, 2, 3])
    push += bytes([-sum(push) & 255])
    yield bytes([1, 2]) + push + b"\xaa" + push
    read = bytes([0xAA, 0x55, 0, 3, 0x16, 0, 1, 0, 3, 0xE4])
    yield b"\2" + read
    yield b"\3\0" + bytes(range(32))
    # A servo that answers its identity, and a board that answers its version.
    yield bytes([4, 0, 11]) + bytes([0xFF, 0xFF, 1, 7, 0, 3, 9, 0, 9, 3, (~(1 + 7 + 3 + 9 + 9 + 3)) & 255]) + b"\xff"
    version = bytes([0xAA, 0x55, 0, 3, 0, 0, 15, 0]) + b"v1.0.0 2024.1.1"
    version += bytes([-sum(version) & 255])
    yield bytes([5, 0, 0, len(version)]) + version + b"\xff"


def guests():
    """A guest that asks in good order, on both devices."""
    for device in (0, 1):
        ask = bytes([9, 0, 2, 8, 0x40 << 1 & 255, 0, 0, 0, 0, 0, 0, 0, 2, 0, 6, 1, 1, 0, 11, 0, 5, 0, 232, 3])
        yield bytes([device, 0]) + ask * 3
        yield bytes([device, 2]) + ask + bytes([4, 0, 2, 0, 0, 0, 3, 0]) + ask


def main():
    target, folder = sys.argv[1:]
    made = {"wire": frames, "serial": serial, "vhost": guests}
    os.makedirs(folder, exist_ok=True)
    for data in made[target]() if target in made else texts(TEXTS[target]):
        with open(f"{folder}/{hashlib.sha1(data).hexdigest()}", "wb") as file:
            file.write(data)


if __name__ == "__main__":
    main()
