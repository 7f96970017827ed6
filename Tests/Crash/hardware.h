// The crash tests: what the preloaded library does to the daemon, as the run orders it. One small shared
// file of 64-bit words (Tests/Crash/orders.py maps the same file).
#pragma once
#include <stdbool.h>
#include <stdint.h>

/// Changes whenever the layout does.
#define CRASH_MAGIC UINT64_C(0x3248535243424c43)

struct crash_orders {
  uint64_t magic;
  /// The control thread: 1 never wakes again, 2 meets a trap as Swift compiles it, 3 overflows its stack.
  uint64_t control;
  /// The bus threads: 1 a transfer that never ends, 2 a trap within a transfer.
  uint64_t bus;
  /// What every transfer is answered with instead, an errno.
  uint64_t bus_error;
  /// What every request about a line is answered with instead, an errno.
  uint64_t line_error;
  /// What writing to a file is answered with instead, an errno.
  uint64_t disk_error;
  /// How long every write to a file takes [ns].
  uint64_t disk_delay;
  /// How far the calendar's clock was set [ns].
  uint64_t clock_shift;
  /// Outside the loop's threads: 1 there is no memory, 2 one of them takes all there is.
  uint64_t no_memory;
  /// How long a transfer takes beyond its bytes that no bus's thread makes: the handler's [ns].
  uint64_t linger;
  /// How often an order above changed something, for the run to see that it did.
  uint64_t effects;
};

extern struct crash_orders *crash_orders;

/// Whether this thread is one of the loop's, and which.
enum crash_thread { CRASH_OTHER, CRASH_CONTROL, CRASH_BUS };
enum crash_thread crash_thread(void);

void crash_effect(void);

/// A connection to the backend; -1 when there is none.
int crash_connect(void);

/// Asks over this thread's connection, or over one of its own where the thread is in the midst of another
/// request: in a signal handler. The answer without its end of line, in `answer`. 0, or an errno.
int crash_ask(const char *request, char *answer, unsigned size);

/// The same over `connection`.
int crash_ask_over(int connection, const char *request, char *answer, unsigned size);

/// Appends to a text of at most `size` bytes.
char *crash_put(char *to, const char *words);
char *crash_put_number(char *to, uint64_t number, unsigned base, unsigned digits);
