#pragma once
// What a real-time thread needs of Linux, and what Swift cannot import: macros, variadics and
// functions that the compiler's real-time checks know nothing about. Results are 0 or an errno.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "crealtime_math.h"
#include "crealtime_memory.h"
#include "crealtime_usage.h"

/// CLOCK_MONOTONIC in nanoseconds.
CRT_REALTIME int64_t crt_now(void);

/// Sleeps until `deadline` on CLOCK_MONOTONIC; goes on sleeping after a signal.
CRT_REALTIME int crt_sleep_until(int64_t deadline);

/// As `crt_sleep_until`; `interruptions` receives how many signals there were.
CRT_REALTIME int crt_sleep_until_counted(int64_t deadline, uint32_t *interruptions);

/// Reads CLOCK_MONOTONIC, at least once, until it is `deadline` or later; gives what it read last.
/// Between two readings the processor is told that it waits.
CRT_REALTIME int64_t crt_spin_until(int64_t deadline);

/// Makes this thread treat denormals as zero (x86 MXCSR FTZ and DAZ, aarch64 FPCR.FZ): arithmetic on
/// them is several times slower, and a decaying filter always ends in them. Gives the mode before.
CRT_REALTIME uint64_t crt_flush_denormals(void);

/// Puts this thread's floating-point mode back.
CRT_REALTIME void crt_restore_floating_point(uint64_t mode);

/// A share of the processors that SCHED_DEADLINE reserves: `runtime` within `deadline` after each
/// wake-up, once per `period`; in nanoseconds (sched(7)).
struct crt_reservation {
  int64_t runtime;
  int64_t deadline;
  int64_t period;
};

/// How a thread is to be scheduled.
struct crt_thread_options {
  /// SCHED_FIFO priority, 1...99; 0 leaves the thread to SCHED_OTHER.
  int priority;
  /// The processor to run on, or -1 for any.
  int processor;
  /// Stack size in bytes; the stack is touched before the body runs.
  size_t stack_size;
  /// At most 15 characters, shown by ps and top.
  const char *name;
  /// SCHED_DEADLINE, when its runtime is greater than 0: then neither `priority` nor `processor` may be
  /// given, because the kernel takes no reservation of a thread that is bound to a processor.
  struct crt_reservation reservation;
};

/// Starts a thread that calls `body(context)`. `thread` receives the pthread_t.
///
/// The thread takes no signals but those of its own faults (SIGSEGV and the like), so that no handler
/// runs in a cycle and none interrupts a sleep.
///
/// A scheduling request that the system refuses is an error (EPERM, EINVAL; EBUSY for a reservation
/// beyond what is left of the processors) and the body does not run.
int crt_thread_start(
  const struct crt_thread_options *options, void (*body)(void *), void *context, uint64_t *thread);

/// Waits until the thread has ended.
int crt_thread_join(uint64_t thread);

/// Waits until the thread has ended, or until `deadline` on CLOCK_MONOTONIC: ETIMEDOUT.
int crt_thread_join_until(uint64_t thread, int64_t deadline);

/// Locks all present and future pages of the process in memory.
int crt_lock_memory(void);

/// Keeps the allocator from returning memory to the system or making an arena per thread, so that
/// pages once touched stay.
void crt_keep_heap(void);

/// Sets this thread's timer slack to 1 ns; without it SCHED_OTHER sleeps up to 50 us too long.
int crt_minimal_timer_slack(void);

/// Asks for the shallowest processor idle state for as long as the returned descriptor stays open.
/// A negative result is -errno.
int crt_hold_cpu_latency(void);

/// The number of processors that this process may use.
int crt_processor_count(void);

/// Whether a thread of this process may be bound to `processor`; binds this one for a moment.
bool crt_may_use_processor(int processor);

/// The highest-numbered processor that the kernel was told to isolate (isolcpus=), or -1.
int crt_isolated_processor(void);

/// The highest-numbered processor that this process may use.
int crt_last_processor(void);

/// Keeps the calling thread, and those it starts from now on without a processor of their own, off
/// `processor`; does nothing where there is no other.
int crt_leave_processor(int processor);

/// Blocks `signals` in this thread and all it starts from now on, and gives a descriptor that becomes
/// readable when one arrives. A negative result is -errno.
int crt_signal_descriptor(const int *signals, int count);

/// Takes one signal from the descriptor: its number, 0 when there is none, or -errno.
int crt_take_signal(int descriptor);
