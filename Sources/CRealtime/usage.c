#include "crealtime_usage.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

int32_t crt_thread_identity(void) { return (int32_t)syscall(SYS_gettid); }

int crt_open_own_schedstat(void) {
  int descriptor = open("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC);
  return descriptor < 0 ? -errno : descriptor;
}

// "run-time run-queue-delay timeslices" (Documentation/scheduler/sched-stats.rst). The run time is
// that of the last tick, so it is not taken from here.
static int64_t run_queue_delay(int descriptor) {
  char text[96];
  ssize_t count = descriptor < 0 ? -1 : pread(descriptor, text, sizeof text - 1, 0);
  if (count <= 0) return -1;
  text[count] = 0;
  char *end;
  strtoull(text, &end, 10);
  char *second = end;
  unsigned long long delay = strtoull(second, &end, 10);
  return end == second ? -1 : (int64_t)delay;
}

static int64_t nanoseconds(clockid_t clock) {
  struct timespec time;
  if (clock_gettime(clock, &time) != 0) return -1;
  return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

int crt_own_usage(int schedstat, struct crt_thread_usage *usage) {
  struct rusage own;
  if (getrusage(RUSAGE_THREAD, &own) != 0) return errno;
  usage->minor_faults = own.ru_minflt;
  usage->major_faults = own.ru_majflt;
  usage->voluntary_switches = own.ru_nvcsw;
  usage->involuntary_switches = own.ru_nivcsw;
  usage->run_queue_delay = run_queue_delay(schedstat);
  usage->processor_time = nanoseconds(CLOCK_THREAD_CPUTIME_ID);
  return 0;
}

static int open_file(int32_t thread, const char *name) {
  char path[64];
  snprintf(path, sizeof path, "/proc/self/task/%d/%s", thread, name);
  return open(path, O_RDONLY | O_CLOEXEC);
}

struct crt_usage_files crt_open_usage(int32_t thread) {
  return (struct crt_usage_files){
    .stat = open_file(thread, "stat"),
    .status = open_file(thread, "status"),
    .schedstat = open_file(thread, "schedstat"),
    .thread = thread,
  };
}

static ssize_t read_text(int descriptor, char *text, size_t size) {
  ssize_t count = descriptor < 0 ? -1 : pread(descriptor, text, size - 1, 0);
  if (count > 0) text[count] = 0;
  return count;
}

static int64_t number_behind(const char *text, const char *label) {
  const char *found = strstr(text, label);
  return found == NULL ? -1 : strtoll(found + strlen(label), NULL, 10);
}

// The clock of another thread of this process: ~tid in the upper bits, then "of a thread" and "as the
// scheduler counts" (linux/posix-timers_types.h: CPUCLOCK_PERTHREAD_MASK, CPUCLOCK_SCHED).
static clockid_t thread_clock(int32_t thread) {
  return (clockid_t)((~(unsigned)thread << 3) | 4 | 2);
}

int crt_read_usage(const struct crt_usage_files *files, struct crt_thread_usage *usage) {
  char text[4096];
  if (read_text(files->stat, text, sizeof text) <= 0) return ESRCH;
  // The name may hold blanks and parentheses; the numbers begin behind the last one (proc(5)).
  char *fields = strrchr(text, ')');
  if (fields == NULL) return EPROTO;
  unsigned long long minor = 0, major = 0;
  // State, 5 identities, flags; then minflt, cminflt, majflt.
  if (sscanf(fields + 1, " %*c %*d %*d %*d %*d %*d %*u %llu %*u %llu", &minor, &major) != 2) {
    return EPROTO;
  }
  usage->minor_faults = (int64_t)minor;
  usage->major_faults = (int64_t)major;
  if (read_text(files->status, text, sizeof text) <= 0) return ESRCH;
  usage->voluntary_switches = number_behind(text, "\nvoluntary_ctxt_switches:");
  usage->involuntary_switches = number_behind(text, "\nnonvoluntary_ctxt_switches:");
  usage->run_queue_delay = run_queue_delay(files->schedstat);
  usage->processor_time = nanoseconds(thread_clock(files->thread));
  return 0;
}

void crt_close_usage(const struct crt_usage_files *files) {
  if (files->stat >= 0) close(files->stat);
  if (files->status >= 0) close(files->status);
  if (files->schedstat >= 0) close(files->schedstat);
}

int crt_open_processor_times(void) {
  int descriptor = open("/proc/stat", O_RDONLY | O_CLOEXEC);
  return descriptor < 0 ? -errno : descriptor;
}

int64_t crt_stolen_time(int descriptor, int processor) {
  char text[16384];
  if (read_text(descriptor, text, sizeof text) <= 0) return -1;
  char label[24] = "cpu ";
  if (processor >= 0) snprintf(label, sizeof label, "cpu%d ", processor);
  char *line = text;
  while (line != NULL && strncmp(line, label, strlen(label)) != 0) {
    line = strchr(line, '\n');
    if (line != NULL) line++;
  }
  unsigned long long ticks = 0;
  // user, nice, system, idle, iowait, irq, softirq; then steal, in clock ticks.
  if (line == NULL || sscanf(line, "%*s %*u %*u %*u %*u %*u %*u %*u %llu", &ticks) != 1) return -1;
  return (int64_t)ticks * (1000000000 / sysconf(_SC_CLK_TCK));
}
