// SHA-256 (FIPS 180-4) of bytes in memory, by libmd.
#pragma once
#include <stddef.h>
#include <stdint.h>

/// Writes the digest of `count` bytes to `text`: 64 lower-case hexadecimal digits and a zero.
void cdigest_sha256(const uint8_t *bytes, size_t count, char text[65]);
