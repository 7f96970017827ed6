// The loop that one would write in C: the same grid and the same histograms as CyclicExecutor, but no
// stamps per stage and no records.
#include <cbenchmark.h>
#include <errno.h>
#include <time.h>

static size_t bucket(int64_t value) {
  if (value < 16) return (size_t)value;
  int exponent = 63 - __builtin_clzll((unsigned long long)value);
  return (size_t)((exponent - 3) * 16 + ((value >> (exponent - 4)) & 15));
}

static void record(uint64_t *histogram, int64_t *longest, int64_t ns) {
  int64_t value = ns < 0 ? 0 : ns;
  __atomic_fetch_add(&histogram[bucket(value)], 1, __ATOMIC_RELAXED);
  if (value > __atomic_load_n(longest, __ATOMIC_RELAXED))
    __atomic_store_n(longest, value, __ATOMIC_RELAXED);
}

size_t cb_loop(
  int64_t start, int64_t period, int64_t end, struct cb_loop_statistics *statistics,
  int64_t *latency, size_t capacity) {
  int64_t next = 0;
  size_t count = 0;
  int was_late = 0;
  while (start + next * period < end) {
    int64_t due = start + next * period;
    struct timespec at = {due / 1000000000, due % 1000000000};
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at, NULL) == EINTR) {}
    int64_t woken = cb_now();
    int64_t elapsed = woken - start;
    int64_t index = elapsed <= 0 ? 0 : elapsed / period;
    if (index < next) index = next;
    int64_t skipped = index - next;
    if (count < capacity) latency[count++] = woken - (start + index * period);
    int64_t done = cb_now();
    next = index + 1;
    record(statistics->wake_up, &statistics->longest_wake_up, woken - due);
    record(statistics->execution, &statistics->longest_execution, done - woken);
    __atomic_fetch_add(&statistics->cycles, 1, __ATOMIC_RELAXED);
    __atomic_fetch_add(&statistics->skipped, (uint64_t)skipped, __ATOMIC_RELAXED);
    int is_late = done > start + next * period;
    if (is_late || (skipped > 0 && !was_late))
      __atomic_fetch_add(&statistics->overruns, 1, __ATOMIC_RELAXED);
    was_late = is_late;
  }
  return count;
}
