"""The golden frames that the Swift tests share, and what a message looks like in them."""

import json
import math
from enum import IntEnum
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from cerebellum import wire
from cerebellum.wire.fields import camel
from cerebellum.wire.records import layout

ROOT = Path(__file__).resolve().parents[2]


class Golden(NamedTuple):
    message: str
    type: int
    sequence: int
    answers: int
    sent_at: int
    fields: dict[str, Any]
    frame: bytes


def load() -> list[Golden]:
    """The requests, then the replies."""
    file = json.loads((ROOT / "Documentation/wire-frames.json").read_text())
    return [
        Golden(
            g["message"], g["type"], g["sequence"], g["answers"], g["sentAt"], g["fields"], bytes.fromhex(g["frame"])
        )
        for g in file["requests"] + file["replies"]
    ]


def decode(frame: bytes) -> wire.Frame[Any]:
    return wire.decode_request(frame) if frame[5] < 0x80 else wire.decode_reply(frame)


def told(value: Any) -> Any:
    """`value` as the file has it."""
    if isinstance(value, wire.TrajectoryKnots):
        knots = zip(value.times.tolist(), value.joints, strict=True)
        return {"first": value.first, "knots": [{"time": t, "joints": told(joints)} for t, joints in knots]}
    if isinstance(value, wire.SensorReadings):
        channels = zip(value.values.tolist(), value.valid.tolist(), strict=True)
        head = {name: getattr(value, name) for name in ("age", "conditions", "failures")}
        return head | {
            "validAt": value.valid_at,
            "channels": [{"value": told(number), "isValid": valid} for number, valid in channels],
        }
    if isinstance(value, wire.Skin):
        return _told_skin(value)
    if isinstance(value, wire.Record):
        return {camel(name): told(getattr(value, name)) for name, _ in layout(type(value))}
    if isinstance(value, np.ndarray):
        names = value.dtype.names or ()
        return [{camel(name): told(row[name].item()) for name in names} for row in value]
    if isinstance(value, tuple):
        return [told(element) for element in value]
    if isinstance(value, float) and not math.isfinite(value):
        return "nan" if math.isnan(value) else ("inf" if value > 0 else "-inf")
    return int(value) if isinstance(value, IntEnum) else value


def _told_skin(skin: wire.Skin) -> dict[str, Any]:
    taxels = [
        {
            "isValid": bool(skin.valid[taxel]),
            "isTared": bool(skin.tared[taxel]),
            "isTouched": bool(skin.touched[taxel]),
            "isTaring": bool(skin.taring[taxel]),
            "components": [
                {"value": v, "baseline": b, "drift": d}
                for v, b, d in zip(
                    skin.values[taxel].tolist(),
                    skin.baselines[taxel].tolist(),
                    skin.drifts[taxel].tolist(),
                    strict=True,
                )
            ],
        }
        for taxel in range(len(skin.valid))
    ]
    return {
        "sensor": skin.sensor,
        "unit": skin.unit,
        "components": skin.values.shape[1],
        "validAt": skin.valid_at,
        "taxels": taxels,
    }
