// The signal handler: system calls and what is on its stack, nothing else. It may have interrupted the
// allocator, a lock, or the Swift runtime.
#include <errno.h>
#include <fcntl.h>
#include <linux/gpio.h>
#include <linux/i2c-dev.h>
#include <linux/i2c.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "table.h"

#define NANOSECONDS INT64_C(1000000000)
// No write begins later: a bus that hangs costs its adapter's timeout each time.
#define LAST_WRITE (NANOSECONDS / 4)
// How long to wait for the other threads to halt.
#define HALTING (NANOSECONDS / 100)

// The thread that handles its signal; the others halt.
static atomic_int dying;
static atomic_uint halted;

static int64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * NANOSECONDS + time.tv_nsec;
}

static unsigned drive_lines(void) {
  unsigned count = atomic_load(&ccrash_line_count), done = 0;
  for (unsigned index = 0; index < count; index++) {
    struct gpio_v2_line_values values = {.bits = ccrash_lines[index].level, .mask = 1};
    if (ioctl(ccrash_lines[index].descriptor, GPIO_V2_LINE_SET_VALUES_IOCTL, &values) == 0) done++;
  }
  return done;
}

static bool write_message(struct ccrash_write *write) {
  struct i2c_msg message = {.addr = write->address, .len = write->count, .buf = write->bytes};
  struct i2c_rdwr_ioctl_data transfer = {.msgs = &message, .nmsgs = 1};
  return ioctl(write->descriptor, I2C_RDWR, &transfer) == 1;
}

// As LinuxHAL's SMBusCall has it. The address lies in the descriptor: of the threads that halt none sets another, and a
// call that one is in has taken its own.
static bool write_by_smbus(const struct ccrash_write *write) {
  union i2c_smbus_data data;
  struct i2c_smbus_ioctl_data call = {
    .read_write = I2C_SMBUS_WRITE, .command = write->bytes[0], .size = I2C_SMBUS_BYTE, .data = &data};
  if (write->count == 2) {
    call.size = I2C_SMBUS_BYTE_DATA;
    data.byte = write->bytes[1];
  } else if (write->count == 3) {
    call.size = I2C_SMBUS_WORD_DATA;
    data.word = (uint16_t)(write->bytes[1] | write->bytes[2] << 8);
  } else if (write->count > 3) {
    call.size = I2C_SMBUS_I2C_BLOCK_DATA;
    data.block[0] = (uint8_t)(write->count - 1);
    memcpy(data.block + 1, write->bytes + 1, write->count - 1u);
  }
  if (ioctl(write->descriptor, I2C_SLAVE, (unsigned long)write->address) < 0) return false;
  return ioctl(write->descriptor, I2C_SMBUS, &call) == 0;
}

// A bus's adapter orders transfers: one that another thread is in ends before ours begins.
static unsigned do_writes(int64_t begin) {
  unsigned count = atomic_load(&ccrash_write_count), done = 0;
  for (unsigned index = 0; index < count && now() - begin < LAST_WRITE; index++) {
    struct ccrash_write *write = &ccrash_writes[index];
    if (write->smbus ? write_by_smbus(write) : write_message(write)) done++;
  }
  return done;
}

// The kernel's record of a folder's entry (getdents64(2)).
struct entry {
  uint64_t inode;
  int64_t offset;
  uint16_t length;
  uint8_t type;
  char name[];
};

// Every other thread gets the signal of a fault, which none of them blocks, and stays in the handler: a bus
// thread that went on would write the next duty behind the last write.
static void halt_others(int self) {
  int folder = open("/proc/self/task", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return;
  _Alignas(struct entry) char buffer[4096];
  unsigned told = 0;
  long size;
  while ((size = syscall(SYS_getdents64, folder, buffer, sizeof buffer)) > 0) {
    for (long offset = 0; offset < size;) {
      struct entry *entry = (struct entry *)(buffer + offset);
      offset += entry->length;
      int thread = 0;
      for (const char *digit = entry->name; *digit >= '0' && *digit <= '9'; digit++)
        thread = thread * 10 + (*digit - '0');
      if (thread == 0 || thread == self) continue;
      if (syscall(SYS_tgkill, getpid(), thread, SIGSYS) == 0) told++;
    }
  }
  close(folder);
  int64_t end = now() + HALTING;
  while (atomic_load(&halted) < told && now() < end) {
    struct timespec moment = {.tv_nsec = 100000};
    nanosleep(&moment, NULL);
  }
}

// A line of text without the C library's formatting, which may allocate.
struct text {
  char bytes[512];
  size_t length;
};

static void put(struct text *text, const char *words) {
  size_t length = strlen(words), room = sizeof text->bytes - 1 - text->length;
  if (length > room) length = room;
  memcpy(text->bytes + text->length, words, length);
  text->length += length;
}

static void put_number(struct text *text, uint64_t number, unsigned base) {
  char digits[24];
  size_t first = sizeof digits - 1;
  digits[first] = '\0';
  do {
    digits[--first] = "0123456789abcdef"[number % base];
    number /= base;
  } while (number > 0);
  put(text, digits + first);
}

static void put_share(struct text *text, unsigned done, unsigned all) {
  put_number(text, done, 10);
  put(text, "/");
  put_number(text, all, 10);
}

static void say(int signal, const siginfo_t *info, int self, unsigned lines, unsigned writes) {
  struct text text = {.length = 0};
  char name[17] = "";
  prctl(PR_GET_NAME, name);
  unsigned all_lines = atomic_load(&ccrash_line_count), all_writes = atomic_load(&ccrash_write_count);
  put(&text, ccrash_prefix);
  put(&text, ccrash_name(signal));
  put(&text, " in thread ");
  put(&text, name);
  put(&text, " (");
  put_number(&text, (uint64_t)self, 10);
  if (info->si_code <= 0) {
    put(&text, "), sent by process ");
    put_number(&text, (uint64_t)info->si_pid, 10);
  } else {
    put(&text, ") at 0x");
    put_number(&text, (uintptr_t)info->si_addr, 16);
  }
  put(&text, ": safe levels on ");
  put_share(&text, lines, all_lines);
  put(&text, " output lines, off commands to buses ");
  put_share(&text, writes, all_writes);
  put(&text, lines < all_lines || writes < all_writes ? "; cut the motor supply  " : "  ");
  put(&text, ccrash_name(signal));
  put(&text, "，线程 ");
  put(&text, name);
  put(&text, "：已置安全电平的输出线 ");
  put_share(&text, lines, all_lines);
  put(&text, "，总线关断命令 ");
  put_share(&text, writes, all_writes);
  put(&text, lines < all_lines || writes < all_writes ? "；请切断电机电源" : "");
  text.bytes[text.length++] = '\n';
  // Who reads nothing must not keep the process from its end.
  struct pollfd entry = {.fd = STDERR_FILENO, .events = POLLOUT};
  if (poll(&entry, 1, 0) > 0 && write(STDERR_FILENO, text.bytes, text.length) < 0) errno = 0;
  // Opened now: a file that is open for writing would keep its disk from being mounted read-only.
  int note = open(ccrash_note, O_WRONLY | O_APPEND | O_CLOEXEC);
  size_t prefix = strlen(ccrash_prefix);
  if (note >= 0 && write(note, text.bytes + prefix, text.length - prefix) < 0) errno = 0;
}

void ccrash_handle(int signal, siginfo_t *info, void *context) {
  (void)context;
  int64_t begin = now();
  int self = (int)syscall(SYS_gettid), nobody = 0;
  if (!atomic_compare_exchange_strong(&dying, &nobody, self)) {
    atomic_fetch_add(&halted, 1);
    while (true) pause();
  }
  drive_lines();
  halt_others(self);
  // Again: one of them may have been about to drive.
  unsigned lines = drive_lines();
  unsigned writes = do_writes(begin);
  say(signal, info, self, lines, writes);
  sigaction(signal, ccrash_former(signal), NULL);
  // Pending until the handler returns, and then at once: also of what is not met again, as a breakpoint.
  syscall(SYS_tgkill, getpid(), self, signal);
}
