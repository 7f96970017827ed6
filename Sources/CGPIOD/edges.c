// Edges by the kernel's own interface (uAPI v2, Linux 5.10): libgpiod 1.6 hides the sequence numbers and the
// size of the buffer.
#include <errno.h>
#include <fcntl.h>
#include <linux/gpio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cgpiod.h"

static uint64_t flags(enum cgpiod_bias bias) {
  uint64_t edges =
      GPIO_V2_LINE_FLAG_INPUT | GPIO_V2_LINE_FLAG_EDGE_RISING | GPIO_V2_LINE_FLAG_EDGE_FALLING;
  switch (bias) {
    case CGPIOD_BIAS_AS_IS: break;
    case CGPIOD_BIAS_DISABLED: return edges | GPIO_V2_LINE_FLAG_BIAS_DISABLED;
    case CGPIOD_BIAS_PULL_UP: return edges | GPIO_V2_LINE_FLAG_BIAS_PULL_UP;
    case CGPIOD_BIAS_PULL_DOWN: return edges | GPIO_V2_LINE_FLAG_BIAS_PULL_DOWN;
  }
  return edges;
}

int cgpiod_request_edges(const char *chip_path, const uint32_t *offsets, uint32_t count,
                         const char *consumer, enum cgpiod_bias bias, uint32_t buffer_size) {
  struct gpio_v2_line_request request = {.num_lines = count, .event_buffer_size = buffer_size};
  if (count == 0 || count > GPIO_V2_LINES_MAX) return -EINVAL;
  for (uint32_t index = 0; index < count; index++) request.offsets[index] = offsets[index];
  strncpy(request.consumer, consumer, sizeof request.consumer - 1);
  // No debounce attribute: 0. Debouncing would delay and swallow edges.
  request.config.flags = flags(bias);
  int chip = open(chip_path, O_RDWR | O_CLOEXEC);
  if (chip < 0) return -errno;
  int result = ioctl(chip, GPIO_V2_GET_LINE_IOCTL, &request) < 0 ? -errno : request.fd;
  close(chip);
  if (result < 0) return result;
  int status = fcntl(result, F_GETFL);
  if (status < 0 || fcntl(result, F_SETFL, status | O_NONBLOCK) < 0) {
    status = -errno;
    close(result);
    return status;
  }
  return result;
}

int cgpiod_read_edges(int descriptor, const uint32_t *offsets, uint32_t count,
                      struct cgpiod_edge *edges, uint32_t capacity) {
  struct gpio_v2_line_event events[16];
  uint32_t total = 0;
  while (total < capacity) {
    uint32_t room = capacity - total;
    if (room > sizeof events / sizeof *events) room = sizeof events / sizeof *events;
    ssize_t size = read(descriptor, events, room * sizeof *events);
    if (size < 0 && errno == EINTR) continue;
    if (size < 0 && errno == EAGAIN) break;
    // What was read before a failure is not lost; the next call meets the failure again.
    if (size < 0) return total > 0 ? (int)total : -errno;
    uint32_t taken = (uint32_t)size / sizeof *events;
    for (uint32_t event = 0; event < taken; event++) {
      uint32_t line = 0;
      while (line < count && offsets[line] != events[event].offset) line++;
      edges[total++] = (struct cgpiod_edge){
          .nanoseconds = (int64_t)events[event].timestamp_ns,
          .sequence = events[event].seqno,
          .line = (uint8_t)line,
          .is_rising = events[event].id == GPIO_V2_LINE_EVENT_RISING_EDGE,
      };
    }
    if (taken < room) break;
  }
  return (int)total;
}

int cgpiod_edge_levels(int descriptor, uint32_t count, uint64_t *levels) {
  struct gpio_v2_line_values values = {
      .mask = count >= GPIO_V2_LINES_MAX ? UINT64_MAX : (UINT64_C(1) << count) - 1};
  if (ioctl(descriptor, GPIO_V2_LINE_GET_VALUES_IOCTL, &values) < 0) return -errno;
  *levels = values.bits;
  return 0;
}
