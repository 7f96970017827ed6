// The counted run: what the preloaded library counts on the daemon's real-time threads, and how the
// run steers it. Everything crosses one small shared file of 64-bit words (scripts/counted-run maps
// the same file), so neither side waits for the other.
#pragma once
#include <stdbool.h>
#include <stdint.h>

/// Changes whenever the layout does.
#define COUNTED_MAGIC UINT64_C(0x3155434e54424c43)
#define COUNTED_BUSES 2
#define COUNTED_THREADS 8
#define COUNTED_CALLS 512
#define COUNTED_ODD 16

/// A cycle that did something else than one wake-up and, on a bus thread, one transfer.
struct counted_odd {
  uint64_t cycle;
  uint64_t probes;
  uint64_t calls;
  uint64_t transfers;
};

/// What one real-time thread did. All but `cycles` and `state` is of the counted span.
struct counted_thread {
  char name[16];
  uint64_t tid;
  /// Sleeps since the thread began.
  uint64_t cycles;
  /// 0: warming up, 1: counting, 2: done.
  uint64_t state;
  uint64_t allocations;
  uint64_t frees;
  uint64_t locks;
  uint64_t minor_faults;
  uint64_t major_faults;
  uint64_t wake_ups;
  uint64_t transfers;
  /// Late cycles that read what the kernel counted: one getrusage, one pread64 and one clock_gettime each.
  uint64_t probes;
  /// Cycles of a bus thread with another number of transfers than one.
  uint64_t split_cycles;
  /// Cycles with something in them that the rules do not allow.
  uint64_t unexplained_cycles;
  uint64_t odd_count;
  struct counted_odd odd[COUNTED_ODD];
  uint64_t calls[COUNTED_CALLS];
};

/// How a bus misbehaves from now on. 0: not at all.
struct counted_bus {
  /// Every so-many-th transfer is not acknowledged.
  uint64_t refuse_every;
  /// Every so-many-th transfer takes `slow_ns`.
  uint64_t slow_every;
  uint64_t slow_ns;
  /// Nothing answers any more.
  uint64_t is_dead;
  /// What happened, for the run to see that it did.
  uint64_t transfers;
  uint64_t refused;
  uint64_t slowed;
};

struct counted_shared {
  uint64_t magic;
  /// Set before the daemon starts: cycles before the count and in it.
  uint64_t warm_up;
  uint64_t span;
  /// Abort with a backtrace on the first allocation or lock, instead of counting.
  uint64_t is_trap;
  /// Count system calls in the process; otherwise mark the span for strace.
  uint64_t counts_calls;
  /// The daemon's answer: whether the kernel let it.
  uint64_t can_count_calls;
  /// The control thread finds itself held up for `stall_ns` on every so-many-th cycle.
  uint64_t stall_every;
  uint64_t stall_ns;
  uint64_t stalled;
  /// Nominal period, for the plant [ns].
  uint64_t period_ns;
  struct counted_bus buses[COUNTED_BUSES];
  uint64_t thread_count;
  struct counted_thread threads[COUNTED_THREADS];
};

extern struct counted_shared *counted;

/// The record of this thread when it is a real-time thread; NULL otherwise.
extern __thread struct counted_thread *counted_self __attribute__((tls_model("initial-exec")));

/// Ends the process with a backtrace: `what` happened on a real-time thread.
_Noreturn void counted_trap(const char *what);

/// Adds to a counter of this thread, if it is one that is being counted.
#define COUNTED_ADD(field, what)                       \
  do {                                                 \
    struct counted_thread *self_ = counted_self;       \
    if (self_ != NULL && self_->state == 1) {          \
      self_->field++;                                  \
      if (counted->is_trap) counted_trap(what);        \
    }                                                  \
  } while (0)

/// Whether this process can count its system calls (Linux 5.11, x86_64).
bool counted_calls_begin(struct counted_thread *thread);
void counted_calls_end(void);
/// A system call that is not counted.
long counted_quiet(long number, long a, long b, long c, long d, long e, long f);

/// With RealtimeSanitizer linked in (COUNTED_RTSAN): what is done between these is the product's
/// real-time code, and every call of a function that may block is reported. Nothing otherwise.
void counted_realtime_enter(void);
void counted_realtime_exit(void);

/// The fake buses. True when `path` or `descriptor` is one of them.
bool counted_is_bus(const char *path, unsigned *bus);
int counted_bus_open(unsigned bus);
bool counted_bus_of(int descriptor, unsigned *bus);
int counted_bus_control(unsigned bus, int descriptor, unsigned long request, void *argument);
/// Of the present cycle of this thread: how many transfers, and whether one failed lately.
extern __thread uint64_t counted_transfers_in_cycle __attribute__((tls_model("initial-exec")));
extern __thread uint64_t counted_isolation __attribute__((tls_model("initial-exec")));

/// The chips on a bus. 0, or an errno.
struct i2c_msg;
int counted_chips_transfer(unsigned bus, struct i2c_msg *messages, unsigned count);
