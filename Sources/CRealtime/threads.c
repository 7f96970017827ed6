#include "crealtime.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

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
  // For the handlers of the thread's own faults: an overflown stack cannot carry one. It is the thread's
  // until whoever joins it frees this.
  unsigned char fault_stack[32768] __attribute__((aligned(16)));
};

static void touch_stack(size_t size) {
  volatile unsigned char *stack = __builtin_alloca(size);
  for (size_t offset = 0; offset < size; offset += 4096) stack[offset] = 0;
}

static void *run(void *argument) {
  // Freed by the joiner: the thread that frees what another allocated would get an arena.
  struct start *start = argument;
  stack_t fault_stack = {.ss_sp = start->fault_stack, .ss_size = sizeof start->fault_stack};
  sigaltstack(&fault_stack, NULL);
  pthread_setname_np(pthread_self(), start->name);
  crt_minimal_timer_slack();
  touch_stack(start->stack_size / 2);
  if (start->reservation.runtime > 0) {
    int result = reserve(&start->reservation);
    *start->answer = result;
    sem_post(start->answered);
    if (result != 0) return argument;
  }
  start->body(start->context);
  return argument;
}

static int set_attributes(pthread_attr_t *attributes, const struct crt_thread_options *options) {
  int result = pthread_attr_setstacksize(attributes, options->stack_size);
  if (result == 0 && options->priority > 0) {
    struct sched_param parameter = {.sched_priority = options->priority};
    result = pthread_attr_setinheritsched(attributes, PTHREAD_EXPLICIT_SCHED);
    if (result == 0) result = pthread_attr_setschedpolicy(attributes, SCHED_FIFO);
    if (result == 0) result = pthread_attr_setschedparam(attributes, &parameter);
  }
  if (result == 0 && options->processor >= 0) {
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET((size_t)options->processor, &set);
    result = pthread_attr_setaffinity_np(attributes, sizeof set, &set);
  }
  return result;
}

// Those that another thread may handle as well. What a thread's own instruction causes has to stay:
// blocked, it ends the process without its handler (sigprocmask(2)).
static sigset_t asynchronous_signals(void) {
  sigset_t set;
  sigfillset(&set);
  const int own[] = {SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGSYS, SIGTRAP};
  for (size_t index = 0; index < sizeof own / sizeof own[0]; index++) sigdelset(&set, own[index]);
  return set;
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

  result = set_attributes(&attributes, options);
  pthread_t handle;
  if (result == 0) {
    // Inherited, so that there is no moment at which the new thread could take one.
    sigset_t before, blocked = asynchronous_signals();
    pthread_sigmask(SIG_BLOCK, &blocked, &before);
    result = pthread_create(&handle, &attributes, run, start);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
  }
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
