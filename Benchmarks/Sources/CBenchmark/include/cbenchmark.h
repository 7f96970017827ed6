// What the benchmarks need of C: clocks, programs to run, C contestants, and the places where the
// kernel is watched or stood in for.
#ifndef CBENCHMARK_H
#define CBENCHMARK_H

#include <linux/i2c-dev.h>
#include <linux/i2c.h>
#include <stddef.h>
#include <stdint.h>

// ---- Clocks

/// CLOCK_MONOTONIC in ns.
int64_t cb_now(void);
/// What LinuxCNC's rtapi_get_clocks reads: the TSC, and CLOCK_MONOTONIC where there is none.
static inline uint64_t cb_ticks(void) {
#if defined(__x86_64__)
  return __builtin_ia32_rdtsc();
#else
  return (uint64_t)cb_now();
#endif
}
/// Length of one tick [ns], against CLOCK_MONOTONIC over 50 ms.
double cb_tick_length(void);
/// Spins for `ns`.
void cb_spin(int64_t ns);

// ---- Programs

/// Runs `arguments` (NULL at the end) on `processor` (-1: any) in `folder`; standard input is empty.
/// Returns the exit code, 128 + the signal, or 127 when it could not be started.
int cb_run(char *const *arguments, const char *folder, int processor, int output, int errors);
/// A file without a name; -1 when there is none to be had.
int cb_memory_file(void);

// ---- The C twin of CyclicExecutor

/// What a cyclic thread counts: the twin of RobotRuntime.LoopStatistics.
struct cb_loop_statistics {
  uint64_t wake_up[960], execution[960];
  int64_t longest_wake_up, longest_execution;
  uint64_t cycles, overruns, skipped;
};
/// Runs an empty task on the grid `start + n * period` until `end`, counts as LoopStatistics does, and
/// notes each wake-up latency in `latency` (at most `capacity`). Returns how many there are.
size_t cb_loop(
  int64_t start, int64_t period, int64_t end, struct cb_loop_statistics *statistics,
  int64_t *latency, size_t capacity);

// ---- The deadlines that this program gives clock_nanosleep

/// From now on this thread's deadlines on CLOCK_MONOTONIC go to `deadlines`, at most `capacity`; NULL
/// ends that.
void cb_watch_sleep(int64_t *deadlines, size_t capacity);
/// How many there were since then.
size_t cb_watched_sleeps(void);

// ---- A fake I2C adapter: every I2C ioctl enters the kernel once, fails there, and succeeds here

/// The kernel entries of I2C ioctls since the last call of this function.
uint64_t cb_take_i2c_calls(void);
/// Opens the fake; -1 and errno when that fails.
int cb_open_fake_i2c(void);
/// The messages of one transfer that reads the register 0x0E of at most 21 devices.
struct cb_angle_messages {
  struct i2c_rdwr_ioctl_data transfer;
  struct i2c_msg messages[42];
  uint8_t command[21], angles[21][2];
};
/// Fills `messages`, which stay where they are, for the devices `first ... first + count - 1`.
void cb_make_angle_messages(int first, int count, struct cb_angle_messages *messages);
/// The one call that nobody can go below. Returns the number of messages, or -1 and errno.
int cb_transfer_angle_messages(int descriptor, struct cb_angle_messages *messages);
/// The register 0x0E of the devices `first ... first + count - 1`, one libi2c transfer each, with the
/// address changed before it. Returns 0, or -errno of the first failure.
int cb_read_words_by_libi2c(int descriptor, int first, int count, int32_t *words);

#endif
