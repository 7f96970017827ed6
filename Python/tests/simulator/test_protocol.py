from __future__ import annotations

import pytest

from cerebellum.simulator import protocol
from cerebellum.simulator.protocol import FrameError, Header

from .daemon import reference_frame


def test_sizes_are_those_of_the_header() -> None:
    assert (protocol.HEADER.size, protocol.JOINT.size, protocol.SENSOR.size) == (56, 64, 64)


def test_a_frame_is_read_and_written() -> None:
    frame = bytearray(reference_frame())
    header = protocol.parse(memoryview(frame))
    assert header == Header(3, 9, 3_000_000, 1_000_000, 77, 1, 0, 0, 88)
    again = bytearray(56) + frame[56:]
    protocol.seal(memoryview(again), header)
    assert bytes(again) == reference_frame()


@pytest.mark.parametrize(
    ("place", "value", "text"),
    [
        (0, 0x42, "magic"), (4, 2, "version 2"), (6, 9, "kind 9"), (8, 80, "the header says 80"),
        (12, 0xFF, "checksum"), (44, 2, "the header says 88"), (44, 65, "too many"), (60, 1, "checksum"),
    ],
)  # fmt: skip
def test_what_is_no_frame_is_refused(place: int, value: int, text: str) -> None:
    frame = bytearray(reference_frame())
    frame[place] = value
    with pytest.raises(FrameError, match=text):
        protocol.parse(memoryview(frame))


@pytest.mark.parametrize("size", [0, 10, 55, 56, 87])
def test_what_is_cut_is_refused(size: int) -> None:
    with pytest.raises(FrameError):
        protocol.parse(memoryview(bytearray(reference_frame()[:size])))
