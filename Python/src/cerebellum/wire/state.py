"""The robot in one control cycle, and what is kept of a fault."""

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from .buffer import Reader, Writer
from .errors import bad_payload
from .fields import BYTE_LAYOUT, I64, U8, U16, U64, Choice, Joint, Measured, Rows, Str
from .records import Paged, Record
from .words import Lifecycle, MotionState, StateFlags

JOINT_STATE = np.dtype(
    [
        ("reference_position", "<f8"),
        ("reference_velocity", "<f8"),
        ("measured_position", "<f8"),
        ("measured_velocity", "<f8"),
        ("effort_applied", "<f8"),
        ("effort_desired", "<f8"),
        ("limiting", "<u2"),
        ("age", "<u2"),
    ]
)
"""One joint of a state. `limiting` is of `Limiting`, `age` in control cycles."""

SUPPLY = np.dtype([("volts", "<f8"), ("amperes", "<f8")])
"""One supply of a state; NaN where nothing was measured."""

# Records of what made the robot degraded or hold; nothing is latched.
_NOT_LATCHED = (106, 206, 303, 406)


class Reply(Record):
    """A message from the daemon; `type` is its code in the header."""

    __slots__ = ()
    type: ClassVar[int]


@dataclass(frozen=True)
class Fault(Record):
    """What was found: a code of Documentation/faults.md, the joint's index where there is one, value and limit."""

    code: U16
    joint: Joint
    value: Measured
    limit: Measured


class _OptionalFault:
    """A fault, or zeros for none."""

    def write(self, out: Writer, value: Fault | None, field: str) -> None:
        """See `Coder`."""
        if value is not None and value.code == 0:
            raise bad_payload("code")
        (value or Fault(0, None, 0.0, 0.0)).write(out)

    def read(self, source: Reader, field: str) -> Fault | None:
        """See `Coder`."""
        fault = Fault.read(source)
        return fault if fault.code != 0 else None


class _SureFault(_OptionalFault):
    """A fault that is there."""

    def read(self, source: Reader, field: str) -> Fault:
        """See `Coder`."""
        fault = super().read(source, field)
        if fault is None:
            raise bad_payload("code")
        return fault


@dataclass(frozen=True)
class Motion(Record):
    """The motion that was started last; `progress` [s] since it began."""

    state: Annotated[MotionState, Choice(MotionState, BYTE_LAYOUT)]
    progress: Measured


class _Joints:
    """Joints of the dtype `JOINT_STATE` as arrays of shape (joints,), read-only views of the frame's bytes."""

    joints: NDArray[np.void]

    @property
    def reference_position(self) -> NDArray[np.float64]:
        """Where the controller wants each joint [rad or m]."""
        return self._column("reference_position")

    @property
    def reference_velocity(self) -> NDArray[np.float64]:
        """How fast [rad/s or m/s]."""
        return self._column("reference_velocity")

    @property
    def measured_position(self) -> NDArray[np.float64]:
        """Where each joint is [rad or m]; NaN where that is not known."""
        return self._column("measured_position")

    @property
    def measured_velocity(self) -> NDArray[np.float64]:
        """How fast it moves [rad/s or m/s]."""
        return self._column("measured_velocity")

    @property
    def effort_applied(self) -> NDArray[np.float64]:
        """What goes out, after the guard [N.m or N]."""
        return self._column("effort_applied")

    @property
    def effort_desired(self) -> NDArray[np.float64]:
        """What the control law wanted [N.m or N]."""
        return self._column("effort_desired")

    @property
    def limiting(self) -> NDArray[np.uint16]:
        """Bits of `Limiting`: why applied and desired differ."""
        return self.joints["limiting"]

    @property
    def age(self) -> NDArray[np.uint16]:
        """Control cycles since the position was measured."""
        return self.joints["age"]

    def _column(self, name: str) -> NDArray[np.float64]:
        column: NDArray[Any] = self.joints[name]
        return column


class _Flags:
    """The bits of `StateFlags`."""

    flags: int

    @property
    def estop_pressed(self) -> bool:
        """Whether the emergency stop is pressed."""
        return bool(self.flags & StateFlags.ESTOP_PRESSED)

    @property
    def outputs_enabled(self) -> bool:
        """Whether the actuators have power."""
        return bool(self.flags & StateFlags.OUTPUTS_ENABLED)


@dataclass(frozen=True, eq=False)
class State(Reply, _Joints, _Flags):
    """The robot at the end of control cycle `cycle`, which began at `time` [ns of CLOCK_MONOTONIC].

    The arrays are views of the bytes that came, in robot order; copy what is to be changed.
    """

    type = 0x83
    cycle: U64
    time: I64
    lifecycle: Annotated[Lifecycle, Choice(Lifecycle, BYTE_LAYOUT)]
    motion: Motion
    fault: Annotated[Fault | None, _OptionalFault()]
    flags: U16
    supplies: Annotated[NDArray[np.void], Rows(SUPPLY)]
    joints: Annotated[NDArray[np.void], Rows(JOINT_STATE)]


@dataclass(frozen=True)
class FaultEvent(Reply):
    """A fault when it was latched, or why the robot holds or became degraded, at `time` [ns] in cycle `cycle`."""

    type = 0x85
    time: I64
    cycle: U64
    fault: Annotated[Fault, _SureFault()]
    english: Str
    chinese: Str

    @property
    def is_latched(self) -> bool:
        """Whether it must be cleared; otherwise the robot holds or is degraded."""
        return self.fault.code not in _NOT_LATCHED


@dataclass(frozen=True, eq=False)
class CycleEvidence(Record, _Joints, _Flags):
    """One cycle about a fault or stop."""

    cycle: U64
    time: I64
    lifecycle: Annotated[Lifecycle, Choice(Lifecycle, BYTE_LAYOUT)]
    flags: U16
    joints: Annotated[NDArray[np.void], Rows(JOINT_STATE)]


@dataclass(frozen=True, eq=False)
class CyclePage(Paged, Record):
    """Cycles from number `first` on, of `total`."""

    total: U16
    first: U16
    elements: tuple[CycleEvidence, ...]


@dataclass(frozen=True, eq=False)
class Evidence(Reply):
    """A fault or stop and the cycles about it. `kept`: how many the daemon still knows."""

    type = 0x8D
    event: FaultEvent
    kept: U8
    cycles: CyclePage
