// What befalls the daemon inside: its threads, its memory, its disk, its calendar.
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "hardware.h"

static struct crash_orders none;
struct crash_orders *crash_orders = &none;

__attribute__((constructor)) static void begin(void) {
  const char *path = getenv("CEREBELLUM_CRASH_ORDERS");
  if (path == NULL) return;
  int descriptor = (int)syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CLOEXEC);
  void *memory = mmap(NULL, sizeof none, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, descriptor, 0);
  syscall(SYS_close, descriptor);
  if (memory == MAP_FAILED) return;
  if (((struct crash_orders *)memory)->magic != CRASH_MAGIC) _exit(70);
  crash_orders = memory;
}

void crash_effect(void) { __atomic_fetch_add(&crash_orders->effects, 1, __ATOMIC_SEQ_CST); }

enum crash_thread crash_thread(void) {
  char name[16] = "";
  prctl(PR_GET_NAME, name);
  if (strcmp(name, "cbl-control") == 0) return CRASH_CONTROL;
  return strcmp(name, "cbl-bus") == 0 ? CRASH_BUS : CRASH_OTHER;
}

static int overflow(unsigned depth) {
  volatile char here[4096];
  here[0] = (char)depth;
  return depth == 0 ? 0 : overflow(depth - 1) + here[0];
}

int clock_nanosleep(clockid_t clock, int flags, const struct timespec *until, struct timespec *rest) {
  static int (*next)(clockid_t, int, const struct timespec *, struct timespec *);
  if (next == NULL) *(void **)&next = dlsym(RTLD_NEXT, "clock_nanosleep");
  if (crash_orders->control != 0 && crash_thread() == CRASH_CONTROL) {
    crash_effect();
    if (crash_orders->control == 2) __builtin_trap();
    if (crash_orders->control == 3) return overflow(1000000);
    while (true) pause();
  }
  return next(clock, flags, until, rest);
}

int clock_gettime(clockid_t clock, struct timespec *time) {
  int result = (int)syscall(SYS_clock_gettime, clock, time);
  if (clock == CLOCK_REALTIME && crash_orders->clock_shift != 0) {
    crash_effect();
    time->tv_sec += (int64_t)crash_orders->clock_shift / 1000000000;
  }
  return result;
}

// MARK: Disk

/// The errno that a change of a file gets; 0 when it goes through, after its time.
static int disk(void) {
  if (crash_orders->disk_error == 0 && crash_orders->disk_delay == 0) return 0;
  crash_effect();
  uint64_t delay = crash_orders->disk_delay;
  struct timespec span = {(time_t)(delay / 1000000000), (long)(delay % 1000000000)};
  syscall(SYS_nanosleep, &span, NULL);
  return (int)crash_orders->disk_error;
}

static bool is_file(int descriptor) {
  struct stat status;
  return fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
}

ssize_t write(int descriptor, const void *bytes, size_t count) {
  bool is_order = crash_orders->disk_error != 0 || crash_orders->disk_delay != 0;
  // The run reads the log from a pipe.
  if (is_order && is_file(descriptor) && (errno = disk()) != 0) return -1;
  return syscall(SYS_write, descriptor, bytes, count);
}

int fsync(int descriptor) {
  if ((errno = disk()) != 0) return -1;
  return (int)syscall(SYS_fsync, descriptor);
}

int mkdir(const char *path, mode_t mode) {
  if ((errno = disk()) != 0) return -1;
  return (int)syscall(SYS_mkdirat, AT_FDCWD, path, mode);
}

// MARK: Memory

extern void *__libc_malloc(size_t);
extern void *__libc_memalign(size_t, size_t);

/// Takes memory until the kernel ends the process.
static void exhaust(void) {
  const size_t size = 1 << 20;
  while (true) {
    void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory != MAP_FAILED) memset(memory, 1, size);
  }
}

static bool is_out_of_memory(void) {
  if (crash_orders->no_memory == 0 || crash_thread() != CRASH_OTHER) return false;
  crash_effect();
  if (crash_orders->no_memory == 2) exhaust();
  return true;
}

void *malloc(size_t size) {
  if (!is_out_of_memory()) return __libc_malloc(size);
  errno = ENOMEM;
  return NULL;
}

int posix_memalign(void **memory, size_t alignment, size_t size) {
  if (is_out_of_memory()) return ENOMEM;
  *memory = __libc_memalign(alignment, size);
  return *memory == NULL ? ENOMEM : 0;
}
