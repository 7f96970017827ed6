// /dev/i2c-7N and /dev/gpiochip70 of a machine that has none: ioctl(2) on them is a request to the backend.
// What is shown is what the daemon does with its descriptors, and what happens when they are closed; no
// kernel driver is between.
#include <errno.h>
#include <fcntl.h>
#include <linux/gpio.h>
#include <linux/i2c-dev.h>
#include <linux/i2c.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "../Counted/paths.h"
#include "hardware.h"

#define DESCRIPTORS 1024
#define LINES 64

/// What one of our descriptors is: a connection to the backend, so that the end of the process is the end of
/// what it had.
static struct {
  enum { NOTHING, BUS, CHIP, LINE } kind;
  /// Of a bus the number in its path, of a line that of its claim.
  unsigned number;
  /// Of a bus: the address that SMBus calls go to.
  uint16_t address;
  /// Of a bus: the file that is locked in its place, because each open has a connection of its own.
  int lock;
} known[DESCRIPTORS];

static bool is(int descriptor, int kind) {
  return descriptor >= 0 && descriptor < DESCRIPTORS && (int)known[descriptor].kind == kind;
}

// MARK: Paths

/// The folder that stands for parts of /dev and /sys, where `path` lies in one of them.
static const char *redirected(const char *path, char *out, size_t size) {
  static const char *const parts[] = {"/sys/class/i2c-dev", "/sys/bus/gpio/devices"};
  const char *root = getenv("CEREBELLUM_CRASH_ROOT");
  if (root == NULL) return path;
  bool is_ours = strcmp(path, "/dev") == 0;
  for (unsigned part = 0; part < sizeof parts / sizeof parts[0]; part++)
    is_ours = is_ours || strncmp(path, parts[part], strlen(parts[part])) == 0;
  if (!is_ours) return path;
  return snprintf(out, size, "%s%s", root, path) < (int)size ? out : path;
}

static const char chip_path[] = "/dev/gpiochip70";
static const char bus_path[] = "/dev/i2c-7";

int access(const char *path, int mode) {
  char other[256];
  return faccessat(AT_FDCWD, redirected(path, other, sizeof other), mode, 0);
}

// libgpiod looks whether the chip is a character device, and compares its number with that in sysfs.
static const char *device(const char *path) { return strcmp(path, chip_path) == 0 ? "/dev/null" : path; }

int stat(const char *path, struct stat *status) { return fstatat(AT_FDCWD, device(path), status, 0); }

int lstat(const char *path, struct stat *status) {
  return fstatat(AT_FDCWD, device(path), status, AT_SYMLINK_NOFOLLOW);
}

static int open_device(unsigned kind, unsigned number) {
  int descriptor = crash_connect();
  if (descriptor < 0 || descriptor >= DESCRIPTORS) {
    errno = ENODEV;
    return -1;
  }
  known[descriptor].kind = kind;
  known[descriptor].number = number;
  if (kind == BUS) {
    char path[256];
    snprintf(path, sizeof path, "%s/lock-%u", getenv("CEREBELLUM_CRASH_ROOT"), number);
    known[descriptor].lock = openat(AT_FDCWD, path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  }
  return descriptor;
}

static int open_any(const char *path, int flags, unsigned mode) {
  if (strcmp(path, chip_path) == 0) return open_device(CHIP, 0);
  if (strncmp(path, bus_path, sizeof bus_path - 1) == 0)
    return open_device(BUS, (unsigned)atoi(path + sizeof bus_path - 1));
  char other[256];
  return openat(AT_FDCWD, redirected(path, other, sizeof other), flags, mode);
}

/// A number that is opened anew may be another thing than before.
int close(int descriptor) {
  if (descriptor >= 0 && descriptor < DESCRIPTORS && known[descriptor].kind != NOTHING) {
    if (known[descriptor].kind == BUS) syscall(SYS_close, known[descriptor].lock);
    known[descriptor].kind = NOTHING;
  }
  return (int)syscall(SYS_close, descriptor);
}

int flock(int descriptor, int operation) {
  return (int)syscall(SYS_flock, is(descriptor, BUS) ? known[descriptor].lock : descriptor, operation);
}

// MARK: Buses

static int transfer(unsigned bus, struct i2c_rdwr_ioctl_data *data) {
  if (crash_thread() == CRASH_BUS && crash_orders->bus != 0) {
    crash_effect();
    if (crash_orders->bus == 2) {
      // Once: the handler's own transfers go through.
      crash_orders->bus = 0;
      __builtin_trap();
    }
    // As a driver's bug would hold it, but that signals get through.
    while (true) pause();
  }
  if (crash_orders->bus_error != 0) {
    crash_effect();
    return (int)crash_orders->bus_error;
  }
  char request[8192], answer[8192];
  char *end = crash_put(request, "i2c main");
  if (bus != 1) return ENODEV;
  for (unsigned index = 0; index < data->nmsgs; index++) {
    struct i2c_msg *message = &data->msgs[index];
    bool reads = message->flags & I2C_M_RD;
    if ((size_t)(end - request) + 2u * message->len + 16 > sizeof request) return EINVAL;
    end = crash_put(end, reads ? " r" : " w");
    end = crash_put_number(end, message->addr, 16, 2);
    end = crash_put(end, ":");
    if (reads) end = crash_put_number(end, message->len, 10, 1);
    else
      for (unsigned byte = 0; byte < message->len; byte++) end = crash_put_number(end, message->buf[byte], 16, 2);
  }
  crash_put(end, "\n");
  int result = crash_ask(request, answer, sizeof answer);
  if (result != 0) return result;
  char *next = answer + 3;
  unsigned long done = strtoul(next, &next, 10);
  uint64_t wire = strtoull(next, &next, 10);
  if (*next == ' ') next++;
  for (unsigned index = 0; index < data->nmsgs; index++) {
    struct i2c_msg *message = &data->msgs[index];
    if (!(message->flags & I2C_M_RD)) continue;
    for (unsigned byte = 0; byte < message->len && next[0] != '\0'; byte++, next += 2) {
      char digits[3] = {next[0], next[1], '\0'};
      message->buf[byte] = (uint8_t)strtoul(digits, NULL, 16);
    }
  }
  uint64_t time = wire;
  if (crash_orders->linger != 0 && crash_thread() != CRASH_BUS) {
    crash_effect();
    time += crash_orders->linger;
  }
  struct timespec span = {(time_t)(time / 1000000000), (long)(time % 1000000000)};
  syscall(SYS_nanosleep, &span, NULL);
  if (done == data->nmsgs) return 0;
  // A bus that is held low costs the adapter's timeout; a chip that is not there does not.
  return wire > 5000000 ? ETIMEDOUT : ENXIO;
}

/// As the kernel's i2c_smbus_xfer_emulated makes messages of it (drivers/i2c/i2c-core-smbus.c).
static int smbus(int descriptor, struct i2c_smbus_ioctl_data *call) {
  uint8_t out[34] = {call->command}, in[32];
  bool reads = call->read_write == I2C_SMBUS_READ;
  unsigned count;
  switch (call->size) {
    case I2C_SMBUS_QUICK: count = 0; break;
    case I2C_SMBUS_BYTE: count = 1; break;
    case I2C_SMBUS_BYTE_DATA: count = 2; break;
    case I2C_SMBUS_WORD_DATA: count = 3; break;
    case I2C_SMBUS_I2C_BLOCK_BROKEN:
      if (reads) call->data->block[0] = I2C_SMBUS_BLOCK_MAX;
      // fall through
    case I2C_SMBUS_I2C_BLOCK_DATA: count = 1u + call->data->block[0]; break;
    default: return EOPNOTSUPP;
  }
  if (count > 33) return EINVAL;
  bool is_block = call->size == I2C_SMBUS_I2C_BLOCK_DATA || call->size == I2C_SMBUS_I2C_BLOCK_BROKEN;
  if (!reads && count > 1) memcpy(out + 1, call->data->block + is_block, count - 1);
  bool has_command = !reads || count > 1;
  struct i2c_msg messages[2] = {
    {.addr = known[descriptor].address, .len = (uint16_t)(reads ? 1 : count), .buf = out},
    {.addr = known[descriptor].address, .flags = I2C_M_RD, .len = (uint16_t)(count > 1 ? count - 1 : 1), .buf = in},
  };
  struct i2c_rdwr_ioctl_data data = {.msgs = has_command ? messages : messages + 1, .nmsgs = reads && has_command ? 2 : 1};
  int result = transfer(known[descriptor].number, &data);
  if (result == 0 && reads) memcpy(call->data->block + is_block, in, messages[1].len);
  return result;
}

static int control_bus(int descriptor, unsigned long request, void *argument) {
  static const unsigned long calls = I2C_FUNC_SMBUS_QUICK | I2C_FUNC_SMBUS_BYTE | I2C_FUNC_SMBUS_BYTE_DATA |
                                     I2C_FUNC_SMBUS_WORD_DATA | I2C_FUNC_SMBUS_I2C_BLOCK;
  bool is_smbus = getenv("CEREBELLUM_CRASH_SMBUS") != NULL;
  switch (request) {
    case I2C_FUNCS: *(unsigned long *)argument = is_smbus ? calls : I2C_FUNC_I2C; return 0;
    case I2C_TIMEOUT:
    case I2C_RETRIES: return 0;
    case I2C_SLAVE: known[descriptor].address = (uint16_t)(uintptr_t)argument; return 0;
    case I2C_SMBUS: return is_smbus ? smbus(descriptor, argument) : EOPNOTSUPP;
    case I2C_RDWR: return is_smbus ? EOPNOTSUPP : transfer(known[descriptor].number, argument);
    default: return ENOTTY;
  }
}

// MARK: Lines

static char names[LINES][GPIO_MAX_NAME_SIZE];
static unsigned name_count;

static void learn_names(void) {
  char answer[4096];
  if (name_count > 0 || crash_ask("lines\n", answer, sizeof answer) != 0) return;
  for (char *name = strtok(answer + 3, " "); name != NULL && name_count < LINES; name = strtok(NULL, " "))
    strncpy(names[name_count++], name, GPIO_MAX_NAME_SIZE - 1);
}

static int claim(struct gpio_v2_line_request *request) {
  if (request->num_lines != 1 || request->offsets[0] >= name_count) return EINVAL;
  bool is_output = request->config.flags & GPIO_V2_LINE_FLAG_OUTPUT, level = false;
  for (unsigned index = 0; index < request->config.num_attrs; index++) {
    if (request->config.attrs[index].attr.id == GPIO_V2_LINE_ATTR_ID_OUTPUT_VALUES)
      level = request->config.attrs[index].attr.values & 1;
  }
  char words[64], answer[64];
  char *end = crash_put(words, "claim ");
  end = crash_put_number(end, request->offsets[0], 10, 1);
  crash_put(end, !is_output ? " in\n" : level ? " 1\n" : " 0\n");
  int connection = crash_connect();
  int result = crash_ask_over(connection, words, answer, sizeof answer);
  if (result != 0 || connection >= DESCRIPTORS) {
    syscall(SYS_close, connection);
    return result;
  }
  known[connection].kind = LINE;
  known[connection].number = (unsigned)atoi(answer + 3);
  request->fd = connection;
  return 0;
}

static int control_line(int descriptor, unsigned long request, struct gpio_v2_line_values *values) {
  if (crash_orders->line_error != 0) {
    crash_effect();
    return (int)crash_orders->line_error;
  }
  char words[64], answer[64];
  bool sets = request == GPIO_V2_LINE_SET_VALUES_IOCTL;
  if (!sets && request != GPIO_V2_LINE_GET_VALUES_IOCTL) return ENOTTY;
  char *end = crash_put_number(crash_put(words, sets ? "set " : "get "), known[descriptor].number, 10, 1);
  crash_put(end, !sets ? "\n" : values->bits & 1 ? " 1\n" : " 0\n");
  int result = crash_ask(words, answer, sizeof answer);
  if (result == 0 && !sets) values->bits = answer[3] == '1';
  return result;
}

static int control_chip(unsigned long request, void *argument) {
  if (crash_orders->line_error != 0) return (int)crash_orders->line_error;
  learn_names();
  switch (request) {
    case GPIO_GET_CHIPINFO_IOCTL: {
      struct gpiochip_info *info = argument;
      *info = (struct gpiochip_info){.name = "gpiochip70", .label = "crash", .lines = name_count};
      return 0;
    }
    // libgpiod 1.6 asks with the first, 2.x with the second.
    case GPIO_GET_LINEINFO_IOCTL: {
      struct gpioline_info *info = argument;
      if (info->line_offset >= name_count) return EINVAL;
      memcpy(info->name, names[info->line_offset], sizeof info->name);
      info->flags = 0;
      info->consumer[0] = '\0';
      return 0;
    }
    case GPIO_V2_GET_LINEINFO_IOCTL: {
      struct gpio_v2_line_info *info = argument;
      if (info->offset >= name_count) return EINVAL;
      memcpy(info->name, names[info->offset], sizeof info->name);
      info->flags = GPIO_V2_LINE_FLAG_INPUT;
      return 0;
    }
    case GPIO_V2_GET_LINE_IOCTL: return claim(argument);
    default: return ENOTTY;
  }
}

int ioctl(int descriptor, unsigned long request, ...) {
  va_list rest;
  va_start(rest, request);
  void *argument = va_arg(rest, void *);
  va_end(rest);
  int error;
  if (is(descriptor, BUS)) error = control_bus(descriptor, request, argument);
  else if (is(descriptor, CHIP)) error = control_chip(request, argument);
  else if (is(descriptor, LINE)) error = control_line(descriptor, request, argument);
  else return (int)syscall(SYS_ioctl, descriptor, request, argument);
  if (error != 0) {
    errno = error;
    return -1;
  }
  return request == I2C_RDWR ? (int)((struct i2c_rdwr_ioctl_data *)argument)->nmsgs : 0;
}
