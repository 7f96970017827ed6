#pragma once
#include <stdint.h>

/// What the run gave, and what happened in it: a run in which little happens proves little.
struct proof_result {
  /// FNV-1a of all outputs of all cycles.
  uint64_t hash;
  /// Cycles in each state, by the state's number.
  uint64_t states[7];
  /// Faults that were latched, and stops without a fault.
  uint64_t faults, stops;
  /// Requests that were done, and that were refused.
  uint64_t done, refused;
  /// One bit for each kind of fault (hundreds and units), of limit and of reference that was seen.
  uint64_t fault_kinds, limit_kinds, sources;
};

/// Runs `cycles` cycles of `seed`; in Swift.
void proof_run(uint64_t seed, uint64_t cycles, struct proof_result *result);
