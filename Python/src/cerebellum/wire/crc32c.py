"""CRC-32C (RFC 3720, appendix B.4), with numpy because the standard library has only the other polynomial."""

import numpy as np
from numpy.typing import NDArray

_REFLECTED_POLYNOMIAL = 0x82F63B78
_BLOCK = 1024


def _byte_table() -> NDArray[np.uint32]:
    """What one byte does to the register."""
    table = np.arange(256, dtype=np.uint32)
    for _ in range(8):
        table = np.where(table & 1, table >> 1 ^ _REFLECTED_POLYNOMIAL, table >> 1).astype(np.uint32)
    return table


def _block_table() -> NDArray[np.uint32]:
    """What a byte with so many bytes behind it (the row) does to the register at the end of a block."""
    step = _byte_table()
    rows = np.empty((_BLOCK, 256), dtype=np.uint32)
    rows[0] = step
    for row in range(1, _BLOCK):
        rows[row] = rows[row - 1] >> 8 ^ step[rows[row - 1] & 0xFF]
    return rows


# The last row is the block's first byte, so that a slice from the end fits a shorter block.
_TABLE = np.ascontiguousarray(_block_table()[::-1]).reshape(-1)
_OFFSETS = np.arange(_BLOCK, dtype=np.intp) * 256


def crc32c(data: bytes | bytearray | memoryview) -> int:
    """The check value of `data`.

    The register is linear in the bytes (all sums are exclusive or), so that every byte of a block is looked up
    on its own; the register of the blocks before is added to the first four bytes.
    """
    register = 0xFFFFFFFF
    values = np.frombuffer(data, dtype=np.uint8)
    for start in range(0, len(values), _BLOCK):
        block = values[start : start + _BLOCK].astype(np.intp)
        count = len(block)
        # A block of less than four bytes leaves some of the register unused: it is shifted out.
        head = min(count, 4)
        block[:head] ^= np.frombuffer(register.to_bytes(4, "little"), dtype=np.uint8)[:head]
        block += _OFFSETS[_BLOCK - count :]
        register = int(np.bitwise_xor.reduce(_TABLE[block])) ^ (register >> 8 * head)
    return register ^ 0xFFFFFFFF
