// /dev/i2c-71 and /dev/i2c-72 of a machine that has none. The devices behind them are those of
// chips.c; a transfer is one real entry into the kernel, so that whoever counts system calls counts it.
#include <errno.h>
#include <fcntl.h>
#include <linux/i2c-dev.h>
#include <linux/i2c.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "counted.h"
#include "paths.h"

static const char *const paths[COUNTED_BUSES] = {"/dev/i2c-71", "/dev/i2c-72"};
/// The first joins messages with a STOP between them, as i2c-gpio does: the mux and what is behind it
/// fit one transfer. The second joins messages only.
static const unsigned long functions[COUNTED_BUSES] = {
  I2C_FUNC_I2C | I2C_FUNC_PROTOCOL_MANGLING | I2C_FUNC_SMBUS_EMUL, I2C_FUNC_I2C};
static int descriptors[COUNTED_BUSES] = {-1, -1};

static const char sysfs[] = "/sys/class/i2c-dev";

/// Sysfs is a folder of the run.
static const char *redirected(const char *path, char *out, size_t size) {
  const char *root = getenv("CEREBELLUM_COUNTED_SYSFS");
  if (root == NULL || strncmp(path, sysfs, sizeof sysfs - 1) != 0) return path;
  return snprintf(out, size, "%s%s", root, path + sizeof sysfs - 1) < (int)size ? out : path;
}

static int open_any(const char *path, int flags, unsigned mode) {
  char other[256];
  for (unsigned bus = 0; bus < COUNTED_BUSES; bus++) {
    if (strcmp(path, paths[bus]) != 0) continue;
    // A file of its own: the daemon locks each bus.
    int descriptor = memfd_create("i2c", flags & O_CLOEXEC ? MFD_CLOEXEC : 0);
    descriptors[bus] = descriptor;
    return descriptor;
  }
  return openat(AT_FDCWD, redirected(path, other, sizeof other), flags, mode);
}

/// One entry into the kernel: an `I2C_RDWR` that a plain file refuses, or a sleep when it shall take time.
static void enter(int descriptor, void *argument, uint64_t nanoseconds) {
  if (nanoseconds == 0) {
    syscall(SYS_ioctl, descriptor, I2C_RDWR, argument);
  } else {
    struct timespec span = {
      (time_t)(nanoseconds / 1000000000), (long)(nanoseconds % 1000000000)};
    syscall(SYS_nanosleep, &span, NULL);
  }
}

static int transfer(unsigned bus, int descriptor, struct i2c_rdwr_ioctl_data *data) {
  struct counted_bus *state = &counted->buses[bus];
  uint64_t number = ++state->transfers;
  bool is_slow = state->slow_every > 0 && number % state->slow_every == 0;
  bool is_refused = state->refuse_every > 0 && number % state->refuse_every == 0;
  int error = state->is_dead ? EIO : is_refused ? ENXIO : 0;
  if (error == 0) error = counted_chips_transfer(bus, data->msgs, data->nmsgs);
  if (is_slow) state->slowed++;
  enter(descriptor, data, is_slow ? state->slow_ns : 0);
  struct counted_thread *self = counted_self;
  if (self != NULL && self->state == 1) self->transfers++;
  if (error != 0) {
    state->refused++;
    // The executor isolates for 100 cycles after the one that failed, and what is read less often until
    // its next turn: settings, in every 250th.
    counted_isolation = 252;
    errno = error;
    return -1;
  }
  return (int)data->nmsgs;
}

int ioctl(int descriptor, unsigned long request, ...) {
  va_list rest;
  va_start(rest, request);
  void *argument = va_arg(rest, void *);
  va_end(rest);
  for (unsigned bus = 0; bus < COUNTED_BUSES; bus++) {
    if (descriptor < 0 || descriptor != descriptors[bus]) continue;
    switch (request) {
      case I2C_FUNCS: *(unsigned long *)argument = functions[bus]; return 0;
      case I2C_TIMEOUT:
      case I2C_RETRIES: return 0;
      case I2C_RDWR: {
        counted_realtime_exit();
        int result = transfer(bus, descriptor, argument);
        int error = errno;
        counted_realtime_enter();
        errno = error;
        return result;
      }
      default: errno = ENOTTY; return -1;
    }
  }
  return (int)syscall(SYS_ioctl, descriptor, request, argument);
}
