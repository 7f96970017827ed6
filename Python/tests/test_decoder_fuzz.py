"""Damage behind a right checksum, as a wrong daemon would send it: a typed error, or a message that encodes again."""

import os
import random

import pytest
from frames import frame
from goldens import decode, load

from cerebellum import wire

GOLDENS = load()
# CEREBELLUM_FUZZ_COUNT=100000 for a long campaign, CEREBELLUM_FUZZ_SEED to repeat one.
COUNT = int(os.environ.get("CEREBELLUM_FUZZ_COUNT", "3000"))
SEEDS = [int(seed) for seed in os.environ.get("CEREBELLUM_FUZZ_SEED", "7 20260705").split()]


@pytest.mark.parametrize("seed", SEEDS)
def test_damaged_payloads_give_messages_or_typed_errors(seed: int) -> None:
    print(f"seed {seed}, {COUNT} frames")
    generator = random.Random(seed)
    accepted = 0
    for number in range(COUNT):
        golden = generator.choice(GOLDENS)
        payload = damaged(golden.frame[32:], generator)
        data = frame(golden.type, payload, sequence=generator.getrandbits(32))
        try:
            decoded = decode(data)
        except wire.FrameError:
            continue
        again = bytes(wire.encode(decoded.message, *decoded.header))
        # What is no field's value (a fault that is none) may be written otherwise, but means the same.
        assert decode(again).header == decoded.header, f"seed {seed}, frame {number}: {data.hex()}"
        accepted += 1
    assert accepted > COUNT // 20, f"seed {seed}: the damage reaches no payload that is accepted"


def test_noise_is_no_frame() -> None:
    generator = random.Random(1)
    for _ in range(500):
        noise = generator.randbytes(generator.randrange(200))
        with pytest.raises(wire.FrameError):
            wire.decode_reply(noise)


def damaged(payload: bytes, generator: random.Random) -> bytes:
    data = bytearray(payload)
    for _ in range(generator.randrange(1, 4)):
        kind = generator.randrange(4)
        if kind == 0 or not data:
            data[generator.randrange(len(data) + 1) :] = generator.randbytes(generator.randrange(12))
        elif kind == 1:
            del data[generator.randrange(len(data)) :]
        else:
            place = generator.randrange(len(data))
            data[place] = generator.choice((0, 1, 0x7F, 0x80, 0xFF, generator.getrandbits(8)))
    return bytes(data)
