#pragma once
// What the kernel counts of a thread. A thread reads its own counters with system calls that block on
// nothing; another thread reads them from /proc. Results are 0 or an errno.

#include <stdint.h>

#include "crealtime_math.h"

/// Counters of one thread since it began.
struct crt_thread_usage {
  /// Page faults without I/O (getrusage(2) ru_minflt).
  int64_t minor_faults;
  /// Page faults with I/O (ru_majflt).
  int64_t major_faults;
  /// Times it gave the processor up by itself (ru_nvcsw).
  int64_t voluntary_switches;
  /// Times the processor was taken from it (ru_nivcsw).
  int64_t involuntary_switches;
  /// Time that it was ready to run and did not [ns] (schedstat); -1 where the kernel does not say.
  int64_t run_queue_delay;
  /// Time that it ran [ns] (CLOCK_THREAD_CPUTIME_ID); -1 where the kernel does not say.
  int64_t processor_time;
};

/// The kernel's number of this thread.
int32_t crt_thread_identity(void);

/// Opens this thread's own schedstat: a descriptor for `crt_own_usage`, or -errno. Before the first
/// cycle only: it may wait for the kernel.
CRT_REALTIME int crt_open_own_schedstat(void);

/// Reads this thread's own counters: three system calls. `schedstat` may be negative.
CRT_REALTIME int crt_own_usage(int schedstat, struct crt_thread_usage *usage);

/// The files in which /proc shows one thread of this process.
struct crt_usage_files {
  int stat;
  int status;
  int schedstat;
  int32_t thread;
};

/// Opens the files of `thread`. One that is not there is -1 and what it holds unknown.
struct crt_usage_files crt_open_usage(int32_t thread);

/// Reads the counters of the thread; ESRCH when it is gone.
int crt_read_usage(const struct crt_usage_files *files, struct crt_thread_usage *usage);

/// Closes the files.
void crt_close_usage(const struct crt_usage_files *files);

/// Opens /proc/stat: a descriptor for `crt_stolen_time`, or -errno.
int crt_open_processor_times(void);

/// Time that the hypervisor took from `processor`, or from all when it is negative [ns], in steps of
/// 10 ms (proc(5)); -1 where the kernel does not say.
int64_t crt_stolen_time(int descriptor, int processor);
