#!/usr/bin/env python3
"""Unpacks a bzImage, so that an emulated processor need not: that is half of its boot.

    HIL/vmlinux.py VMLINUZ VMLINUX

QEMU boots the same kernel from VMLINUX by its PVH entry. Offsets: the kernel's Documentation/arch/x86/boot.rst, "The
real-mode kernel header".
"""

import lzma
import struct
import sys


def unpacked(image):
    (magic,) = struct.unpack_from("<I", image, 0x202)
    if magic != int.from_bytes(b"HdrS", "little"):
        raise ValueError("it is no bzImage")
    sectors = image[0x1F1]
    offset, length = struct.unpack_from("<II", image, 0x248)
    begin = (sectors + 1) * 512 + offset
    # The last four bytes are the size of what was packed.
    return lzma.decompress(image[begin : begin + length - 4], lzma.FORMAT_XZ)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    with open(sys.argv[1], "rb") as packed:
        try:
            kernel = unpacked(packed.read())
        except (ValueError, struct.error, lzma.LZMAError) as error:
            sys.exit(f"{sys.argv[1]} cannot be unpacked: {error}")
    with open(sys.argv[2], "wb") as whole:
        whole.write(kernel)
