"""What sensors are, and what they have measured."""

from dataclasses import dataclass
from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray

from .buffer import Reader, Writer
from .errors import bad_payload
from .fields import I64, U16, U32, U32_LAYOUT, U64, Coder, Instant, Integer, ListOf, Str, camel
from .records import Nested, Paged, Record
from .state import Reply

MOST_CHANNELS = 256
MOST_TAXELS = 256

_REAL = np.dtype("<f8")


@dataclass(frozen=True)
class ChannelInfo(Record):
    """One of a sensor's numbers, and its unit."""

    name: Str
    unit: Str


@dataclass(frozen=True)
class SensorWarning(Record):
    """What was found about the device before the first cycle."""

    english: Str
    chinese: Str


@dataclass(frozen=True)
class SensorInfo(Record):
    """A sensor: its `driver`, the index of its `bus`, and `every`, the cycles between two of its turns."""

    name: Str
    driver: Str
    bus: U16
    every: Annotated[int, Integer(U32_LAYOUT, minimum=1)]
    channels: Annotated[tuple[ChannelInfo, ...], ListOf(Nested(ChannelInfo), most=MOST_CHANNELS)]
    warnings: tuple[SensorWarning, ...]


@dataclass(frozen=True)
class Sensors(Paged, Reply):
    """Sensors from number `first` on, of `total`."""

    type = 0x89
    total: U16
    first: U16
    elements: tuple[SensorInfo, ...]


@dataclass(frozen=True, eq=False)
class SensorReadings(Record):
    """What one sensor measured: `values` of shape (channels,), of which those that are `valid` are worth
    something. `valid_at` [ns], or None before the first; `age` [ns] at the time of the cycle; `conditions` are
    bits of `SensorConditions`; `failures` exchanges failed since the start.
    """

    valid_at: int | None
    age: int
    conditions: int
    failures: int
    valid: NDArray[np.bool_]
    values: NDArray[np.float64]

    def write(self, out: Writer) -> None:
        """See `Record`."""
        self.check()
        head = (self.valid_at, self.age, self.conditions, self.failures)
        for value, (name, coder) in zip(head, _READINGS, strict=True):
            coder.write(out, value, name)
        out.count(len(self.values), "channels")
        write_mask(out, self.valid)
        out.data += self.values.astype(_REAL).tobytes()

    @classmethod
    def read(cls, source: Reader) -> "SensorReadings":
        """See `Record`."""
        valid_at, age, conditions, failures = (coder.read(source, name) for name, coder in _READINGS)
        check_age(valid_at, age)
        count = source.count()
        if count > MOST_CHANNELS:
            raise bad_payload("channels")
        valid = read_mask(source, count, "valid")
        return cls(valid_at, age, conditions, failures, valid, read_reals(source, count))

    def check(self) -> None:
        """See `Record`."""
        check_age(self.valid_at, self.age)
        if len(self.values) > MOST_CHANNELS or self.valid.shape != self.values.shape:
            raise bad_payload("channels")


@dataclass(frozen=True, eq=False)
class SensorSamples(Paged, Reply):
    """What sensors from number `first` on have measured by the end of one control cycle."""

    type = 0x8A
    elements_name = "sensors"
    cycle: U64
    time: I64
    total: U16
    first: U16
    sensors: tuple[SensorReadings, ...]


@dataclass(frozen=True, eq=False)
class Skin(Record):
    """A tactile sensor with a baseline: `sensor` is its number, `unit` that of its numbers. The masks `valid`,
    `tared`, `touched` and `taring` have shape (taxels,); `values` (reading less baseline), `baselines` and
    `drifts` [unit/s] have shape (taxels, components), with 1 or 3 components.
    """

    sensor: int
    unit: str
    valid_at: int | None
    valid: NDArray[np.bool_]
    tared: NDArray[np.bool_]
    touched: NDArray[np.bool_]
    taring: NDArray[np.bool_]
    values: NDArray[np.float64]
    baselines: NDArray[np.float64]
    drifts: NDArray[np.float64]

    def write(self, out: Writer) -> None:
        """See `Record`."""
        self.check()
        taxels, components = self.values.shape
        head = (self.sensor, self.unit, components, self.valid_at)
        for value, (name, coder) in zip(head, _SKIN, strict=True):
            coder.write(out, value, name)
        out.count(taxels, "taxels")
        for mask in (self.valid, self.tared, self.touched, self.taring):
            write_mask(out, mask)
        numbers = np.stack((self.values, self.baselines, self.drifts), axis=2)
        out.data += numbers.astype(_REAL).tobytes()

    @classmethod
    def read(cls, source: Reader) -> "Skin":
        """See `Record`."""
        sensor, unit, components, valid_at = (coder.read(source, name) for name, coder in _SKIN)
        taxels = source.count()
        if taxels > MOST_TAXELS:
            raise bad_payload("taxels")
        valid, tared = read_mask(source, taxels, "valid"), read_mask(source, taxels, "tared")
        touched, taring = read_mask(source, taxels, "touched"), read_mask(source, taxels, "taring")
        numbers = read_reals(source, taxels * components * 3).reshape(taxels, components, 3)
        values, baselines, drifts = (numbers[:, :, index] for index in range(3))
        return cls(sensor, unit, valid_at, valid, tared, touched, taring, values, baselines, drifts)

    def check(self) -> None:
        """See `Record`."""
        taxels = len(self.valid)
        masks = (self.tared, self.touched, self.taring)
        if taxels > MOST_TAXELS or any(mask.shape != (taxels,) for mask in masks):
            raise bad_payload("taxels")
        shape = self.values.shape
        if len(shape) != 2 or shape[0] != taxels:
            raise bad_payload("taxels")
        if shape[1] not in (1, 3) or self.baselines.shape != shape or self.drifts.shape != shape:
            raise bad_payload("components")


@dataclass(frozen=True, eq=False)
class TactileFrames(Paged, Reply):
    """The skins from number `first` on at the end of one control cycle."""

    type = 0x8B
    elements_name = "skins"
    cycle: U64
    time: I64
    total: U16
    first: U16
    skins: tuple[Skin, ...]


def write_mask(out: Writer, mask: NDArray[np.bool_]) -> None:
    """A bit each, the first one the least of the first byte; the bits behind the last one are 0."""
    out.data += np.packbits(mask, bitorder="little").tobytes()


def read_mask(source: Reader, count: int, field: str) -> NDArray[np.bool_]:
    """`count` bits as `write_mask` writes them."""
    size = (count + 7) // 8
    start = source.take(size)
    packed = np.frombuffer(source.data, dtype=np.uint8, count=size, offset=start)
    bits = np.unpackbits(packed, bitorder="little")
    if bits[count:].any():
        raise bad_payload(field)
    return bits[:count].astype(np.bool_)


def read_reals(source: Reader, count: int) -> NDArray[np.float64]:
    """So many doubles, as they were measured."""
    start = source.take(8 * count)
    return np.frombuffer(source.data, dtype=_REAL, count=count, offset=start)


def check_age(valid_at: int | None, age: int) -> None:
    """Throws for the age of nothing, and for one below 0."""
    if age < 0 or (valid_at is None and age != 0):
        raise bad_payload("age")


class _Components:
    """How many numbers a taxel has: 1 or 3."""

    def write(self, out: Writer, value: int, field: str) -> None:
        """See `Coder`."""
        out.data.append(value)

    def read(self, source: Reader, field: str) -> int:
        """See `Coder`."""
        value = source.data[source.take(1)]
        if value not in (1, 3):
            raise bad_payload(field)
        return value


def _coders(**hints: Any) -> tuple[tuple[str, Coder], ...]:
    return tuple((camel(name), hint.__metadata__[0]) for name, hint in hints.items())


# What comes before the numbers.
_READINGS = _coders(valid_at=Instant, age=I64, conditions=U16, failures=U32)
_SKIN = _coders(sensor=U16, unit=Str, components=Annotated[int, _Components()], valid_at=Instant)
