#include "cinjection.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { page = 4096 };

static _Atomic int64_t handler_time;
static _Atomic uint64_t handled;

static void handle(int signal) {
  (void)signal;
  inj_spin(atomic_load(&handler_time));
  atomic_fetch_add(&handled, 1);
}

void inj_handle_signals(int64_t nanoseconds) {
  atomic_store(&handler_time, nanoseconds);
  struct sigaction action = {.sa_handler = handle, .sa_flags = SA_RESTART};
  sigaction(SIGRTMIN, &action, NULL);
}

void inj_take_signals(void) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGRTMIN);
  pthread_sigmask(SIG_UNBLOCK, &set, NULL);
}

void inj_signal(int32_t thread) { syscall(SYS_tgkill, getpid(), thread, SIGRTMIN); }

uint64_t inj_handled_signals(void) { return atomic_load(&handled); }

int inj_full_pipe(int ends[2]) {
  if (pipe2(ends, O_CLOEXEC) != 0) return errno;
  if (fcntl(ends[1], F_SETPIPE_SZ, page) < 0) return errno;
  inj_fill_pipe(ends);
  return 0;
}

void inj_fill_pipe(const int ends[2]) {
  struct pollfd end = {.fd = ends[1], .events = POLLOUT};
  if (poll(&end, 1, 0) > 0) inj_write_page(ends);
}

void inj_write_page(const int ends[2]) {
  static const char text[page];
  size_t done = 0;
  while (done < page) {
    ssize_t count = write(ends[1], text + done, page - done);
    if (count > 0) done += (size_t)count;
    if (count < 0 && errno != EINTR) return;
  }
}

void inj_read_quarter(const int ends[2]) {
  char text[page / 4];
  struct pollfd end = {.fd = ends[0], .events = POLLIN};
  if (poll(&end, 1, 0) > 0 && read(ends[0], text, sizeof text) < 0) return;
}

unsigned char *inj_pages(size_t size) {
  void *pages = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (pages == MAP_FAILED) return NULL;
  madvise(pages, size, MADV_NOHUGEPAGE);
  return pages;
}

void inj_drop_pages(unsigned char *pages, size_t size) { madvise(pages, size, MADV_DONTNEED); }

void inj_touch_pages(unsigned char *pages, size_t size) {
  for (size_t offset = 0; offset < size; offset += page) pages[offset] = 1;
}
