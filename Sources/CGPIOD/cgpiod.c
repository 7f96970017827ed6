#include "cgpiod.h"

#include <errno.h>
#include <gpiod.h>
#include <stdlib.h>
#include <string.h>

// Only the headers of libgpiod 1.x define GPIOD_API.
#ifdef GPIOD_API
#define LIBGPIOD_1
#endif

// The reason of a failed libgpiod call. A caller must never take a failure for a success.
static int failure(void) { return errno > 0 ? -errno : -EIO; }

static void copy(char *to, size_t size, const char *from) {
  size_t length = from ? strnlen(from, size - 1) : 0;
  if (length > 0) memcpy(to, from, length);
  to[length] = '\0';
}

#ifdef LIBGPIOD_1

struct cgpiod_chip {
  struct gpiod_chip *chip;
};

const char *cgpiod_version(void) { return gpiod_version_string(); }

int cgpiod_chip_open(const char *path, struct cgpiod_chip **chip) {
  struct cgpiod_chip *new = calloc(1, sizeof *new);
  if (!new) return -ENOMEM;
  new->chip = gpiod_chip_open(path);
  if (!new->chip) {
    int result = failure();
    free(new);
    return result;
  }
  *chip = new;
  return 0;
}

void cgpiod_chip_close(struct cgpiod_chip *chip) {
  gpiod_chip_close(chip->chip);
  free(chip);
}

const char *cgpiod_chip_name(const struct cgpiod_chip *chip) { return gpiod_chip_name(chip->chip); }

const char *cgpiod_chip_label(const struct cgpiod_chip *chip) {
  return gpiod_chip_label(chip->chip);
}

uint32_t cgpiod_chip_line_count(const struct cgpiod_chip *chip) {
  return gpiod_chip_num_lines(chip->chip);
}

int cgpiod_line_info(struct cgpiod_chip *chip, uint32_t offset, struct cgpiod_line_info *info) {
  struct gpiod_line *line = gpiod_chip_get_line(chip->chip, offset);
  if (!line) return failure();
  copy(info->name, sizeof info->name, gpiod_line_name(line));
  copy(info->consumer, sizeof info->consumer, gpiod_line_consumer(line));
  info->is_used = gpiod_line_is_used(line);
  return 0;
}

#else

struct cgpiod_chip {
  struct gpiod_chip *chip;
  struct gpiod_chip_info *info;
};

const char *cgpiod_version(void) { return gpiod_api_version(); }

int cgpiod_chip_open(const char *path, struct cgpiod_chip **chip) {
  struct cgpiod_chip *new = calloc(1, sizeof *new);
  if (!new) return -ENOMEM;
  new->chip = gpiod_chip_open(path);
  if (new->chip) new->info = gpiod_chip_get_info(new->chip);
  if (!new->info) {
    int result = failure();
    if (new->chip) gpiod_chip_close(new->chip);
    free(new);
    return result;
  }
  *chip = new;
  return 0;
}

void cgpiod_chip_close(struct cgpiod_chip *chip) {
  gpiod_chip_info_free(chip->info);
  gpiod_chip_close(chip->chip);
  free(chip);
}

const char *cgpiod_chip_name(const struct cgpiod_chip *chip) {
  return gpiod_chip_info_get_name(chip->info);
}

const char *cgpiod_chip_label(const struct cgpiod_chip *chip) {
  return gpiod_chip_info_get_label(chip->info);
}

uint32_t cgpiod_chip_line_count(const struct cgpiod_chip *chip) {
  return (uint32_t)gpiod_chip_info_get_num_lines(chip->info);
}

int cgpiod_line_info(struct cgpiod_chip *chip, uint32_t offset, struct cgpiod_line_info *info) {
  struct gpiod_line_info *line = gpiod_chip_get_line_info(chip->chip, offset);
  if (!line) return failure();
  copy(info->name, sizeof info->name, gpiod_line_info_get_name(line));
  copy(info->consumer, sizeof info->consumer, gpiod_line_info_get_consumer(line));
  info->is_used = gpiod_line_info_is_used(line);
  gpiod_line_info_free(line);
  return 0;
}

#endif
