// Recognises the real-time threads, and counts from one sleep to another of each.
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "counted.h"

static struct counted_shared nowhere;
struct counted_shared *counted = &nowhere;
__thread struct counted_thread *counted_self;
__thread uint64_t counted_transfers_in_cycle;
__thread uint64_t counted_isolation;

static __thread uint64_t calls_before, transfers_before, probes_before;
static __thread bool is_control;
static int (*next_sleep)(clockid_t, int, const struct timespec *, struct timespec *);
static int (*next_setname)(pthread_t, const char *);

__attribute__((constructor)) static void begin(void) {
  *(void **)&next_sleep = dlsym(RTLD_NEXT, "clock_nanosleep");
  *(void **)&next_setname = dlsym(RTLD_NEXT, "pthread_setname_np");
  const char *path = getenv("CEREBELLUM_COUNTED");
  if (path == NULL) return;
  int descriptor = open(path, O_RDWR | O_CLOEXEC);
  if (descriptor < 0) return;
  void *memory = mmap(
    NULL, sizeof *counted, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, descriptor, 0);
  close(descriptor);
  if (memory == MAP_FAILED) return;
  if (((struct counted_shared *)memory)->magic != COUNTED_MAGIC) {
    dprintf(2, "counted: %s has another layout\n", path);
    _exit(70);
  }
  counted = memory;
  // The first backtrace loads libgcc_s; not in the trap.
  void *frames[1];
  backtrace(frames, 1);
}

_Noreturn void counted_trap(const char *what) {
  struct counted_thread *self = counted_self;
  counted_calls_end();
  counted_self = NULL;
  dprintf(2, "counted: %s on %s, cycle %llu\n", what, self->name, (unsigned long long)self->cycles);
  void *frames[64];
  backtrace_symbols_fd(frames, backtrace(frames, 64), 2);
  abort();
}

int pthread_setname_np(pthread_t thread, const char *name) {
  bool is_ours = strncmp(name, "cbl-", 4) == 0 && strcmp(name, "cbl-probe") != 0;
  if (is_ours && thread == pthread_self()) {
    uint64_t place = __atomic_fetch_add(&counted->thread_count, 1, __ATOMIC_SEQ_CST);
    if (place < COUNTED_THREADS) {
      struct counted_thread *self = &counted->threads[place];
      strncpy(self->name, name, sizeof self->name - 1);
      self->tid = (uint64_t)gettid();
      is_control = strcmp(name, "cbl-control") == 0;
      counted_self = self;
    }
  }
  return next_setname(thread, name);
}

/// Marks the span for whoever traces the process: a call that fails and that nothing else makes.
static void mark(long what) { syscall(SYS_lseek, -1, 0xC0DE0000L + what, 77); }

static void take_faults(struct counted_thread *self, int sign) {
  struct rusage usage;
  counted_quiet(SYS_getrusage, RUSAGE_THREAD, (long)&usage, 0, 0, 0, 0);
  self->minor_faults += (uint64_t)(sign * usage.ru_minflt);
  self->major_faults += (uint64_t)(sign * usage.ru_majflt);
}

static uint64_t sum(const struct counted_thread *self) {
  uint64_t sum = 0;
  for (unsigned number = 0; number < COUNTED_CALLS; number++) sum += self->calls[number];
  return sum;
}

/// Judges the cycle that has just ended: one wake-up, on a bus thread one transfer (more only in the
/// cycles after a failed one, when the exchanges go one by one), three calls when it probed its lateness.
static void judge(struct counted_thread *self) {
  uint64_t calls = sum(self) - calls_before;
  uint64_t transfers = self->transfers - transfers_before;
  uint64_t probes = self->calls[SYS_pread64] - probes_before;
  calls_before += calls;
  transfers_before += transfers;
  probes_before += probes;
  self->probes += probes;
  bool is_explained = is_control ? transfers == 0 : transfers == 1;
  if (!is_control && transfers != 1) {
    self->split_cycles++;
    is_explained = counted_isolation > 0 && transfers > 0;
  }
  if (counted_isolation > 0) counted_isolation--;
  bool is_counted = !counted->counts_calls || calls == 1 + transfers + 3 * probes;
  if (probes > 1 || !is_explained || !is_counted) {
    self->unexplained_cycles++;
    if (self->odd_count < COUNTED_ODD) {
      self->odd[self->odd_count] = (struct counted_odd){
        .cycle = self->cycles, .calls = calls, .transfers = transfers, .probes = probes};
    }
    self->odd_count++;
  }
}

#ifdef COUNTED_RTSAN
void __rtsan_realtime_enter(void);
void __rtsan_realtime_exit(void);

// Within the span only: a thread may free what it holds before its first cycle and after its last.
void counted_realtime_enter(void) {
  if (counted_self != NULL && counted_self->state == 1) __rtsan_realtime_enter();
}

void counted_realtime_exit(void) {
  if (counted_self != NULL && counted_self->state == 1) __rtsan_realtime_exit();
}

/// The one read that a cycle may make, and only a late one: of its thread's own schedstat, which
/// waits for nobody. The run without the sanitizer counts it.
ssize_t pread(int descriptor, void *buffer, size_t size, off_t offset) {
  counted_realtime_exit();
  ssize_t result = syscall(SYS_pread64, descriptor, buffer, size, offset);
  counted_realtime_enter();
  return result;
}
#else
void counted_realtime_enter(void) {}
void counted_realtime_exit(void) {}
#endif

static void stall(uint64_t span) {
  struct timespec now, end;
  clock_gettime(CLOCK_MONOTONIC, &end);
  end.tv_nsec += (long)span;
  end.tv_sec += end.tv_nsec / 1000000000;
  end.tv_nsec %= 1000000000;
  do {
    clock_gettime(CLOCK_MONOTONIC, &now);
  } while (now.tv_sec < end.tv_sec || (now.tv_sec == end.tv_sec && now.tv_nsec < end.tv_nsec));
}

/// Every cycle begins with its sleep: the span begins with one and ends before one.
static void turn(struct counted_thread *self) {
  if (self->state == 1) {
    judge(self);
    self->wake_ups++;
    if (self->wake_ups == counted->span) {
      if (counted->counts_calls) counted_calls_end();
      if (!counted->counts_calls) mark(2);
      take_faults(self, 1);
      __atomic_store_n(&self->state, 2, __ATOMIC_RELEASE);
    }
  } else if (self->state == 0 && self->cycles == counted->warm_up) {
    self->transfers = 0;
    take_faults(self, -1);
    if (!counted->counts_calls) mark(1);
    self->state = 1;
    if (counted->counts_calls) {
      if (counted_calls_begin(self)) {
        counted->can_count_calls = 1;
      } else {
        counted->counts_calls = 0;
      }
    }
  }
  __atomic_store_n(&self->cycles, self->cycles + 1, __ATOMIC_RELEASE);
}

int clock_nanosleep(
  clockid_t clock, int flags, const struct timespec *until, struct timespec *rest) {
  struct counted_thread *self = counted_self;
  if (self == NULL || !(flags & TIMER_ABSTIME)) return next_sleep(clock, flags, until, rest);
  counted_realtime_exit();
  turn(self);
  int result = next_sleep(clock, flags, until, rest);
  uint64_t every = counted->stall_every;
  if (is_control && every > 0 && self->cycles % every == 0) {
    counted->stalled++;
    stall(counted->stall_ns);
  }
  counted_realtime_enter();
  return result;
}
