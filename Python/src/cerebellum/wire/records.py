"""Dataclasses whose fields say how they are laid out, and what makes bytes of them and back."""

import dataclasses
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from .buffer import Reader, Writer
from .errors import bad_payload
from .fields import Coder, ListOf, camel

Self = TypeVar("Self", bound="Record")


class Record:
    """Something that is laid out as its fields are, one behind the other."""

    __slots__ = ()

    def write(self, out: Writer) -> None:
        """Appends all fields. Throws `FrameError`."""
        self.check()
        for name, coder in layout(type(self)):
            coder.write(out, getattr(self, name), camel(name))

    @classmethod
    def read(cls: type[Self], source: Reader) -> Self:
        """Takes all fields. Throws `FrameError`."""
        value = cls(*[coder.read(source, camel(name)) for name, coder in layout(cls)])
        value.check()
        return value

    def check(self) -> None:
        """Throws `bad_payload` where the fields do not go together."""


class Paged:
    """A part of a list that may be longer than a frame: `elements` from number `first` on, of `total`."""

    __slots__ = ()

    @property
    def count(self) -> int:
        """How many elements this part has."""
        return len(getattr(self, self.elements_name))

    def check(self) -> None:
        """See `Record`."""
        if self.first + self.count > self.total:
            raise bad_payload("total")

    total: int
    first: int
    elements_name = "elements"


class Nested:
    """A record within another."""

    def __init__(self, kind: type[Record]) -> None:
        """One of `kind`."""
        self.kind = kind

    def write(self, out: Writer, value: Record, field: str) -> None:
        """See `Coder`."""
        value.write(out)

    def read(self, source: Reader, field: str) -> Record:
        """See `Coder`."""
        return self.kind.read(source)


def layout(kind: type[Record]) -> tuple[tuple[str, Coder], ...]:
    """The fields of `kind` in their order."""
    if kind not in _LAYOUTS:
        hints = get_type_hints(kind, include_extras=True)
        names = [field.name for field in dataclasses.fields(kind)]  # type: ignore[arg-type]
        _LAYOUTS[kind] = tuple((name, _coder(hints[name])) for name in names)
    return _LAYOUTS[kind]


def _coder(hint: Any) -> Coder:
    """What lays out a value of this type: said in `Annotated`, a record, or a tuple of records."""
    for note in getattr(hint, "__metadata__", ()):
        return note  # type: ignore[no-any-return]
    if get_origin(hint) is tuple:
        return ListOf(_coder(get_args(hint)[0]))
    return Nested(hint)


_LAYOUTS: dict[type[Record], tuple[tuple[str, Coder], ...]] = {}
