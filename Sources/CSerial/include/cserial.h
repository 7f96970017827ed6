// Serial lines: raw bytes at any speed, with absolute deadlines; and pseudo-terminals, which look like
// one to other programs.
//
// Results are 0 or more on success and -errno on failure. Deadlines are of CLOCK_MONOTONIC [ns].
#pragma once
#include <stddef.h>
#include <stdint.h>

// Trusted by the Swift compiler's real-time checks; nothing behind these names allocates or locks.
#if defined(__has_attribute)
#if __has_attribute(swift_attr)
#define CSERIAL_REALTIME                        \
  __attribute__((swift_attr("@_noAllocation"))) \
  __attribute__((swift_attr("@_noLocks")))
#endif
#endif
#ifndef CSERIAL_REALTIME
#define CSERIAL_REALTIME
#endif

/// Opens a serial line for us alone (TIOCEXCL, and flock for those whom root's rights let through):
/// raw, 8 data bits, no parity, one stop bit, no flow control, `speed` bits per second; what was
/// received before is discarded. Returns the descriptor, which does not block.
///
/// -ENOTTY: not a serial line. -EBUSY: another program has it. -ERANGE: the line cannot do `speed`
/// within 2.5 %, which is what eight bits and their frame forgive.
int cserial_open(const char *path, uint32_t speed);
/// Asks the driver to hand over bytes as they come (ASYNC_LOW_LATENCY; an FTDI chip then waits 1 ms
/// instead of 16). -ENOTTY or -EINVAL where the driver has no such setting.
int cserial_set_low_latency(int fd);
void cserial_close(int fd);
/// From now on the descriptor `fd` is the line of `other`, in one step: who waits at it goes on with what it
/// was. `other` stays open.
int cserial_adopt(int fd, int other);

/// Writes all of `count` bytes. -ETIMEDOUT: the line did not take them until `deadline`.
/// -ENODEV: it is gone.
CSERIAL_REALTIME int cserial_write(int fd, const uint8_t *bytes, size_t count, int64_t deadline);
/// Reads what is there, at most `count` bytes; waits for the first until `deadline`. Returns how many,
/// 0 when there were none. -ENODEV: the line is gone.
CSERIAL_REALTIME int cserial_read(int fd, uint8_t *bytes, size_t count, int64_t deadline);
/// Discards what was received and not read.
CSERIAL_REALTIME int cserial_discard_input(int fd);
/// The present of CLOCK_MONOTONIC [ns].
CSERIAL_REALTIME int64_t cserial_now(void);

/// Makes a raw pseudo-terminal; writes the path of the end that other programs open to `path`, of `size`
/// bytes. Returns the descriptor of our end, which does not block.
int cserial_open_pseudo_terminal(char *path, size_t size);
