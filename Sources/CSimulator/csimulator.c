// The header is all there is; here it is compiled once by itself.
#include "cerebellum_simulator.h"

_Static_assert(sizeof(struct cbs_header) == 56, "a header has 56 bytes");
_Static_assert(sizeof(struct cbs_joint) == 64 && sizeof(struct cbs_sensor) == 64, "names have 64 bytes");
_Static_assert(sizeof(struct cbs_drive) == 32 && sizeof(struct cbs_state) == 16, "records are doubles");
_Static_assert(sizeof(struct cbs_frame) == CBS_CAPACITY, "a frame holds the longest");
_Static_assert(offsetof(struct cbs_shared, boxes) == 64, "mailboxes begin a cache line");
_Static_assert(
    sizeof(struct cbs_header) + CBS_MOST_JOINTS * sizeof(struct cbs_joint) +
            CBS_MOST_SENSORS * sizeof(struct cbs_sensor) <= CBS_CAPACITY,
    "the longest frame fits");
