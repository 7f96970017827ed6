// The C twin of the control thread: the same period, phase, priority and processor, and nothing to
// do. What it loses, the machine has lost; what the daemon loses beyond that is the daemon's.
//
//   cc -O2 -o loop loop.c && ./loop PERIOD_NS PHASE_NS PRIORITY PROCESSOR SECONDS
//
// Prints one JSON line: cycles, overruns, skipped, and the wake-up latency in ns.
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <time.h>

static int64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static int compare(const void *a, const void *b) {
  int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
  return x < y ? -1 : x > y;
}

int main(int argc, char **argv) {
  if (argc != 6) {
    fprintf(stderr, "usage: loop PERIOD_NS PHASE_NS PRIORITY PROCESSOR SECONDS\n");
    return 2;
  }
  int64_t period = atoll(argv[1]), phase = atoll(argv[2]);
  int priority = atoi(argv[3]), processor = atoi(argv[4]);
  int64_t cycles = (int64_t)(atof(argv[5]) * 1e9 / (double)period);
  int64_t *latency = calloc((size_t)cycles, sizeof *latency);
  if (latency == NULL) return 1;
  if (mlockall(MCL_CURRENT | MCL_FUTURE) != 0) fprintf(stderr, "mlockall: %s\n", strerror(errno));
  prctl(PR_SET_TIMERSLACK, 1UL, 0UL, 0UL, 0UL);
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET((size_t)processor, &set);
  sched_setaffinity(0, sizeof set, &set);
  struct sched_param parameter = {.sched_priority = priority};
  if (priority > 0 && sched_setscheduler(0, SCHED_FIFO, &parameter) != 0)
    fprintf(stderr, "SCHED_FIFO: %s\n", strerror(errno));

  int64_t start = now() + 5000000, next = 0, ran = 0, overruns = 0, skipped = 0;
  while (next < cycles) {
    int64_t due = start + next * period + phase;
    struct timespec at = {due / 1000000000, due % 1000000000};
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at, NULL) == EINTR) {}
    int64_t woken = now(), index = (woken - phase - start) / period;
    if (index < next) index = next;
    int64_t lost = index - next;
    latency[ran++] = woken - due;
    next = index + 1;
    skipped += lost;
    if (lost > 0 || now() > start + next * period + phase) overruns++;
  }
  qsort(latency, (size_t)ran, sizeof *latency, compare);
  printf(
    "{\"cycles\": %lld, \"overruns\": %lld, \"skipped\": %lld, \"p50_ns\": %lld, \"p99_ns\": %lld, "
    "\"p999_ns\": %lld, \"max_ns\": %lld}\n",
    (long long)ran, (long long)overruns, (long long)skipped, (long long)latency[ran / 2],
    (long long)latency[ran * 99 / 100], (long long)latency[ran * 999 / 1000],
    (long long)latency[ran - 1]);
  return 0;
}
