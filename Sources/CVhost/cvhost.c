#include "cvhost.h"

#include <errno.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

int cvhost_poll(struct pollfd *entries, size_t count, int64_t span) {
  struct timespec time = {.tv_sec = span / 1000000000, .tv_nsec = span % 1000000000};
  int ready = ppoll(entries, count, &time, NULL);
  return ready < 0 ? -errno : ready;
}

int cvhost_event_counter(void) {
  int fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  return fd < 0 ? -errno : fd;
}

int cvhost_memory_file(const char *name, size_t size) {
  int fd = memfd_create(name, MFD_CLOEXEC);
  if (fd < 0) return -errno;
  if (ftruncate(fd, (off_t)size) == 0) return fd;
  int error = errno;
  close(fd);
  return -error;
}
