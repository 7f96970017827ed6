"""Bytes that are written to and read from in order. What is not all there is `truncated`."""

import struct
from typing import Any

from .errors import bad_payload, truncated


class Writer:
    """Appends fields, little-endian and without padding."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.data = bytearray()

    def pack(self, layout: struct.Struct, value: object, field: str) -> None:
        """Appends one value; `bad_payload` where it does not fit."""
        try:
            self.data += layout.pack(value)
        except struct.error as error:
            raise bad_payload(field) from error

    def count(self, value: int, field: str) -> None:
        """Appends a number of bytes or elements."""
        self.pack(_COUNT, value, field)


class Reader:
    """Takes fields in the order in which `Writer` appends them, and never reads past the end."""

    def __init__(self, data: bytes, position: int) -> None:
        """Reads `data` from `position` on."""
        self.data = data
        self.position = position

    def unpack(self, layout: struct.Struct) -> Any:
        """The next value."""
        return layout.unpack_from(self.data, self.take(layout.size))[0]

    def count(self) -> int:
        """A number of bytes or elements."""
        return int(self.unpack(_COUNT))

    def take(self, size: int) -> int:
        """Where the next `size` bytes begin."""
        start = self.position
        if len(self.data) - start < size:
            raise truncated()
        self.position = start + size
        return start


_COUNT = struct.Struct("<H")
