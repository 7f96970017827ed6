// System calls that Swift's Glibc module does not have.
//
// Results are 0 or more on success and -errno on failure.
#pragma once
#include <poll.h>
#include <stddef.h>
#include <stdint.h>

/// Waits until one of `count` descriptors is ready, at most `span` nanoseconds (ppoll(2)); returns how many are.
int cvhost_poll(struct pollfd *entries, size_t count, int64_t span);
/// A counter to wait for, as a front-end makes for kicks and calls (eventfd(2)).
int cvhost_event_counter(void);
/// A file of `size` bytes in memory, as a front-end makes for its guest (memfd_create(2)); /proc shows `name`.
int cvhost_memory_file(const char *name, size_t size);
