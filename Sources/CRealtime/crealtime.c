#include "crealtime.h"

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
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
