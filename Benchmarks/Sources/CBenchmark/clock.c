#include <cbenchmark.h>
#include <time.h>

int64_t cb_now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

void cb_spin(int64_t ns) {
  int64_t end = cb_now() + ns;
  while (cb_now() < end) {}
}

double cb_tick_length(void) {
  int64_t begin = cb_now();
  uint64_t first = cb_ticks();
  cb_spin(50000000);
  int64_t end = cb_now();
  return (double)(end - begin) / (double)(cb_ticks() - first);
}
