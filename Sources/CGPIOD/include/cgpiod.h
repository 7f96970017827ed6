// GPIO lines by the kernel's own interface (uAPI v2, Linux 5.10), and the chips that they are on through
// libgpiod, 1.6 or 2.x, whichever is installed.
//
// Levels are electrical: 1 is high. Results are 0 or more on success and -errno on failure.
#pragma once
#include <stdbool.h>
#include <stdint.h>

// Trusted by the Swift compiler's real-time checks; nothing behind these names allocates or locks.
#if defined(__has_attribute)
#if __has_attribute(swift_attr)
#define CGPIOD_REALTIME                           \
  __attribute__((swift_attr("@_noAllocation"))) \
  __attribute__((swift_attr("@_noLocks")))
#endif
#endif
#ifndef CGPIOD_REALTIME
#define CGPIOD_REALTIME
#endif

/// The version of the libgpiod in use.
const char *cgpiod_version(void);

/// An open chip, for looking at its lines.
struct cgpiod_chip;
int cgpiod_chip_open(const char *path, struct cgpiod_chip **chip);
void cgpiod_chip_close(struct cgpiod_chip *chip);
/// The kernel's name, like "gpiochip0". Valid until the chip is closed, as is the label.
const char *cgpiod_chip_name(const struct cgpiod_chip *chip);
/// What the chip's driver calls it, like "pinctrl-rp1".
const char *cgpiod_chip_label(const struct cgpiod_chip *chip);
uint32_t cgpiod_chip_line_count(const struct cgpiod_chip *chip);

/// What the kernel says about a line. Empty strings where it says nothing.
struct cgpiod_line_info {
  char name[32];
  char consumer[32];
  bool is_used;
};
int cgpiod_line_info(struct cgpiod_chip *chip, uint32_t offset, struct cgpiod_line_info *info);

/// The resistor of an input. CGPIOD_BIAS_AS_IS leaves what the boot set.
enum cgpiod_bias {
  CGPIOD_BIAS_AS_IS,
  CGPIOD_BIAS_DISABLED,
  CGPIOD_BIAS_PULL_UP,
  CGPIOD_BIAS_PULL_DOWN,
};

/// A line that we own.
struct cgpiod_line;
/// -EBUSY: someone else owns it.
int cgpiod_request_input(const char *chip_path, uint32_t offset, const char *consumer,
                         enum cgpiod_bias bias, struct cgpiod_line **line);
/// The line drives `level` from the moment it becomes an output.
int cgpiod_request_output(const char *chip_path, uint32_t offset, const char *consumer, bool level,
                          struct cgpiod_line **line);
/// The line is let go, and low only while it is set to 0; cgpiod_get() gives the level of the wire.
int cgpiod_request_open_drain(const char *chip_path, uint32_t offset, const char *consumer,
                              struct cgpiod_line **line);
void cgpiod_release(struct cgpiod_line *line);

/// Returns the level of a line, 0 or 1.
CGPIOD_REALTIME int cgpiod_get(struct cgpiod_line *line);
/// Drives an output.
CGPIOD_REALTIME int cgpiod_set(struct cgpiod_line *line, bool level);

/// The descriptor of the request, ours until the release: for whoever has to drive the line past all of
/// this (GPIO_V2_LINE_SET_VALUES_IOCTL).
int cgpiod_descriptor(const struct cgpiod_line *line);

/// An edge with the time of the kernel's interrupt.
struct cgpiod_edge {
  /// On CLOCK_MONOTONIC.
  int64_t nanoseconds;
  /// Its number in the request, from 1; a number that is left out was dropped by the kernel.
  uint32_t sequence;
  /// Its line, by its place among the offsets of the request.
  uint8_t line;
  bool is_rising;
};
/// Requests both edges of `count` lines (1...64) of one chip and returns a descriptor for the calls
/// below, to be closed with close(). The kernel keeps `buffer_size` edges (at most 1024), and then drops
/// the oldest. -EINVAL and -ENOTTY also for a kernel before 5.10.
int cgpiod_request_edges(const char *chip_path, const uint32_t *offsets, uint32_t count,
                         const char *consumer, enum cgpiod_bias bias, uint32_t buffer_size);
/// Takes up to `capacity` edges, the oldest first, without waiting; returns how many.
CGPIOD_REALTIME int cgpiod_read_edges(int descriptor, const uint32_t *offsets, uint32_t count,
                                      struct cgpiod_edge *edges, uint32_t capacity);
/// The levels of the `count` lines, that of the first in the lowest bit.
CGPIOD_REALTIME int cgpiod_edge_levels(int descriptor, uint32_t count, uint64_t *levels);
