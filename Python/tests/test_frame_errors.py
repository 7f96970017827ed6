"""Every way in which bytes fail to be a frame: the daemon's cases (FrameErrorTests.swift) and some of ours."""

import random

import numpy as np
import pytest
from frames import bitwise_crc32c, frame
from goldens import load

from cerebellum import wire
from cerebellum.wire import FrameError, FrameProblem
from cerebellum.wire.crc32c import crc32c

DESCRIBE = bytes.fromhex("43424c31010200000000000007000000000000007efcfd7e00ca9a3b00000000")


def problem(data: bytes) -> FrameError:
    decode = wire.decode_reply if len(data) > 5 and data[5] >= 0x80 else wire.decode_request
    with pytest.raises(FrameError) as caught:
        decode(data)
    assert caught.value.english
    assert caught.value.chinese
    return caught.value


def test_the_check_is_the_castagnoli_crc() -> None:
    # RFC 3720, appendix B.4: 32 zero bytes give the bytes aa 36 91 8a.
    assert bitwise_crc32c(bytes(32)) == 0x8A91_36AA
    assert frame(2) == DESCRIBE
    generator = random.Random(32720)
    for size in [*range(40), 1023, 1024, 1025, 1026, 1027, 1028, 2048, 2051]:
        data = generator.randbytes(size)
        assert crc32c(data) == bitwise_crc32c(data), size


def test_too_few_bytes_are_truncated() -> None:
    for size in range(32):
        assert problem(DESCRIBE[:size]).problem is FrameProblem.TRUNCATED
    assert problem(frame(3, "32000000")[:-1]).problem is FrameProblem.TRUNCATED
    # The payload ends inside a field, though the header agrees with it.
    assert problem(frame(3, "320000")).problem is FrameProblem.TRUNCATED
    assert problem(frame(1, "010500746f6f6c")).problem is FrameProblem.TRUNCATED
    assert problem(frame(6, "00000000" + "0100" + "0100" + "00" * 31)).problem is FrameProblem.TRUNCATED


def test_too_many_bytes_are_too_long() -> None:
    assert problem(DESCRIBE + b"\0").problem is FrameProblem.TOO_LONG
    assert problem(frame(2, "00")).problem is FrameProblem.TOO_LONG
    assert problem(bytes(65_537)).problem is FrameProblem.TOO_LONG
    with pytest.raises(FrameError) as caught:
        wire.encode(wire.Hello(1, "x" * 65_535), 1, 0, 0)
    assert caught.value.problem is FrameProblem.TOO_LONG


def test_foreign_headers_are_named() -> None:
    assert problem(DESCRIBE[:3] + b"2" + DESCRIBE[4:]).problem is FrameProblem.BAD_MAGIC
    other = problem(frame(2, version=2))
    assert (other.problem, other.number) == (FrameProblem.UNSUPPORTED_VERSION, 2)
    assert "version 2, this package 1" in other.english
    for kind in (0x1E, 0x83):
        with pytest.raises(FrameError) as caught:
            wire.decode_request(frame(kind))
        assert (caught.value.problem, caught.value.number) == (FrameProblem.UNKNOWN_TYPE, kind)
    assert problem(frame(2, reserved=1)).field == "reserved"
    for instant in (-1, 2**62 + 1):
        assert problem(frame(2, sent_at=instant)).field == "sentAt"
    assert wire.decode_request(frame(2, sent_at=2**62)).header.sent_at == 2**62


HEAD = "00" * 16 + "0100" + "0000" + "0100"
TIMES = "00" * 22


@pytest.mark.parametrize(
    ("kind", "payload", "field"),
    [
        (0x0E, "02050065" + "73746f70", "isHigh"),  # a bool of 2
        (0x0F, "0000" + "0b", "stage"),  # the eleventh stage
        (0x01, "010200c328", "clientName"),  # C3 28 is not UTF-8
        (0x0C, "0000" + "000000000000f87f" + "0000000000000000", "displacement"),  # NaN
        (0x0C, "0000" + "0000000000000000" + "000000000000f0ff", "speed"),  # minus infinity
        (0x11, "0000" + "000000000000f07f", "effort"),  # infinity
        (0x04, "0000000000000000" + "0000", "validFor"),  # no time at all
        (0x04, "01e40b5402000000" + "0000", "validFor"),  # 10 s and 1 ns
        (0x04, "ffffffffffffffff" + "0000", "validFor"),  # -1 ns
        (0x04, "0100000000000000" + "0100" + "000000000000f07f" + "00" * 32, "position"),  # infinity
        (0x04, "0100000000000000" + "0100" + "00" * 32 + "000000000000f0ff", "feedforwardEffort"),
        (0x06, "00000000" + "0100" + "0000" + "000000000000f87f", "time"),  # NaN
        (0x06, "e8030000" + "0000" + "0900", "joints"),  # of no knot
        (0x06, "00000000" + "0100" + "0100" + "00" * 24 + "000000000000f87f", "acceleration"),  # NaN
        (0x82, "06" + "0000" + "0000", "code"),
        (0x81, "0000" + "0000000000000000", "rate"),
        (0x81, "0000" + "000000000000f87f", "rate"),
        (0x83, "00" * 16 + "08", "lifecycle"),
        (0x83, "00" * 16 + "0003", "state"),
        (0x85, "00" * 16 + "0000ffff" + "00" * 16, "code"),
        (0x87, "0000" + "0b", "stage"),
        (0x88, "0200" + "00" + "02", "kind"),  # neither revolute nor prismatic
        (0x89, "0100" + "0200" + "0000", "total"),  # from number 2 on, of one
        (0x89, "0100" + "0000" + "0100" + "00000000" + "0000" + "00000000" + "0000", "every"),
        # A sensor of 257 channels without names.
        (0x89, "0100" + "0000" + "0100" + "00000000" + "0000" + "01000000" + "0101" + "00000000" * 257, "channels"),
        (0x8A, HEAD + "feffffffffffffff", "validAt"),  # -2 ns
        (0x8A, HEAD + "ffffffffffffffff" + "0100000000000000" + "00" * 6, "age"),  # of nothing
        (0x8A, HEAD + "0000000000000000" + "ffffffffffffffff" + "00" * 6, "age"),  # -1 ns
        (0x8A, HEAD + TIMES + "0101", "channels"),  # 257
        (0x8A, HEAD + TIMES + "0300" + "08", "valid"),  # a fourth of three
        (0x8B, HEAD + "0000" + "0000" + "02", "components"),  # neither 1 nor 3
        (0x8B, HEAD + "0000" + "0000" + "01" + "00" * 8 + "0101", "taxels"),  # 257
        (0x8C, "0100" + "0000" + "0100" + "0000" + "03", "health"),
        (0x8E, "0100" + "04", "role"),
        (0x8F, "03", "role"),
        (0x8F, "00" + "03", "control"),
    ],
)
def test_values_that_a_field_may_not_hold(kind: int, payload: str, field: str) -> None:
    found = problem(frame(kind, payload))
    assert (found.problem, found.field) == (FrameProblem.BAD_PAYLOAD, field)


def test_stages_are_told_once() -> None:
    golden = next(g for g in load() if g.message == "statistics" and g.type > 0x80)
    statistics = wire.decode_reply(golden.frame).message
    assert isinstance(statistics, wire.Statistics)
    twice = wire.ThreadStatistics(0, 0, 0, 0, 0, 0, 0, statistics.control.stages[:1] * 2)
    with pytest.raises(FrameError) as caught:
        wire.encode(wire.Statistics(0, 0, 0, 0, twice, (), ()), 1, 0, 0)
    assert caught.value.field == "stages"


def command(values: object, valid_for: int = 1) -> wire.Command:
    return wire.Command(valid_for, np.full(1, values, dtype=wire.TARGET))


@pytest.mark.parametrize(
    ("message", "field"),
    [
        (wire.Subscribe(-1), "stateEvery"),
        (wire.Subscribe(2**32), "stateEvery"),
        (wire.Hello(1, "\ud800"), "clientName"),
        (wire.Jog(0, float("nan"), 1), "displacement"),
        (wire.Push(0, float("inf")), "effort"),
        (command(float("inf")), "position"),
        (command(0.0, valid_for=0), "validFor"),
        (command(0.0, valid_for=10_000_000_001), "validFor"),
        (wire.Command(1, np.zeros((1, 5))), "joints"),  # type: ignore[arg-type]
        (wire.FaultEvent(0, 0, wire.Fault(0, None, 0, 0), "", ""), "code"),
        (wire.FaultEvent(0, 0, wire.Fault(1, 0xFFFF, 0, 0), "", ""), "joint"),
        (wire.Devices(1, 2, ()), "total"),
    ],
    ids=lambda value: str(value)[:24],
)
def test_what_the_receiver_would_refuse_is_not_sent(message: wire.Request | wire.Reply, field: str) -> None:
    with pytest.raises(FrameError) as caught:
        wire.encode(message, 1, 0, 0)
    assert (caught.value.problem, caught.value.field) == (FrameProblem.BAD_PAYLOAD, field)
