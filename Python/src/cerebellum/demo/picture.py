"""PNG and APNG (https://www.w3.org/TR/png-3/), with what Python has on board."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
"""Shape (height, width, 3)."""

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_TRUE_COLOUR, _TRUE_COLOUR_ALPHA = 2, 6


def write_png(path: Path, image: Image) -> None:
    """Writes `image`."""
    path.write_bytes(_SIGNATURE + _head(image, _TRUE_COLOUR) + _chunk(b"IDAT", _packed(image)) + _chunk(b"IEND", b""))


def write_apng(path: Path, images: Sequence[Image], seconds: float) -> None:
    """Writes `images`, all of one size, as an animation that shows each for `seconds` and begins again at its end. A
    frame holds what differs from the one before, the rest is transparent.
    """
    first = images[0]
    alpha = np.full((*first.shape[:2], 1), 255, np.uint8)
    parts = [_SIGNATURE, _head(first, _TRUE_COLOUR_ALPHA), _chunk(b"acTL", struct.pack(">II", len(images), 0))]
    number = 0
    last = first
    for index, image in enumerate(images):
        if index == 0:
            top, left, part = 0, 0, np.concatenate((image, alpha), axis=2)
        else:
            top, left, part = _change(last, image)
        height, width = part.shape[:2]
        # Shown `delay` / 1000 s, left as it is, laid over what is there.
        control = struct.pack(">IIIIIHHBB", number, width, height, left, top, round(seconds * 1000), 1000, 0, 1)
        parts.append(_chunk(b"fcTL", control))
        number += 1
        if index == 0:
            parts.append(_chunk(b"IDAT", _packed(part)))
        else:
            parts.append(_chunk(b"fdAT", struct.pack(">I", number) + _packed(part)))
            number += 1
        last = image
    parts.append(_chunk(b"IEND", b""))
    path.write_bytes(b"".join(parts))


def calm(images: Iterable[Image], bits: int) -> list[Image]:
    """`images` with so many bits of each colour: shades that nobody tells apart take most of the room."""
    step = 1 << (8 - bits)
    top = 255 // step
    return [((image // step).astype(np.uint16) * 255 // top).astype(np.uint8) for image in images]


def _change(before: Image, after: Image) -> tuple[int, int, NDArray[np.uint8]]:
    """Where the smallest rectangle is that holds all changes, and it with alpha: 0 where nothing changed."""
    differs = (before != after).any(axis=2)
    rows, columns = np.flatnonzero(differs.any(axis=1)), np.flatnonzero(differs.any(axis=0))
    if len(rows) == 0:
        return 0, 0, np.zeros((1, 1, 4), np.uint8)
    area = (slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1))
    mask = differs[area][..., None]
    return int(rows[0]), int(columns[0]), np.concatenate((after[area] * mask, mask.astype(np.uint8) * 255), axis=2)


def _head(image: Image, kind: int) -> bytes:
    height, width = image.shape[:2]
    return _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, kind, 0, 0, 0))


def _packed(image: NDArray[np.uint8]) -> bytes:
    """Each row as what it adds to the one above (filter 2)."""
    height = image.shape[0]
    rows = image.reshape(height, -1)
    above = np.vstack((np.zeros((1, rows.shape[1]), np.uint8), rows[:-1]))
    filtered = np.hstack((np.full((height, 1), 2, np.uint8), rows - above))
    plain = np.hstack((np.zeros((height, 1), np.uint8), rows))
    return min((zlib.compress(choice.tobytes(), 9) for choice in (filtered, plain)), key=len)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
