#include "cdigest.h"

#include <sha256.h>

_Static_assert(SHA256_DIGEST_STRING_LENGTH == 65, "cdigest_sha256");

void cdigest_sha256(const uint8_t *bytes, size_t count, char text[65]) {
  SHA256Data(bytes, count, text);
}
