#include "crealtime.h"

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
#if defined(__x86_64__)
#include <xmmintrin.h>
#endif

int64_t crt_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int crt_sleep_until_counted(int64_t deadline, uint32_t *interruptions) {
  struct timespec at = {deadline / 1000000000, deadline % 1000000000};
  *interruptions = 0;
  int result;
  while ((result = clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at, NULL)) == EINTR) {
    ++*interruptions;
  }
  return result;
}

int crt_sleep_until(int64_t deadline) {
  uint32_t ignored;
  return crt_sleep_until_counted(deadline, &ignored);
}

int64_t crt_spin_until(int64_t deadline) {
  for (;;) {
    int64_t now = crt_now();
    if (now >= deadline) return now;
#if defined(__x86_64__)
    _mm_pause();
#elif defined(__aarch64__)
    // yield does nothing on most cores; isb empties the pipeline, as long as pause takes.
    __asm__ volatile("isb");
#endif
  }
}

uint64_t crt_flush_denormals(void) {
#if defined(__x86_64__)
  uint64_t mode = _mm_getcsr();
  _mm_setcsr((unsigned)mode | 0x8040);
  return mode;
#elif defined(__aarch64__)
  uint64_t mode;
  __asm__ volatile("mrs %0, fpcr" : "=r"(mode));
  crt_restore_floating_point(mode | UINT64_C(1) << 24);
  return mode;
#else
  return 0;
#endif
}

void crt_restore_floating_point(uint64_t mode) {
#if defined(__x86_64__)
  _mm_setcsr((unsigned)mode);
#elif defined(__aarch64__)
  __asm__ volatile("msr fpcr, %0" : : "r"(mode));
#else
  (void)mode;
#endif
}

// glibc has neither before 2.41, and one kernel header clashes with <sched.h>; the layout is the
// kernel's ABI, version 0 (sched_setattr(2)).
struct deadline_attributes {
  uint32_t size;
  uint32_t policy;
  uint64_t flags;
  int32_t nice;
  uint32_t priority;
  uint64_t runtime;
  uint64_t deadline;
  uint64_t period;
};

static int reserve(const struct crt_reservation *reservation) {
  struct deadline_attributes attributes = {
    .size = sizeof attributes,
    .policy = SCHED_DEADLINE,
    .flags = 1,  // SCHED_FLAG_RESET_ON_FORK: what the thread starts must not inherit it
    .runtime = (uint64_t)reservation->runtime,
    .deadline = (uint64_t)reservation->deadline,
    .period = (uint64_t)reservation->period,
  };
  return syscall(SYS_sched_setattr, 0, &attributes, 0) == 0 ? 0 : errno;
}

struct start {
  void (*body)(void *);
  void *context;
  size_t stack_size;
  struct crt_reservation reservation;
  char name[16];
  // The starter waits for what the thread's own requests gave.
  sem_t *answered;
  int *answer;
};

static void touch_stack(size_t size) {
  volatile unsigned char *stack = __builtin_alloca(size);
  for (size_t offset = 0; offset < size; offset += 4096) stack[offset] = 0;
}

static void *run(void *argument) {
  // Copied and freed first: the thread that frees what another allocated would get an arena.
  struct start start = *(struct start *)argument;
  pthread_setname_np(pthread_self(), start.name);
  crt_minimal_timer_slack();
  touch_stack(start.stack_size / 2);
  if (start.reservation.runtime > 0) {
    int result = reserve(&start.reservation);
    *start.answer = result;
    sem_post(start.answered);
    if (result != 0) return argument;
  }
  start.body(start.context);
  return argument;
}

int crt_thread_start(
  const struct crt_thread_options *options, void (*body)(void *), void *context, uint64_t *thread) {
  pthread_attr_t attributes;
  int result = pthread_attr_init(&attributes);
  if (result != 0) return result;
  struct start *start = calloc(1, sizeof *start);
  if (start == NULL) {
    pthread_attr_destroy(&attributes);
    return ENOMEM;
  }
  start->body = body;
  start->context = context;
  start->stack_size = options->stack_size;
  start->reservation = options->reservation;
  sem_t answered;
  int answer = 0;
  sem_init(&answered, 0, 0);
  start->answered = &answered;
  start->answer = &answer;
  strncpy(start->name, options->name, sizeof start->name - 1);

  result = pthread_attr_setstacksize(&attributes, options->stack_size);
  if (result == 0 && options->priority > 0) {
    struct sched_param parameter = {.sched_priority = options->priority};
    result = pthread_attr_setinheritsched(&attributes, PTHREAD_EXPLICIT_SCHED);
    if (result == 0) result = pthread_attr_setschedpolicy(&attributes, SCHED_FIFO);
    if (result == 0) result = pthread_attr_setschedparam(&attributes, &parameter);
  }
  if (result == 0 && options->processor >= 0) {
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET((size_t)options->processor, &set);
    result = pthread_attr_setaffinity_np(&attributes, sizeof set, &set);
  }
  pthread_t handle;
  if (result == 0) result = pthread_create(&handle, &attributes, run, start);
  pthread_attr_destroy(&attributes);
  if (result == 0 && options->reservation.runtime > 0) {
    while (sem_wait(&answered) != 0) {
    }
    if (answer != 0) {
      pthread_join(handle, NULL);
      result = answer;
    }
  }
  sem_destroy(&answered);
  if (result != 0) {
    free(start);
    return result;
  }
  *thread = (uint64_t)handle;
  return 0;
}

int crt_thread_join(uint64_t thread) {
  void *start = NULL;
  int result = pthread_join((pthread_t)thread, &start);
  free(start);
  return result;
}

int crt_thread_join_until(uint64_t thread, int64_t deadline) {
  struct timespec at = {deadline / 1000000000, deadline % 1000000000};
  void *start = NULL;
  int result = pthread_clockjoin_np((pthread_t)thread, &start, CLOCK_MONOTONIC, &at);
  if (result == 0) free(start);
  return result;
}

int crt_lock_memory(void) {
  return mlockall(MCL_CURRENT | MCL_FUTURE) == 0 ? 0 : errno;
}

void crt_keep_heap(void) {
  mallopt(M_TRIM_THRESHOLD, -1);
  mallopt(M_MMAP_MAX, 0);
  mallopt(M_ARENA_MAX, 1);
}

int crt_minimal_timer_slack(void) {
  return prctl(PR_SET_TIMERSLACK, 1UL, 0UL, 0UL, 0UL) == 0 ? 0 : errno;
}

int crt_hold_cpu_latency(void) {
  int descriptor = open("/dev/cpu_dma_latency", O_WRONLY | O_CLOEXEC);
  if (descriptor < 0) return -errno;
  int32_t target = 0;
  if (write(descriptor, &target, sizeof target) != sizeof target) {
    int error = errno;
    close(descriptor);
    return -error;
  }
  return descriptor;
}

int crt_processor_count(void) {
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) != 0) return 1;
  return CPU_COUNT(&set);
}

bool crt_may_use_processor(int processor) {
  // Tried, not read from the mask: isolated processors are in no mask until they are asked for.
  cpu_set_t before, set;
  if (processor < 0 || processor >= CPU_SETSIZE) return false;
  if (sched_getaffinity(0, sizeof before, &before) != 0) return false;
  CPU_ZERO(&set);
  CPU_SET((size_t)processor, &set);
  if (sched_setaffinity(0, sizeof set, &set) != 0) return false;
  sched_setaffinity(0, sizeof before, &before);
  return true;
}

int crt_isolated_processor(void) {
  FILE *list = fopen("/sys/devices/system/cpu/isolated", "re");
  if (list == NULL) return -1;
  // A list of ranges, such as "2-3,5": its last number is the last processor.
  int last = -1;
  int number;
  while (fscanf(list, "%d", &number) == 1) {
    last = number;
    if (fgetc(list) == EOF) break;
  }
  fclose(list);
  return last;
}

int crt_last_processor(void) {
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) != 0) return 0;
  int last = 0;
  for (int processor = 0; processor < CPU_SETSIZE; processor++) {
    if (CPU_ISSET((size_t)processor, &set)) last = processor;
  }
  return last;
}

int crt_leave_processor(int processor) {
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) != 0) return errno;
  CPU_CLR((size_t)processor, &set);
  if (CPU_COUNT(&set) == 0) return 0;
  return sched_setaffinity(0, sizeof set, &set) == 0 ? 0 : errno;
}

int crt_signal_descriptor(const int *signals, int count) {
  sigset_t set;
  sigemptyset(&set);
  for (int index = 0; index < count; index++) sigaddset(&set, signals[index]);
  int result = pthread_sigmask(SIG_BLOCK, &set, NULL);
  if (result != 0) return -result;
  int descriptor = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
  return descriptor < 0 ? -errno : descriptor;
}

int crt_take_signal(int descriptor) {
  struct signalfd_siginfo info;
  ssize_t count = read(descriptor, &info, sizeof info);
  if (count == sizeof info) return (int)info.ssi_signo;
  return count < 0 && errno != EAGAIN ? -errno : 0;
}
