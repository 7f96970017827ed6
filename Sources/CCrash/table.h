#pragma once
// What the handler works on: written before, in this order, and counted last.
#include <signal.h>
#include <stdatomic.h>

#include "ccrash.h"

#define CCRASH_LINES 64
#define CCRASH_WRITES 64
#define CCRASH_PATH 1024

struct ccrash_line {
  int descriptor;
  bool level;
};

struct ccrash_write {
  int descriptor;
  uint16_t address;
  uint16_t count;
  bool smbus;
  uint8_t bytes[CCRASH_LONGEST_WRITE];
};

extern struct ccrash_line ccrash_lines[CCRASH_LINES];
extern struct ccrash_write ccrash_writes[CCRASH_WRITES];
extern atomic_uint ccrash_line_count, ccrash_write_count;
/// The path of the file for it; empty: none.
extern char ccrash_note[CCRASH_PATH];
/// What a line on standard error begins with.
extern char ccrash_prefix[16];

void ccrash_handle(int signal, siginfo_t *info, void *context);
/// What `signal` did before the handler was there.
const struct sigaction *ccrash_former(int signal);
/// "SIGSEGV"; NULL for a signal that is not taken.
const char *ccrash_name(int signal);
