// What the benchmarks need of C: a fine clock, and C contestants.
#ifndef CBENCHMARK_H
#define CBENCHMARK_H

#include <stdint.h>

/// CLOCK_MONOTONIC in ns.
int64_t cb_now(void);

#endif
