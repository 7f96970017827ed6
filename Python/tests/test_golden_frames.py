"""Our codec and the daemon's are tested with the same frames: Documentation/wire-frames.json."""

import pytest
from goldens import Golden, decode, load, told

from cerebellum import wire

GOLDENS = load()


@pytest.mark.parametrize("golden", GOLDENS, ids=lambda golden: f"{golden.type:02x}-{golden.message}")
def test_golden_bytes_decode_to_their_fields_and_encode_to_the_same_bytes(golden: Golden) -> None:
    frame = decode(golden.frame)
    assert frame.header == (golden.sequence, golden.answers, golden.sent_at)
    assert type(frame.message).type == golden.type
    assert told(frame.message) == golden.fields
    assert wire.encode(frame.message, *frame.header) == golden.frame


def test_there_is_a_golden_for_every_message() -> None:
    assert sorted(golden.type for golden in GOLDENS) == sorted([*wire.REQUESTS, *wire.REPLIES])
    assert sorted(wire.REQUESTS) == list(range(0x01, 0x1E))
    assert sorted(wire.REPLIES) == list(range(0x81, 0x91))


def test_every_flipped_bit_is_noticed() -> None:
    for golden in GOLDENS:
        for bit in range(len(golden.frame) * 8):
            damaged = bytearray(golden.frame)
            damaged[bit // 8] ^= 1 << bit % 8
            kind = wire.decode_request if golden.type < 0x80 else wire.decode_reply
            with pytest.raises(wire.FrameError):
                kind(bytes(damaged))
