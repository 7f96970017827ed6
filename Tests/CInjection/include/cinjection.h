#pragma once
// What makes a thread late on purpose. For Tests/AttributionSuite only.

#include <stddef.h>
#include <stdint.h>

/// CLOCK_MONOTONIC in nanoseconds, never slowed.
int64_t inj_now(void);

/// Computes for `nanoseconds` of wall time.
void inj_spin(int64_t nanoseconds);

/// From now on `inj_slow_clock` acts on the calling thread.
void inj_mark_thread(void);

/// Of the marked thread's readings of CLOCK_MONOTONIC from `from` on, `skip` go as always and `count`
/// take `each` nanoseconds more. This module stands in for libc's clock_gettime to do that.
void inj_slow_clock(int64_t from, int skip, int count, int64_t each);

/// Installs a handler of SIGRTMIN that computes for `nanoseconds`; again to change that.
void inj_handle_signals(int64_t nanoseconds);

/// Lets the calling thread take SIGRTMIN: a real-time thread of ours blocks all signals, but a library
/// that it calls may unblock some.
void inj_take_signals(void);

/// Sends SIGRTMIN to a thread of this process. Unlike the classic signals these queue up.
void inj_signal(int32_t thread);

/// How many signals were handled so far.
uint64_t inj_handled_signals(void);

/// Makes a pipe of one page, full. Returns 0 or an errno.
int inj_full_pipe(int ends[2]);

/// Fills the pipe when it has room.
void inj_fill_pipe(const int ends[2]);

/// Writes a page, and waits until there is room for it.
void inj_write_page(const int ends[2]);

/// Takes a quarter of a page from the pipe when there is one.
void inj_read_quarter(const int ends[2]);

/// Memory of `size` bytes in pages of the smallest size; NULL when there is none.
unsigned char *inj_pages(size_t size);

/// Gives the first `size` bytes back to the kernel: touching them faults.
void inj_drop_pages(unsigned char *pages, size_t size);

/// Writes one byte in each page of the first `size` bytes.
void inj_touch_pages(unsigned char *pages, size_t size);
