#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>

#include "table.h"

struct ccrash_line ccrash_lines[CCRASH_LINES];
struct ccrash_write ccrash_writes[CCRASH_WRITES];
atomic_uint ccrash_line_count, ccrash_write_count;
char ccrash_note[CCRASH_PATH];
char ccrash_prefix[16];

// SIGILL is a Swift trap on x86_64, SIGTRAP one on arm64; SIGSYS is a system call that the unit forbids.
static const struct {
  int signal;
  const char *name;
} taken[] = {
  {SIGSEGV, "SIGSEGV"}, {SIGBUS, "SIGBUS"},   {SIGILL, "SIGILL"}, {SIGFPE, "SIGFPE"},
  {SIGTRAP, "SIGTRAP"}, {SIGABRT, "SIGABRT"}, {SIGSYS, "SIGSYS"},
};
#define TAKEN (sizeof taken / sizeof taken[0])

static struct sigaction former[TAKEN];
// An overflown stack cannot carry a handler. Threads that CRealtime starts have one of their own.
static unsigned char stack[65536] __attribute__((aligned(16)));

int ccrash_install(const char *prefix) {
  strncpy(ccrash_prefix, prefix, sizeof ccrash_prefix - 1);
  stack_t alternate = {.ss_sp = stack, .ss_size = sizeof stack};
  if (sigaltstack(&alternate, NULL) != 0) return errno;
  struct sigaction action = {.sa_sigaction = ccrash_handle, .sa_flags = SA_SIGINFO | SA_ONSTACK};
  // Blocked meanwhile, a fault in the handler itself ends the process at once.
  sigfillset(&action.sa_mask);
  sigset_t set;
  sigemptyset(&set);
  for (size_t index = 0; index < TAKEN; index++) {
    sigaddset(&set, taken[index].signal);
    if (sigaction(taken[index].signal, &action, &former[index]) != 0) return errno;
  }
  // Whoever started the daemon may have left them blocked: the watchdog's SIGABRT would wait for ever.
  return pthread_sigmask(SIG_UNBLOCK, &set, NULL);
}

const struct sigaction *ccrash_former(int signal) {
  for (size_t index = 0; index < TAKEN; index++) {
    if (taken[index].signal == signal) return &former[index];
  }
  return NULL;
}

const char *ccrash_name(int signal) {
  for (size_t index = 0; index < TAKEN; index++) {
    if (taken[index].signal == signal) return taken[index].name;
  }
  return NULL;
}

bool ccrash_add_line(int descriptor, bool level) {
  unsigned count = atomic_load(&ccrash_line_count);
  if (count == CCRASH_LINES) return false;
  ccrash_lines[count] = (struct ccrash_line){.descriptor = descriptor, .level = level};
  atomic_store(&ccrash_line_count, count + 1);
  return true;
}

bool ccrash_add_write(int descriptor, uint16_t address, const uint8_t *bytes, uint32_t count, bool smbus) {
  unsigned number = atomic_load(&ccrash_write_count);
  if (number == CCRASH_WRITES || count == 0 || count > CCRASH_LONGEST_WRITE) return false;
  struct ccrash_write *write = &ccrash_writes[number];
  *write = (struct ccrash_write){
    .descriptor = descriptor, .address = address, .count = (uint16_t)count, .smbus = smbus};
  memcpy(write->bytes, bytes, count);
  atomic_store(&ccrash_write_count, number + 1);
  return true;
}

bool ccrash_set_note(const char *path) {
  size_t length = strlen(path);
  if (length >= sizeof ccrash_note) return false;
  memcpy(ccrash_note, path, length + 1);
  return true;
}
