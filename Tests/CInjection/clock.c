#include "cinjection.h"

#include <dlfcn.h>
#include <stdatomic.h>
#include <time.h>

static int (*real_clock)(clockid_t, struct timespec *);
static __thread int is_marked;
static _Atomic int64_t slow_from, slow_each;
static atomic_int slow_skip, slow_left;

__attribute__((constructor)) static void find_real_clock(void) {
  real_clock = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
}

static int64_t nanoseconds(const struct timespec *time) {
  return (int64_t)time->tv_sec * 1000000000 + time->tv_nsec;
}

int64_t inj_now(void) {
  struct timespec now;
  real_clock(CLOCK_MONOTONIC, &now);
  return nanoseconds(&now);
}

void inj_spin(int64_t nanoseconds) {
  int64_t until = inj_now() + nanoseconds;
  while (inj_now() < until) {}
}

void inj_mark_thread(void) { is_marked = 1; }

void inj_slow_clock(int64_t from, int skip, int count, int64_t each) {
  atomic_store(&slow_left, 0);
  atomic_store(&slow_from, from);
  atomic_store(&slow_each, each);
  atomic_store(&slow_skip, skip);
  atomic_store(&slow_left, count);
}

/// Stands in for libc's: the executable's own definition comes first.
int clock_gettime(clockid_t clock, struct timespec *time) {
  // Others may ask before this module is there.
  if (real_clock == NULL) find_real_clock();
  int result = real_clock(clock, time);
  if (!is_marked || clock != CLOCK_MONOTONIC || atomic_load(&slow_left) == 0) return result;
  if (nanoseconds(time) < atomic_load(&slow_from)) return result;
  if (atomic_load(&slow_skip) > 0) {
    atomic_fetch_sub(&slow_skip, 1);
    return result;
  }
  atomic_fetch_sub(&slow_left, 1);
  inj_spin(atomic_load(&slow_each));
  return real_clock(clock, time);
}
