"""What a client asks of the daemon. Joints come in the order of `Welcome.joints`."""

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from .buffer import Reader, Writer
from .errors import bad_payload
from .fields import (
    BYTE_LAYOUT,
    I64_LAYOUT,
    U8,
    U16,
    U32,
    U32_LAYOUT,
    Choice,
    Finite,
    Flag,
    Integer,
    Rows,
    Str,
    check_reals,
)
from .records import Record
from .words import Stage

LONGEST_VALIDITY = 10_000_000_000
"""The longest time for which one command may hold [ns]."""

TARGET = np.dtype([(name, "<f8") for name in ("position", "velocity", "kp", "kd", "feedforward_effort")])
"""The command of one joint: q, dq, kp, kd, tau_ff. NaN leaves a number as it is."""

KNOT_JOINT = np.dtype([(name, "<f8") for name in ("position", "velocity", "acceleration")])
"""One joint at one knot of a trajectory."""


class Request(Record):
    """A message from the client; `type` is its code in the header."""

    __slots__ = ()
    type: ClassVar[int]


@dataclass(frozen=True)
class Hello(Request):
    """Introduces the client; answered by `Welcome`."""

    type = 0x01
    protocol_version: U8
    client_name: Str


@dataclass(frozen=True)
class Describe(Request):
    """Asks for `Welcome`."""

    type = 0x02


@dataclass(frozen=True)
class Subscribe(Request):
    """Asks for a `State` on every so many control cycles; 0 ends it."""

    type = 0x03
    state_every: U32


@dataclass(frozen=True, eq=False)
class Command(Request):
    """Commands all joints until `valid_for` [ns] after the frame was sent: 1 ns to 10 s. `joints` has dtype
    `TARGET`, shape (joints,).
    """

    type = 0x04
    valid_for: Annotated[int, Integer(I64_LAYOUT, minimum=1, maximum=LONGEST_VALIDITY)]
    joints: Annotated[NDArray[np.void], Rows(TARGET, "finite or NaN")]


@dataclass(frozen=True)
class TrajectoryBegin(Request):
    """Announces a trajectory."""

    type = 0x05
    knot_count: U32
    joint_count: U16


@dataclass(frozen=True, eq=False)
class TrajectoryKnots(Request):
    """Successive knots of the announced trajectory: `times` [s] of shape (knots,), `joints` of dtype
    `KNOT_JOINT`, shape (knots, joints). All finite.
    """

    type = 0x06
    first: int
    times: NDArray[np.float64]
    joints: NDArray[np.void]

    def write(self, out: Writer) -> None:
        """See `Record`."""
        knots, joints = self.joints.shape
        if self.times.shape != (knots,) or self.joints.dtype != KNOT_JOINT:
            raise bad_payload("joints")
        out.pack(U32_LAYOUT, self.first, "first")
        out.count(knots, "knots")
        out.count(joints, "joints")
        rows = np.empty(knots, dtype=_knot(joints))
        rows["time"], rows["joints"] = self.times, self.joints
        _check_knots(rows)
        out.data += rows.tobytes()

    @classmethod
    def read(cls, source: Reader) -> "TrajectoryKnots":
        """See `Record`."""
        first = int(source.unpack(U32_LAYOUT))
        knots, joints = source.count(), source.count()
        if knots == 0 and joints > 0:
            raise bad_payload("joints")
        kind = _knot(joints)
        start = source.take(knots * kind.itemsize)
        rows = np.frombuffer(source.data, dtype=kind, count=knots, offset=start)
        _check_knots(rows)
        return cls(first, rows["time"], rows["joints"])

    @staticmethod
    def capacity(joint_count: int) -> int:
        """How many knots of so many joints one frame can carry."""
        return min((65_536 - 32 - 8) // (8 + 24 * joint_count), 0xFFFF)


@dataclass(frozen=True)
class TrajectoryStart(Request):
    """Starts the announced trajectory. Refused unless all its knots have arrived."""

    type = 0x07


@dataclass(frozen=True)
class Arm(Request):
    """Asks for torque. Starts from the measured state."""

    type = 0x08


@dataclass(frozen=True)
class Disarm(Request):
    """Stops in a controlled way and takes torque away."""

    type = 0x09


@dataclass(frozen=True)
class Stop(Request):
    """Stops in a controlled way and holds."""

    type = 0x0A


@dataclass(frozen=True)
class Clear(Request):
    """Clears a latched fault. Never moves anything."""

    type = 0x0B


@dataclass(frozen=True)
class Jog(Request):
    """Moves one joint by `displacement` [rad or m] at `speed` [rad/s or m/s]."""

    type = 0x0C
    joint: U16
    displacement: Finite
    speed: Finite


@dataclass(frozen=True)
class AskStatistics(Request):
    """Asks for `Statistics`."""

    type = 0x0D


@dataclass(frozen=True)
class SetLine(Request):
    """Sets an input line of the simulated board. Refused on hardware."""

    type = 0x0E
    is_high: Flag
    name: Str


@dataclass(frozen=True)
class AskHistogram(Request):
    """Asks for `Histogram`. `thread`: 0 control, the buses from 1 on."""

    type = 0x0F
    thread: U16
    stage: Annotated[Stage, Choice(Stage, BYTE_LAYOUT)]


@dataclass(frozen=True)
class AskLateCycles(Request):
    """Asks for `LateCycles`."""

    type = 0x10


@dataclass(frozen=True)
class Push(Request):
    """From now on a simulated hand pushes the joint with `effort` [N.m or N]; 0 lets go. Refused on hardware."""

    type = 0x11
    joint: U16
    effort: Finite


@dataclass(frozen=True)
class AskJointKinds(Request):
    """Asks for `JointKinds`."""

    type = 0x12


@dataclass(frozen=True)
class AskSensors(Request):
    """Asks for `Sensors`, from number `first` on."""

    type = 0x13
    first: U16


@dataclass(frozen=True)
class AskSensorSamples(Request):
    """Asks for `SensorSamples`, from number `first` on."""

    type = 0x14
    first: U16


@dataclass(frozen=True)
class AskTactileFrames(Request):
    """Asks for `TactileFrames`, from skin number `first` on."""

    type = 0x15
    first: U16


@dataclass(frozen=True)
class Tare(Request):
    """Takes the baseline of a skin anew; nothing may touch it meanwhile."""

    type = 0x16
    skin: U16


@dataclass(frozen=True)
class AskDevices(Request):
    """Asks for `Devices`, from number `first` on."""

    type = 0x17
    first: U16


@dataclass(frozen=True)
class AskEvidence(Request):
    """Asks for `Evidence` of the newest fault or stop (0), or of one before, from cycle number `first` on."""

    type = 0x18
    event: U8
    first: U16


@dataclass(frozen=True)
class Examine(Request):
    """Asks what forbids to arm; nothing is armed."""

    type = 0x19


@dataclass(frozen=True)
class Recover(Request):
    """As `Arm`, where joints are outside their limits: they move inside first, slowly."""

    type = 0x1A


@dataclass(frozen=True)
class AskFiles(Request):
    """Asks for `Files`."""

    type = 0x1B


@dataclass(frozen=True)
class AskAccess(Request):
    """Asks for `Access`."""

    type = 0x1C


@dataclass(frozen=True)
class AskDeathBefore(Request):
    """Asks for `DeathBefore`."""

    type = 0x1D


def _knot(joints: int) -> np.dtype[Any]:
    return np.dtype([("time", "<f8"), ("joints", KNOT_JOINT, (joints,))])


def _check_knots(rows: NDArray[Any]) -> None:
    check_reals(rows["time"], "finite", "time")
    for name in KNOT_JOINT.names or ():
        check_reals(rows["joints"][name], "finite", name)
