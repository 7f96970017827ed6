// Lines by the kernel's own interface (uAPI v2, Linux 5.10): libgpiod 1.6 does not give the descriptor of a
// request, with which a signal handler can still drive the line.
#include <errno.h>
#include <fcntl.h>
#include <linux/gpio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cgpiod.h"

struct cgpiod_line {
  int descriptor;
};

static int request(const char *chip_path, uint32_t offset, const char *consumer,
                   struct gpio_v2_line_config config, struct cgpiod_line **line) {
  struct gpio_v2_line_request request = {.offsets = {offset}, .num_lines = 1, .config = config};
  strncpy(request.consumer, consumer, sizeof request.consumer - 1);
  struct cgpiod_line *new = calloc(1, sizeof *new);
  if (!new) return -ENOMEM;
  int chip = open(chip_path, O_RDWR | O_CLOEXEC), result = 0;
  // A request outlives its chip's descriptor.
  if (chip < 0 || ioctl(chip, GPIO_V2_GET_LINE_IOCTL, &request) < 0) result = -errno;
  if (chip >= 0) close(chip);
  if (result < 0) {
    free(new);
    return result;
  }
  new->descriptor = request.fd;
  *line = new;
  return 0;
}

static struct gpio_v2_line_config output(uint64_t flags, bool level) {
  return (struct gpio_v2_line_config){
      .flags = GPIO_V2_LINE_FLAG_OUTPUT | flags,
      .num_attrs = 1,
      .attrs = {{.attr = {.id = GPIO_V2_LINE_ATTR_ID_OUTPUT_VALUES, .values = level}, .mask = 1}}};
}

int cgpiod_request_input(const char *chip_path, uint32_t offset, const char *consumer,
                         enum cgpiod_bias bias, struct cgpiod_line **line) {
  struct gpio_v2_line_config config = {.flags = GPIO_V2_LINE_FLAG_INPUT};
  switch (bias) {
    case CGPIOD_BIAS_AS_IS: break;
    case CGPIOD_BIAS_DISABLED: config.flags |= GPIO_V2_LINE_FLAG_BIAS_DISABLED; break;
    case CGPIOD_BIAS_PULL_UP: config.flags |= GPIO_V2_LINE_FLAG_BIAS_PULL_UP; break;
    case CGPIOD_BIAS_PULL_DOWN: config.flags |= GPIO_V2_LINE_FLAG_BIAS_PULL_DOWN; break;
  }
  return request(chip_path, offset, consumer, config, line);
}

int cgpiod_request_output(const char *chip_path, uint32_t offset, const char *consumer, bool level,
                          struct cgpiod_line **line) {
  return request(chip_path, offset, consumer, output(0, level), line);
}

int cgpiod_request_open_drain(const char *chip_path, uint32_t offset, const char *consumer,
                              struct cgpiod_line **line) {
  return request(chip_path, offset, consumer, output(GPIO_V2_LINE_FLAG_OPEN_DRAIN, true), line);
}

void cgpiod_release(struct cgpiod_line *line) {
  close(line->descriptor);
  free(line);
}

int cgpiod_get(struct cgpiod_line *line) {
  struct gpio_v2_line_values values = {.mask = 1};
  if (ioctl(line->descriptor, GPIO_V2_LINE_GET_VALUES_IOCTL, &values) < 0) return -errno;
  return (int)(values.bits & 1);
}

int cgpiod_set(struct cgpiod_line *line, bool level) {
  struct gpio_v2_line_values values = {.bits = level, .mask = 1};
  return ioctl(line->descriptor, GPIO_V2_LINE_SET_VALUES_IOCTL, &values) < 0 ? -errno : 0;
}

int cgpiod_descriptor(const struct cgpiod_line *line) { return line->descriptor; }
