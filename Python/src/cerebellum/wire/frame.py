"""What all frames have in common: header, checksum, length. Documentation/wire-protocol.md has them byte by byte."""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from . import errors, replies, requests, sensors, state, statistics
from .buffer import Reader, Writer
from .crc32c import crc32c
from .requests import Request
from .state import Reply

VERSION = 1
"""The protocol version of this package."""
HEADER_SIZE = 32
MOST_BYTES = 65_536
"""The largest frame, header included."""
LATEST_INSTANT = 1 << 62

_MAGIC = b"CBL1"
# Magic, version, type, reserved, length, sequence, answers, checksum, sentAt.
_HEADER = struct.Struct("<4sBBHIIIIq")
_CHECKSUM = slice(20, 24)

Message = TypeVar("Message", Request, Reply)


class Header(NamedTuple):
    """A header's variable part: the frame's number, that of the request which it answers (0: none), and when it
    was sent [ns of CLOCK_MONOTONIC].
    """

    sequence: int
    answers: int
    sent_at: int


@dataclass(frozen=True)
class Frame(Generic[Message]):
    """A message and its header."""

    header: Header
    message: Message


def encode(message: Request | Reply, sequence: int, answers: int, sent_at: int) -> bytearray:
    """The bytes to send. Throws `FrameError` for a value that the receiver would refuse."""
    if not 0 <= sent_at <= LATEST_INSTANT:
        raise errors.bad_payload("sentAt")
    out = Writer()
    data = out.data
    data += bytes(HEADER_SIZE)
    message.write(out)
    if len(data) > MOST_BYTES:
        raise errors.too_long()
    length = len(data) - HEADER_SIZE
    _HEADER.pack_into(data, 0, _MAGIC, VERSION, message.type, 0, length, sequence, answers, 0, sent_at)
    data[_CHECKSUM] = crc32c(data).to_bytes(4, "little")
    return data


def decode_request(data: bytes) -> Frame[Request]:
    """The request in `data`. Total: a message, or `FrameError`."""
    return _decode(data, REQUESTS)


def decode_reply(data: bytes) -> Frame[Reply]:
    """The reply in `data`. Total: a message, or `FrameError`."""
    return _decode(data, REPLIES)


def _decode(data: bytes, kinds: Mapping[int, type[Message]]) -> Frame[Message]:
    """The checks are made in the order that the document names."""
    if len(data) < HEADER_SIZE:
        raise errors.truncated()
    if len(data) > MOST_BYTES:
        raise errors.too_long()
    magic, version, kind, reserved, length, sequence, answers, checksum, sent_at = _HEADER.unpack_from(data)
    if magic != _MAGIC:
        raise errors.bad_magic()
    if version != VERSION:
        raise errors.unsupported_version(version, VERSION)
    if len(data) - HEADER_SIZE < length:
        raise errors.truncated()
    if len(data) - HEADER_SIZE > length:
        raise errors.too_long()
    blank = bytearray(data)
    blank[_CHECKSUM] = bytes(4)
    if crc32c(blank) != checksum:
        raise errors.bad_checksum()
    if reserved != 0:
        raise errors.bad_payload("reserved")
    if not 0 <= sent_at <= LATEST_INSTANT:
        raise errors.bad_payload("sentAt")
    if kind not in kinds:
        raise errors.unknown_type(kind)
    source = Reader(data, HEADER_SIZE)
    message = kinds[kind].read(source)
    if source.position != len(data):
        raise errors.too_long()
    return Frame(Header(sequence, answers, sent_at), message)


REQUESTS: Mapping[int, type[Request]] = {
    kind.type: kind
    for kind in vars(requests).values()
    if isinstance(kind, type) and issubclass(kind, Request) and kind is not Request
}
"""Every request by its type."""

REPLIES: Mapping[int, type[Reply]] = {
    kind.type: kind
    for module in (replies, sensors, state, statistics)
    for kind in vars(module).values()
    if isinstance(kind, type) and issubclass(kind, Reply) and kind is not Reply
}
"""Every reply by its type."""
