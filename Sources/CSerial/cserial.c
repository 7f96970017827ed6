#include "cserial.h"

#include <asm/ioctls.h>
// The kernel's own termios2, which knows any speed; <termios.h> would define its older sibling.
#include <asm/termbits.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/serial.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

static int failed(int fd, int error) {
  close(fd);
  return -error;
}

static int make_raw(int fd, uint32_t speed) {
  struct termios2 settings;
  if (ioctl(fd, TCGETS2, &settings) < 0) return -errno;
  settings.c_iflag = 0;
  settings.c_oflag = 0;
  settings.c_lflag = 0;
  settings.c_cflag = BOTHER | (BOTHER << IBSHIFT) | CS8 | CREAD | CLOCAL;
  settings.c_ispeed = speed;
  settings.c_ospeed = speed;
  settings.c_cc[VMIN] = 0;
  settings.c_cc[VTIME] = 0;
  if (ioctl(fd, TCSETS2, &settings) < 0) return -errno;
  // A driver that cannot do what it was asked for answers with what it does instead.
  if (ioctl(fd, TCGETS2, &settings) < 0) return -errno;
  uint32_t apart =
      settings.c_ospeed > speed ? settings.c_ospeed - speed : speed - settings.c_ospeed;
  return (uint64_t)apart * 40 > speed ? -ERANGE : 0;
}

int cserial_open(const char *path, uint32_t speed) {
  int fd = open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
  if (fd < 0) return -errno;
  struct termios2 settings;
  if (ioctl(fd, TCGETS2, &settings) < 0) return failed(fd, ENOTTY);
  if (flock(fd, LOCK_EX | LOCK_NB) < 0) return failed(fd, errno == EWOULDBLOCK ? EBUSY : errno);
  if (ioctl(fd, TIOCEXCL) < 0) return failed(fd, errno);
  int result = make_raw(fd, speed);
  if (result == 0 && ioctl(fd, TCFLSH, TCIOFLUSH) < 0) result = -errno;
  return result < 0 ? failed(fd, -result) : fd;
}

int cserial_set_low_latency(int fd) {
  struct serial_struct serial;
  if (ioctl(fd, TIOCGSERIAL, &serial) < 0) return -errno;
  serial.flags |= ASYNC_LOW_LATENCY;
  return ioctl(fd, TIOCSSERIAL, &serial) < 0 ? -errno : 0;
}

void cserial_close(int fd) { close(fd); }

int cserial_adopt(int fd, int other) {
  int result;
  do {
    result = dup3(other, fd, O_CLOEXEC);
  } while (result < 0 && (errno == EINTR || errno == EBUSY));
  return result < 0 ? -errno : 0;
}

int64_t cserial_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

// Waits for `events` until `deadline`, and looks at least once. Returns 1, or 0 at the deadline; -ENODEV
// when the line is gone, where bytes may be left to read.
static int wait_for(int fd, short events, int64_t deadline) {
  for (;;) {
    int64_t left = deadline - cserial_now();
    if (left < 0) left = 0;
    struct timespec span = {.tv_sec = left / 1000000000, .tv_nsec = left % 1000000000};
    struct pollfd line = {.fd = fd, .events = events};
    int ready = ppoll(&line, 1, &span, NULL);
    if (ready < 0 && errno == EINTR) continue;
    if (ready < 0) return -errno;
    if (ready == 0) return 0;
    // A line that was hung up also says that it can be read and written.
    return line.revents & (POLLHUP | POLLERR | POLLNVAL) ? -ENODEV : 1;
  }
}

// A line that was unplugged answers EIO, ENXIO or ENODEV, as its driver likes.
static int line_error(int error) { return error == EIO || error == ENXIO ? -ENODEV : -error; }

int cserial_write(int fd, const uint8_t *bytes, size_t count, int64_t deadline) {
  size_t done = 0;
  while (done < count) {
    ssize_t written = write(fd, bytes + done, count - done);
    if (written > 0) {
      done += (size_t)written;
    } else if (written < 0 && errno == EINTR) {
      continue;
    } else if (written < 0 && errno != EAGAIN) {
      return line_error(errno);
    } else {
      int ready = wait_for(fd, POLLOUT, deadline);
      if (ready < 0) return line_error(-ready);
      if (ready == 0) return -ETIMEDOUT;
    }
  }
  return 0;
}

int cserial_read(int fd, uint8_t *bytes, size_t count, int64_t deadline) {
  if (count == 0) return 0;
  for (int ready = 1;;) {
    ssize_t got = read(fd, bytes, count);
    if (got > 0) return (int)got;
    if (got < 0 && errno == EINTR) continue;
    if (got < 0 && errno != EAGAIN) return line_error(errno);
    // With VMIN 0 nothing to read and a line that is gone both read as 0; poll tells them apart. What
    // came before it went is read first.
    if (ready < 0) return line_error(-ready);
    ready = wait_for(fd, POLLIN, deadline);
    if (ready == 0) return 0;
  }
}

int cserial_discard_input(int fd) {
  return ioctl(fd, TCFLSH, TCIFLUSH) < 0 ? line_error(errno) : 0;
}

int cserial_open_pseudo_terminal(char *path, size_t size) {
  int fd = posix_openpt(O_RDWR | O_NOCTTY);
  if (fd < 0) return -errno;
  if (grantpt(fd) < 0 || unlockpt(fd) < 0) return failed(fd, errno);
  int result = ptsname_r(fd, path, size);
  if (result == 0) result = -make_raw(fd, 1000000);
  if (result == 0 && (fcntl(fd, F_SETFD, FD_CLOEXEC) < 0 || fcntl(fd, F_SETFL, O_NONBLOCK) < 0)) {
    result = errno;
  }
  return result != 0 ? failed(fd, result) : fd;
}
