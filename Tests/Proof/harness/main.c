// The program around the proof: memory, floating-point mode, and the printing of what came out.
// `CYCLES SEED` as arguments. The denormals are computed with first, then flushed as on a real-time thread.
#include <stdio.h>
#include <stdlib.h>

#include "crealtime.h"
#include "proof.h"

#define MEMORY (4 << 20)
static _Alignas(64) unsigned char memory[MEMORY];
static size_t taken;

void *crt_take_memory(size_t size, size_t alignment) {
  taken = (taken + alignment - 1) / alignment * alignment;
  if (size > MEMORY - taken) {
    fputs("the proof's memory is too small\n", stderr);
    _Exit(2);
  }
  void *start = memory + taken;
  taken += size;
  return start;
}

static void run(const char *mode, uint64_t cycles, uint64_t seed) {
  struct proof_result r = {0};
  taken = 0;
  proof_run(seed, cycles, &r);
  printf("%s hash %016llx\n", mode, (unsigned long long)r.hash);
  printf("%s states", mode);
  for (int state = 0; state < 7; state++) printf(" %llu", (unsigned long long)r.states[state]);
  printf(", faults %llu of kinds %llx, stops %llu, requests done %llu refused %llu, limits %llx, sources %llx\n",
    (unsigned long long)r.faults, (unsigned long long)r.fault_kinds, (unsigned long long)r.stops, (unsigned long long)r.done,
    (unsigned long long)r.refused, (unsigned long long)r.limit_kinds, (unsigned long long)r.sources);
}

int main(int count, char **arguments) {
  uint64_t cycles = count > 1 ? strtoull(arguments[1], NULL, 10) : 20000;
  uint64_t seed = count > 2 ? strtoull(arguments[2], NULL, 10) : 1;
  run("kept", cycles, seed);
  crt_flush_denormals();
  run("flushed", cycles, seed);
  return 0;
}
