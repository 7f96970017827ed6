"""What the daemon measures of its own loop."""

from dataclasses import dataclass
from typing import Annotated

from .errors import bad_payload
from .fields import (
    BYTE_LAYOUT,
    I64,
    I64_LAYOUT,
    U8,
    U16,
    U64,
    U64_LAYOUT,
    Choice,
    Integer,
    ListOf,
    Measured,
    Str,
)
from .records import Record
from .state import Reply
from .words import Stage

Spans = Annotated[tuple[int, ...], ListOf(Integer(I64_LAYOUT))]


@dataclass(frozen=True)
class Distribution(Record):
    """How long something took [ns]: `count` times; `p9999` is the percentile 99.99."""

    count: U64
    p50: I64
    p99: I64
    p999: I64
    p9999: I64
    max: I64


@dataclass(frozen=True)
class StageStatistics(Record):
    """How long one stage of a thread took."""

    stage: Annotated[Stage, Choice(Stage, BYTE_LAYOUT)]
    since_start: Distribution
    last_minute: Distribution


@dataclass(frozen=True)
class ThreadStatistics(Record):
    """The cycles of one thread, and its stages, no stage twice."""

    cycles: U64
    late: U64
    overruns: U64
    skipped: U64
    transfers: U64
    failures: U64
    retries: U64
    stages: tuple[StageStatistics, ...]

    def check(self) -> None:
        """See `Record`."""
        if len({stage.stage for stage in self.stages}) != len(self.stages):
            raise bad_payload("stages")


@dataclass(frozen=True)
class TrackingError(Record):
    """How far a joint was from its reference since its motion began [rad or m]."""

    rms: Measured
    maximum: Measured


@dataclass(frozen=True)
class Statistics(Reply):
    """What the threads have done. `window` [ns] is what "last minute" covers; `tracking` is per joint."""

    type = 0x84
    late_replies: U64
    faults: U64
    lost_records: U64
    window: I64
    control: ThreadStatistics
    buses: tuple[ThreadStatistics, ...]
    tracking: tuple[TrackingError, ...]


@dataclass(frozen=True)
class CauseCount(Record):
    """How many deadlines were missed because of one cause."""

    cause: U8
    count: U64


@dataclass(frozen=True)
class LateCycle(Record):
    """A missed deadline and its cause. Times [ns]; `thread` is the name of a bus, or empty for control; `origin`
    is the earlier cycle that the cause befell, or None.
    """

    cycle: U64
    due: I64
    thread: Str
    lateness: I64
    cause: U8
    cost: I64
    origin: Annotated[int | None, Integer(U64_LAYOUT, none=2**64 - 1)]
    english: Str
    chinese: Str


@dataclass(frozen=True)
class CycleStages(Record):
    """How long each stage of one cycle took [ns]."""

    cycle: U64
    lateness: I64
    stages: Spans


@dataclass(frozen=True)
class LateCycles(Reply):
    """The last missed deadlines, and the cycles before the newest; `usual` times of each stage [ns]."""

    type = 0x86
    counts: tuple[CauseCount, ...]
    unseen: U64
    cycles: tuple[LateCycle, ...]
    before: tuple[CycleStages, ...]
    usual: Spans


@dataclass(frozen=True)
class HistogramBucket(Record):
    """How many durations lay from `lower` to `upper` [ns]."""

    lower: I64
    upper: I64
    count: U64


@dataclass(frozen=True)
class Histogram(Reply):
    """All durations of one stage of a thread since the start [ns]."""

    type = 0x87
    thread: U16
    stage: Annotated[Stage, Choice(Stage, BYTE_LAYOUT)]
    sum: U64
    maximum: I64
    buckets: tuple[HistogramBucket, ...]
