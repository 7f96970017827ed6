// Frames and how they travel: the part of cerebellum_simulator.h that nobody calls who uses cbs_serve.
#pragma once
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/futex.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>
#include "cerebellum_simulator.h"

#ifndef MAP_ANONYMOUS
#error "include cerebellum_simulator.h before the system's headers, or compile with -std=gnu11 or -D_DEFAULT_SOURCE"
#endif

/// One direction of shared memory: the newest frame, and how many there were.
struct cbs_mailbox {
  uint32_t count;
  /// 1 while the reader sleeps on `count`.
  uint32_t sleeps;
  unsigned char room[56];
  struct cbs_frame frame;
};

/// Shared memory: a file of /dev/shm that the simulator makes. `boxes[0]` goes to the simulator.
struct cbs_shared {
  uint32_t magic;
  uint32_t version;
  unsigned char room[56];
  struct cbs_mailbox boxes[2];
};

/// One end of a link.
struct cbs_link {
  /// The connection, or the file of the shared memory.
  int file;
  /// The simulator's socket that waits for daemons; -1 where there is none.
  int listener;
  struct cbs_shared *shared;
  /// Which of the mailboxes this end reads, and how many frames it has seen there.
  int side;
  uint32_t seen;
  /// For how long this end looks before it sleeps [ns], and for how many frames it sleeps at once: looking pays only
  /// where the other end has a processor of its own, and answers soon.
  int64_t spin;
  uint32_t sleepy;
};

/// [ns] of CLOCK_MONOTONIC.
static inline int64_t cbs_clock(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static inline uint32_t cbs_crc(const void *frame, size_t size) {
  // Sixteen entries, a nibble at a time: no table to fill, no order of initialisation.
  static const uint32_t table[16] = {
      0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4, 0x4db26158, 0x5005713c,
      0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c, 0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c};
  const unsigned char *bytes = (const unsigned char *)frame;
  const size_t field = offsetof(struct cbs_header, crc);
  uint32_t crc = 0xffffffffu;
  for (size_t index = 0; index < size; index++) {
    crc ^= index - field < sizeof(uint32_t) ? 0 : bytes[index];
    crc = crc >> 4 ^ table[crc & 15];
    crc = crc >> 4 ^ table[crc & 15];
  }
  return ~crc;
}

static inline void cbs_seal(struct cbs_frame *frame, size_t bytes) {
  frame->header.magic = CBS_MAGIC;
  frame->header.version = CBS_VERSION;
  frame->header.size = (uint32_t)(sizeof(struct cbs_header) + bytes);
  frame->header.crc = cbs_crc(frame, frame->header.size);
}

static inline int cbs_body_size(const struct cbs_header *header) {
  if (header->joints > CBS_MOST_JOINTS || header->sensors > CBS_MOST_SENSORS ||
      header->values > CBS_MOST_VALUES)
    return -EBADMSG;
  switch (header->kind) {
  case CBS_HELLO:
    return (int)(header->joints * sizeof(struct cbs_joint) + header->sensors * sizeof(struct cbs_sensor));
  case CBS_STEP:
    return (int)(header->joints * sizeof(struct cbs_drive));
  case CBS_READY:
  case CBS_STATE:
    return (int)(header->joints * sizeof(struct cbs_state) + header->values * sizeof(double));
  case CBS_REFUSED:
    return (int)header->size - (int)sizeof(struct cbs_header);
  default:
    return -EBADMSG;
  }
}

/// Whether a frame of which `size` bytes are there is whole: 0; -EPROTONOSUPPORT: of another version; -EBADMSG.
static inline int cbs_check(const struct cbs_frame *frame, size_t size) {
  const struct cbs_header *header = &frame->header;
  if (size < sizeof *header || header->magic != CBS_MAGIC) return -EBADMSG;
  if (header->version != CBS_VERSION) return -EPROTONOSUPPORT;
  if (header->size != size || size > CBS_CAPACITY) return -EBADMSG;
  const int body = cbs_body_size(header);
  if (body < 0 || (size_t)body != size - sizeof *header) return -EBADMSG;
  return cbs_crc(frame, size) == header->crc ? 0 : -EBADMSG;
}

// Addresses

static inline struct cbs_link cbs_no_link(void) {
  struct cbs_link link = {-1, -1, NULL, 0, 0, 50000, 0};
  return link;
}

static inline int cbs_socket_name(const char *address, struct sockaddr_un *name) {
  memset(name, 0, sizeof *name);
  name->sun_family = AF_UNIX;
  if (strncmp(address, "unix:", 5) != 0 || address[5] == 0) return -EINVAL;
  if (strlen(address + 5) >= sizeof name->sun_path) return -ENAMETOOLONG;
  strcpy(name->sun_path, address + 5);
  return 0;
}

static inline int cbs_shared_path(const char *address, char *path, size_t size) {
  if (strncmp(address, "shm:", 4) != 0 || address[4] == 0 || strchr(address + 4, '/')) return -EINVAL;
  return snprintf(path, size, "/dev/shm/%s", address + 4) < (int)size ? 0 : -ENAMETOOLONG;
}

static inline void cbs_close(struct cbs_link *link) {
  if (link->shared) munmap(link->shared, sizeof *link->shared);
  if (link->file >= 0) close(link->file);
  if (link->listener >= 0) close(link->listener);
  const int64_t spin = link->spin;
  *link = cbs_no_link();
  link->spin = spin;
}

static inline int cbs_map(struct cbs_link *link, int file, int side) {
  void *memory =
      mmap(NULL, sizeof(struct cbs_shared), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  if (memory == MAP_FAILED) {
    const int error = -errno;
    close(file);
    return error;
  }
  link->file = file;
  link->shared = (struct cbs_shared *)memory;
  link->side = side;
  link->seen = __atomic_load_n(&link->shared->boxes[side].count, __ATOMIC_ACQUIRE);
  return 0;
}

/// Makes the simulator's end at `address`. What was there is replaced.
static inline int cbs_listen(struct cbs_link *link, const char *address) {
  char path[sizeof(((struct sockaddr_un *)0)->sun_path)];
  if (cbs_shared_path(address, path, sizeof path) == 0) {
    // A new file: a daemon that holds the last one finds it silent, and comes to this one.
    unlink(path);
    const int file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0) return -errno;
    if (ftruncate(file, sizeof(struct cbs_shared)) != 0) {
      const int error = -errno;
      close(file);
      return error;
    }
    const int result = cbs_map(link, file, 0);
    if (result != 0) return result;
    link->shared->version = CBS_VERSION;
    __atomic_store_n(&link->shared->magic, CBS_MAGIC, __ATOMIC_RELEASE);
    return 0;
  }
  struct sockaddr_un name;
  const int result = cbs_socket_name(address, &name);
  if (result != 0) return result;
  const int listener = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
  if (listener < 0) return -errno;
  unlink(name.sun_path);
  if (bind(listener, (struct sockaddr *)&name, sizeof name) != 0 || chmod(name.sun_path, 0600) != 0 ||
      listen(listener, 1) != 0) {
    const int error = -errno;
    close(listener);
    return error;
  }
  link->listener = listener;
  return 0;
}

/// Makes the daemon's end. -EBUSY: another daemon has it.
static inline int cbs_connect(struct cbs_link *link, const char *address) {
  char path[sizeof(((struct sockaddr_un *)0)->sun_path)];
  if (cbs_shared_path(address, path, sizeof path) == 0) {
    const int file = open(path, O_RDWR | O_CLOEXEC);
    if (file < 0) return -errno;
    struct stat status;
    if (fstat(file, &status) != 0 || status.st_size < (off_t)sizeof(struct cbs_shared)) {
      close(file);
      return -EBADMSG;
    }
    if (flock(file, LOCK_EX | LOCK_NB) != 0) {
      close(file);
      return -EBUSY;
    }
    const int result = cbs_map(link, file, 1);
    if (result != 0) return result;
    const uint32_t magic = __atomic_load_n(&link->shared->magic, __ATOMIC_ACQUIRE);
    if (magic == CBS_MAGIC && link->shared->version == CBS_VERSION) return 0;
    const int error = magic == CBS_MAGIC ? -EPROTONOSUPPORT : -EBADMSG;
    cbs_close(link);
    return error;
  }
  struct sockaddr_un name;
  const int result = cbs_socket_name(address, &name);
  if (result != 0) return result;
  const int file = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
  if (file < 0) return -errno;
  if (connect(file, (struct sockaddr *)&name, sizeof name) != 0) {
    const int error = -errno;
    close(file);
    return error;
  }
  link->file = file;
  return 0;
}

// Frames

static inline int cbs_futex(uint32_t *word, int operation, uint32_t value, int64_t span) {
  struct timespec time = {span / 1000000000, span % 1000000000};
  return (int)syscall(SYS_futex, word, operation, value, &time, NULL, 0);
}

/// Sends a frame whose header says what it is, and whose records take `bytes`.
static inline int cbs_send(struct cbs_link *link, struct cbs_frame *frame, size_t bytes) {
  cbs_seal(frame, bytes);
  if (link->shared) {
    struct cbs_mailbox *box = &link->shared->boxes[1 - link->side];
    memcpy(&box->frame, frame, frame->header.size);
    __atomic_fetch_add(&box->count, 1, __ATOMIC_SEQ_CST);
    if (__atomic_load_n(&box->sleeps, __ATOMIC_SEQ_CST)) cbs_futex(&box->count, FUTEX_WAKE, INT_MAX, 0);
    return 0;
  }
  if (link->file < 0) return -ENOTCONN;
  const ssize_t sent = send(link->file, frame, frame->header.size, MSG_NOSIGNAL | MSG_DONTWAIT);
  if (sent < 0) return -errno;
  return (size_t)sent == frame->header.size ? 0 : -EMSGSIZE;
}

static inline void cbs_rest(void) {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

/// Until when to look, from `now` on.
static inline int64_t cbs_looks_until(struct cbs_link *link, int64_t now) {
  if (link->sleepy == 0) return now + link->spin;
  link->sleepy--;
  return now;
}

/// Waits until `deadline` for a frame that was not seen yet; 1: it is there.
static inline int cbs_wait_shared(struct cbs_link *link, int64_t deadline) {
  struct cbs_mailbox *box = &link->shared->boxes[link->side];
  int64_t now = cbs_clock();
  const int64_t looked = cbs_looks_until(link, now);
  for (;;) {
    for (int look = 0; look < 16; look++) {
      if (__atomic_load_n(&box->count, __ATOMIC_ACQUIRE) != link->seen) return 1;
      cbs_rest();
    }
    now = cbs_clock();
    if (now >= deadline) return 0;
    if (now < looked) continue;
    if (link->sleepy == 0) link->sleepy = 64;
    // A writer that cannot order its memory (Python) may miss that this end sleeps: not for longer than 1 ms.
    const int64_t rest = deadline - now;
    __atomic_store_n(&box->sleeps, 1, __ATOMIC_SEQ_CST);
    cbs_futex(&box->count, FUTEX_WAIT, link->seen, rest < 1000000 ? rest : 1000000);
    __atomic_store_n(&box->sleeps, 0, __ATOMIC_SEQ_CST);
  }
}

/// Waits at most `span` ns until `file` is readable; 1: it is.
static inline int cbs_poll(int file, int64_t span) {
  struct pollfd entry = {file, POLLIN, 0};
  const int64_t milliseconds = (span + 999999) / 1000000;
  const int ready = poll(&entry, 1, milliseconds < INT_MAX ? (int)milliseconds : INT_MAX);
  return ready < 0 && errno == EINTR ? 0 : ready;
}

/// Waits at most `span` ns for a frame: 1, it is there and whole; 0, none came; -ECONNRESET, the other end is gone;
/// -EBADMSG, it is no frame, or not whole; -EPROTONOSUPPORT, it is of another version.
static inline int cbs_receive(struct cbs_link *link, struct cbs_frame *frame, int64_t span) {
  const int64_t deadline = cbs_clock() + span;
  if (link->shared) {
    struct cbs_mailbox *box = &link->shared->boxes[link->side];
    for (int attempt = 0;; attempt++) {
      if (attempt == 0 && cbs_wait_shared(link, deadline) == 0) return 0;
      const uint32_t count = __atomic_load_n(&box->count, __ATOMIC_ACQUIRE);
      const uint32_t size = box->frame.header.size;
      const size_t room = size > CBS_CAPACITY || size < sizeof(struct cbs_header)
                              ? sizeof(struct cbs_header) : size;
      memcpy(frame, &box->frame, room);
      const int result = cbs_check(frame, room);
      // A frame that was replaced while it was read is not whole, and its successor is.
      const int isReplaced = __atomic_load_n(&box->count, __ATOMIC_ACQUIRE) != count;
      if (result == 0 || (!isReplaced && attempt >= 3)) {
        link->seen = count;
        return result == 0 ? 1 : result;
      }
    }
  }
  if (link->file < 0) return -ENOTCONN;
  const int64_t looked = cbs_looks_until(link, cbs_clock());
  ssize_t size;
  while ((size = recv(link->file, frame, sizeof *frame, MSG_TRUNC | MSG_DONTWAIT)) < 0) {
    if (errno != EAGAIN && errno != EINTR) return -errno;
    const int64_t now = cbs_clock();
    if (now >= deadline) return 0;
    if (now < looked) continue;
    if (link->sleepy == 0) link->sleepy = 64;
    if (cbs_poll(link->file, deadline - now) < 0) return -errno;
  }
  if (size == 0) return -ECONNRESET;
  const int result = cbs_check(frame, (size_t)size);
  return result == 0 ? 1 : result;
}

/// The simulator's end of a socket takes a daemon, at most `span` ns from now; its last one is hung up. 1: it came.
static inline int cbs_accept(struct cbs_link *link, int64_t span) {
  if (link->listener < 0) return 0;
  if (cbs_poll(link->listener, span) <= 0) return 0;
  const int file = accept(link->listener, NULL, NULL);
  if (file < 0) return -errno;
  fcntl(file, F_SETFD, FD_CLOEXEC);
  if (link->file >= 0) close(link->file);
  link->file = file;
  return 1;
}
