"""How each kind of field is laid out. A message says it once, in the types of its fields:

    joint: U16
    displacement: Finite

Both directions are derived from that; `records.py` does.
"""

import struct
from dataclasses import dataclass
from enum import IntEnum
from typing import Annotated, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from .buffer import Reader, Writer
from .errors import bad_payload

NO_JOINT = 0xFFFF


def camel(name: str) -> str:
    """A field's name as Documentation/wire-protocol.md and the daemon have it."""
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


class Coder(Protocol):
    """One way of being laid out."""

    def write(self, out: Writer, value: Any, field: str) -> None:
        """Appends `value`; throws `bad_payload(field)` where it may not be there."""

    def read(self, source: Reader, field: str) -> Any:
        """Takes a value, likewise."""


@dataclass(frozen=True)
class Integer:
    """An integer of fixed size, with a value for "none" where there is one."""

    layout: struct.Struct
    none: int | None = None
    minimum: int | None = None
    maximum: int | None = None

    def write(self, out: Writer, value: int | None, field: str) -> None:
        """See `Coder`."""
        if value is None and self.none is not None:
            out.pack(self.layout, self.none, field)
            return
        self._check(value, field)
        if value == self.none:
            raise bad_payload(field)
        out.pack(self.layout, value, field)

    def read(self, source: Reader, field: str) -> int | None:
        """See `Coder`."""
        value = int(source.unpack(self.layout))
        if value == self.none:
            return None
        self._check(value, field)
        return value

    def _check(self, value: int | None, field: str) -> None:
        is_low = self.minimum is not None and value is not None and value < self.minimum
        is_high = self.maximum is not None and value is not None and value > self.maximum
        if is_low or is_high:
            raise bad_payload(field)


@dataclass(frozen=True)
class Real:
    """A double; `may` says what besides finite values."""

    may: str

    def write(self, out: Writer, value: float, field: str) -> None:
        """See `Coder`."""
        self._check(value, field)
        out.pack(_REAL, value, field)

    def read(self, source: Reader, field: str) -> float:
        """See `Coder`."""
        value = float(source.unpack(_REAL))
        self._check(value, field)
        return value

    def _check(self, value: float, field: str) -> None:
        check_reals(np.asarray(value, dtype=np.float64), self.may, field)


def check_reals(values: NDArray[np.float64], may: str, field: str) -> None:
    """Throws `bad_payload` where something is neither finite nor what it `may` be besides."""
    if may == "finite":
        is_sound = bool(np.isfinite(values).all())
    elif may == "finite or NaN":
        is_sound = not bool(np.isinf(values).any())
    elif may == "positive":
        is_sound = bool((values > 0).all() and np.isfinite(values).all())
    else:
        return
    if not is_sound:
        raise bad_payload(field)


class Boolean:
    """A byte 0 or 1."""

    def write(self, out: Writer, value: bool, field: str) -> None:
        """See `Coder`."""
        out.pack(_BYTE, int(value), field)

    def read(self, source: Reader, field: str) -> bool:
        """See `Coder`."""
        value = source.unpack(_BYTE)
        if value > 1:
            raise bad_payload(field)
        return bool(value)


@dataclass(frozen=True)
class Choice:
    """One of an enumeration's values."""

    kind: type[IntEnum]
    layout: struct.Struct

    def write(self, out: Writer, value: int, field: str) -> None:
        """See `Coder`."""
        out.pack(self.layout, int(value), field)

    def read(self, source: Reader, field: str) -> IntEnum:
        """See `Coder`."""
        try:
            return self.kind(source.unpack(self.layout))
        except ValueError as error:
            raise bad_payload(field) from error


class String:
    """UTF-8 bytes behind their number."""

    def write(self, out: Writer, value: str, field: str) -> None:
        """See `Coder`."""
        try:
            encoded = value.encode()
        except UnicodeEncodeError as error:
            raise bad_payload(field) from error
        out.count(len(encoded), field)
        out.data += encoded

    def read(self, source: Reader, field: str) -> str:
        """See `Coder`."""
        size = source.count()
        start = source.take(size)
        try:
            return source.data[start : start + size].decode()
        except UnicodeDecodeError as error:
            raise bad_payload(field) from error


@dataclass(frozen=True)
class Rows:
    """A list of elements of fixed size, as a numpy array of records; nothing is copied when it is read."""

    kind: np.dtype[Any]
    may: str = "anything"

    def write(self, out: Writer, value: NDArray[Any], field: str) -> None:
        """See `Coder`."""
        self._check(value, field)
        out.count(len(value), field)
        out.data += value.tobytes()

    def read(self, source: Reader, field: str) -> NDArray[Any]:
        """See `Coder`."""
        count = source.count()
        start = source.take(count * self.kind.itemsize)
        value = np.frombuffer(source.data, dtype=self.kind, count=count, offset=start)
        self._check(value, field)
        return value

    def _check(self, value: NDArray[Any], field: str) -> None:
        if value.dtype != self.kind or value.ndim != 1:
            raise bad_payload(field)
        if self.may != "anything":
            for name in self.kind.names or ():
                check_reals(value[name], self.may, camel(name))


@dataclass(frozen=True)
class ListOf:
    """Elements behind their number."""

    element: Coder
    name: str = ""
    most: int = 0xFFFF

    def write(self, out: Writer, value: tuple[Any, ...], field: str) -> None:
        """See `Coder`."""
        if len(value) > self.most:
            raise bad_payload(field)
        out.count(len(value), field)
        for element in value:
            self.element.write(out, element, self.name)

    def read(self, source: Reader, field: str) -> tuple[Any, ...]:
        """See `Coder`."""
        count = source.count()
        value = tuple(self.element.read(source, self.name) for _ in range(count))
        # The elements first, as the daemon does: it says what is wrong in them.
        if count > self.most:
            raise bad_payload(field)
        return value


_BYTE = struct.Struct("<B")
_REAL = struct.Struct("<d")

BYTE_LAYOUT = _BYTE
U16_LAYOUT = struct.Struct("<H")
U32_LAYOUT = struct.Struct("<I")
U64_LAYOUT = struct.Struct("<Q")
I64_LAYOUT = struct.Struct("<q")

U8 = Annotated[int, Integer(_BYTE)]
U16 = Annotated[int, Integer(U16_LAYOUT)]
U32 = Annotated[int, Integer(U32_LAYOUT)]
U64 = Annotated[int, Integer(U64_LAYOUT)]
I64 = Annotated[int, Integer(I64_LAYOUT)]
# Reported as it was measured: NaN and infinities too.
Measured = Annotated[float, Real("anything")]
Finite = Annotated[float, Real("finite")]
Positive = Annotated[float, Real("positive")]
Flag = Annotated[bool, Boolean()]
Str = Annotated[str, String()]
Strings = Annotated[tuple[str, ...], ListOf(String(), "name")]
Joint = Annotated[int | None, Integer(U16_LAYOUT, none=NO_JOINT)]
# −1 for none.
Instant = Annotated[int | None, Integer(I64_LAYOUT, none=-1, minimum=0)]
