"""What the daemon answers, but for `State`, its events and what sensors measure."""

from dataclasses import dataclass
from typing import Annotated

from .fields import (
    BYTE_LAYOUT,
    I64,
    U8,
    U16,
    U32,
    U64,
    Choice,
    Finite,
    Flag,
    ListOf,
    Measured,
    Positive,
    Str,
    Strings,
)
from .records import Paged, Record
from .state import Reply
from .words import Control, DeviceHealth, FileRole, JointKind, ResultCode, Role


@dataclass(frozen=True)
class JointInfo(Record):
    """A joint and its limits; infinite: none, NaN: unspecified."""

    name: Str
    lower: Measured
    upper: Measured
    velocity: Measured
    acceleration: Measured
    effort: Measured


@dataclass(frozen=True)
class BusInfo(Record):
    """A bus: `planned` time of a cycle [ns], and its share of the cycle."""

    name: Str
    planned: I64
    utilisation: Finite


@dataclass(frozen=True)
class Welcome(Reply):
    """What the robot is. `rate` [Hz] of the control cycle; `degraded_reason` is empty or says why not real-time."""

    type = 0x81
    name: Str
    rate: Positive
    is_simulated: Flag
    is_realtime: Flag
    degraded_reason: Str
    joints: tuple[JointInfo, ...]
    buses: tuple[BusInfo, ...]
    supplies: Strings


@dataclass(frozen=True)
class RequestResult(Reply):
    """How a request ended, in words."""

    type = 0x82
    code: Annotated[ResultCode, Choice(ResultCode, BYTE_LAYOUT)]
    english: Str
    chinese: Str


@dataclass(frozen=True)
class JointKinds(Reply):
    """In which units each joint's values are."""

    type = 0x88
    kinds: Annotated[tuple[JointKind, ...], ListOf(Choice(JointKind, BYTE_LAYOUT), "kind")]


@dataclass(frozen=True)
class DeviceState(Record):
    """How well a device answers: `errors` are failed or invalid exchanges within its window."""

    name: Str
    health: Annotated[DeviceHealth, Choice(DeviceHealth, BYTE_LAYOUT)]
    has_lost_settings: Flag
    errors: U32


@dataclass(frozen=True)
class Devices(Paged, Reply):
    """Devices from number `first` on, of `total`."""

    type = 0x8C
    total: U16
    first: U16
    elements: tuple[DeviceState, ...]


@dataclass(frozen=True)
class FileInfo(Record):
    """A file that the daemon read at its start, and its SHA-256 in hexadecimal digits."""

    role: Annotated[FileRole, Choice(FileRole, BYTE_LAYOUT)]
    path: Str
    sha256: Str


@dataclass(frozen=True)
class Files(Reply):
    """The files that the daemon read at its start."""

    type = 0x8E
    files: tuple[FileInfo, ...]


@dataclass(frozen=True)
class RefusalCount(Record):
    """How often something was refused for one reason: a `RefusalReason`, or a number that a newer daemon knows."""

    reason: U8
    count: U64


@dataclass(frozen=True)
class Access(Reply):
    """What this client may do, who controls the robot (`process` and `user`, 0 for nobody), what was refused."""

    type = 0x8F
    role: Annotated[Role, Choice(Role, BYTE_LAYOUT)]
    control: Annotated[Control, Choice(Control, BYTE_LAYOUT)]
    process: U32
    user: U32
    refusals: tuple[RefusalCount, ...]


@dataclass(frozen=True)
class DeathBefore(Reply):
    """What is known of the daemon before this one, where it died without switching off; else both texts are empty."""

    type = 0x90
    english: Str
    chinese: Str
