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

// A line of libgpiod 1 lives in its chip.
struct cgpiod_line {
  struct gpiod_chip *chip;
  struct gpiod_line *line;
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

static int request(const char *chip_path, uint32_t offset,
                   const struct gpiod_line_request_config *config, int level,
                   struct cgpiod_line **line) {
  struct cgpiod_line *new = calloc(1, sizeof *new);
  if (!new) return -ENOMEM;
  new->chip = gpiod_chip_open(chip_path);
  if (new->chip) new->line = gpiod_chip_get_line(new->chip, offset);
  if (!new->line || gpiod_line_request(new->line, config, level) < 0) {
    int result = failure();
    if (new->chip) gpiod_chip_close(new->chip);
    free(new);
    return result;
  }
  *line = new;
  return 0;
}

int cgpiod_request_input(const char *chip_path, uint32_t offset, const char *consumer,
                         enum cgpiod_bias bias, struct cgpiod_line **line) {
  struct gpiod_line_request_config config = {
      .consumer = consumer, .request_type = GPIOD_LINE_REQUEST_DIRECTION_INPUT};
  switch (bias) {
    case CGPIOD_BIAS_AS_IS: break;
    case CGPIOD_BIAS_DISABLED: config.flags = GPIOD_LINE_REQUEST_FLAG_BIAS_DISABLE; break;
    case CGPIOD_BIAS_PULL_UP: config.flags = GPIOD_LINE_REQUEST_FLAG_BIAS_PULL_UP; break;
    case CGPIOD_BIAS_PULL_DOWN: config.flags = GPIOD_LINE_REQUEST_FLAG_BIAS_PULL_DOWN; break;
  }
  return request(chip_path, offset, &config, 0, line);
}

int cgpiod_request_output(const char *chip_path, uint32_t offset, const char *consumer, bool level,
                          struct cgpiod_line **line) {
  struct gpiod_line_request_config config = {
      .consumer = consumer, .request_type = GPIOD_LINE_REQUEST_DIRECTION_OUTPUT};
  return request(chip_path, offset, &config, level, line);
}

int cgpiod_request_open_drain(const char *chip_path, uint32_t offset, const char *consumer,
                              struct cgpiod_line **line) {
  struct gpiod_line_request_config config = {.consumer = consumer,
                                             .request_type = GPIOD_LINE_REQUEST_DIRECTION_OUTPUT,
                                             .flags = GPIOD_LINE_REQUEST_FLAG_OPEN_DRAIN};
  return request(chip_path, offset, &config, 1, line);
}

void cgpiod_release(struct cgpiod_line *line) {
  gpiod_line_release(line->line);
  gpiod_chip_close(line->chip);
  free(line);
}

int cgpiod_get(struct cgpiod_line *line) {
  int level = gpiod_line_get_value(line->line);
  return level < 0 ? failure() : level;
}

int cgpiod_set(struct cgpiod_line *line, bool level) {
  return gpiod_line_set_value(line->line, level) < 0 ? failure() : 0;
}

#else

struct cgpiod_chip {
  struct gpiod_chip *chip;
  struct gpiod_chip_info *info;
};

struct cgpiod_line {
  struct gpiod_line_request *request;
  unsigned int offset;
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

// Takes the ownership of `settings`, which may be NULL for want of memory.
static int request(const char *chip_path, uint32_t offset, const char *consumer,
                   struct gpiod_line_settings *settings, struct cgpiod_line **line) {
  struct cgpiod_line *new = calloc(1, sizeof *new);
  struct gpiod_line_config *lines = gpiod_line_config_new();
  struct gpiod_request_config *options = gpiod_request_config_new();
  struct gpiod_chip *chip = NULL;
  int result = 0;
  if (!new || !lines || !options || !settings) {
    result = -ENOMEM;
  } else if (!(chip = gpiod_chip_open(chip_path))) {
    result = failure();
  } else if (gpiod_line_config_add_line_settings(lines, &offset, 1, settings) < 0) {
    result = failure();
  } else {
    gpiod_request_config_set_consumer(options, consumer);
    new->offset = offset;
    new->request = gpiod_chip_request_lines(chip, options, lines);
    if (!new->request) result = failure();
  }
  // A request of libgpiod 2 outlives its chip.
  if (chip) gpiod_chip_close(chip);
  gpiod_request_config_free(options);
  gpiod_line_config_free(lines);
  gpiod_line_settings_free(settings);
  if (result < 0) {
    free(new);
  } else {
    *line = new;
  }
  return result;
}

int cgpiod_request_input(const char *chip_path, uint32_t offset, const char *consumer,
                         enum cgpiod_bias bias, struct cgpiod_line **line) {
  struct gpiod_line_settings *settings = gpiod_line_settings_new();
  if (settings) {
    gpiod_line_settings_set_direction(settings, GPIOD_LINE_DIRECTION_INPUT);
    switch (bias) {
      case CGPIOD_BIAS_AS_IS: break;
      case CGPIOD_BIAS_DISABLED:
        gpiod_line_settings_set_bias(settings, GPIOD_LINE_BIAS_DISABLED);
        break;
      case CGPIOD_BIAS_PULL_UP:
        gpiod_line_settings_set_bias(settings, GPIOD_LINE_BIAS_PULL_UP);
        break;
      case CGPIOD_BIAS_PULL_DOWN:
        gpiod_line_settings_set_bias(settings, GPIOD_LINE_BIAS_PULL_DOWN);
        break;
    }
  }
  return request(chip_path, offset, consumer, settings, line);
}

int cgpiod_request_output(const char *chip_path, uint32_t offset, const char *consumer, bool level,
                          struct cgpiod_line **line) {
  struct gpiod_line_settings *settings = gpiod_line_settings_new();
  if (settings) {
    gpiod_line_settings_set_direction(settings, GPIOD_LINE_DIRECTION_OUTPUT);
    gpiod_line_settings_set_output_value(
        settings, level ? GPIOD_LINE_VALUE_ACTIVE : GPIOD_LINE_VALUE_INACTIVE);
  }
  return request(chip_path, offset, consumer, settings, line);
}

int cgpiod_request_open_drain(const char *chip_path, uint32_t offset, const char *consumer,
                              struct cgpiod_line **line) {
  struct gpiod_line_settings *settings = gpiod_line_settings_new();
  if (settings) {
    gpiod_line_settings_set_direction(settings, GPIOD_LINE_DIRECTION_OUTPUT);
    gpiod_line_settings_set_drive(settings, GPIOD_LINE_DRIVE_OPEN_DRAIN);
    gpiod_line_settings_set_output_value(settings, GPIOD_LINE_VALUE_ACTIVE);
  }
  return request(chip_path, offset, consumer, settings, line);
}

void cgpiod_release(struct cgpiod_line *line) {
  gpiod_line_request_release(line->request);
  free(line);
}

int cgpiod_get(struct cgpiod_line *line) {
  enum gpiod_line_value level = gpiod_line_request_get_value(line->request, line->offset);
  return level < 0 ? failure() : level == GPIOD_LINE_VALUE_ACTIVE;
}

int cgpiod_set(struct cgpiod_line *line, bool level) {
  enum gpiod_line_value value = level ? GPIOD_LINE_VALUE_ACTIVE : GPIOD_LINE_VALUE_INACTIVE;
  return gpiod_line_request_set_value(line->request, line->offset, value) < 0 ? failure() : 0;
}

#endif
