// Stands between this program and the C library: ioctl for a fake I2C adapter, clock_nanosleep to see
// the deadlines. bench exports `ioctl`, so that the installed libi2c calls this one too.
#include <cbenchmark.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <i2c/smbus.h>
#include <stdarg.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

// ---- I2C

static uint64_t i2c_calls;

uint64_t cb_take_i2c_calls(void) {
  uint64_t calls = i2c_calls;
  i2c_calls = 0;
  return calls;
}

int cb_open_fake_i2c(void) { return open("/dev/null", O_RDWR | O_CLOEXEC); }

static int answer(unsigned long request, void *argument) {
  switch (request) {
    case I2C_FUNCS: *(unsigned long *)argument = I2C_FUNC_I2C; return 0;
    case I2C_RDWR: {
      struct i2c_rdwr_ioctl_data *transfer = argument;
      for (unsigned index = 0; index < transfer->nmsgs; index++) {
        struct i2c_msg *message = &transfer->msgs[index];
        if (!(message->flags & I2C_M_RD)) continue;
        // No memset: a call for two bytes would cost more than what is measured.
        if (message->len == 2) {
          __builtin_memcpy(message->buf, "\x5A\x5A", 2);
        } else {
          for (unsigned place = 0; place < message->len; place++)
            ((volatile uint8_t *)message->buf)[place] = 0x5A;
        }
      }
      return (int)transfer->nmsgs;
    }
    case I2C_SMBUS: {
      struct i2c_smbus_ioctl_data *transfer = argument;
      if (transfer->read_write == I2C_SMBUS_READ) transfer->data->word = 0x5A5A;
      return 0;
    }
    default: return 0;
  }
}

int ioctl(int descriptor, unsigned long request, ...) {
  va_list arguments;
  va_start(arguments, request);
  void *argument = va_arg(arguments, void *);
  va_end(arguments);
  // The entry is a real one: /dev/null knows no I2C and returns at once (ENOTTY).
  long result = syscall(SYS_ioctl, descriptor, request, argument);
  if (request >> 8 != 0x07) return (int)result;
  i2c_calls++;
  return answer(request, argument);
}

void cb_make_angle_messages(int first, int count, struct cb_angle_messages *messages) {
  messages->transfer.msgs = messages->messages;
  messages->transfer.nmsgs = 2 * (unsigned)count;
  for (int index = 0; index < count; index++) {
    uint16_t address = (uint16_t)(first + index);
    messages->command[index] = 0x0E;
    messages->messages[2 * index] = (struct i2c_msg){
      .addr = address, .len = 1, .buf = &messages->command[index]};
    messages->messages[2 * index + 1] = (struct i2c_msg){
      .addr = address, .flags = I2C_M_RD, .len = 2, .buf = messages->angles[index]};
  }
}

int cb_transfer_angle_messages(int descriptor, struct cb_angle_messages *messages) {
  return ioctl(descriptor, I2C_RDWR, &messages->transfer);
}

int cb_read_words_by_libi2c(int descriptor, int first, int count, int32_t *words) {
  for (int index = 0; index < count; index++) {
    if (ioctl(descriptor, I2C_SLAVE, (long)(first + index)) < 0) return -errno;
    words[index] = i2c_smbus_read_word_data(descriptor, 0x0E);
    if (words[index] < 0) return words[index];
  }
  return 0;
}

// ---- Sleep

static __thread int64_t *watched;
static __thread size_t watch_capacity, watch_count;

void cb_watch_sleep(int64_t *deadlines, size_t capacity) {
  watched = deadlines;
  watch_capacity = capacity;
  watch_count = 0;
}

size_t cb_watched_sleeps(void) { return watch_count; }

int clock_nanosleep(
  clockid_t clock, int flags, const struct timespec *request, struct timespec *remain) {
  if (watched != NULL && watch_count < watch_capacity && (flags & TIMER_ABSTIME))
    watched[watch_count++] = (int64_t)request->tv_sec * 1000000000 + request->tv_nsec;
  return syscall(SYS_clock_nanosleep, clock, flags, request, remain) == 0 ? 0 : errno;
}
