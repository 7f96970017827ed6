#include "ci2c.h"

#include <errno.h>
#include <fcntl.h>
#include <i2c/smbus.h>
#include <linux/i2c-dev.h>
#include <stddef.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <unistd.h>

// RobotHAL.I2CMessage is handed over as it is, so its fields must lie where the kernel reads them.
_Static_assert(offsetof(struct i2c_msg, addr) == 0, "I2CMessage.address");
_Static_assert(offsetof(struct i2c_msg, flags) == 2, "I2CMessage.flags");
_Static_assert(offsetof(struct i2c_msg, len) == 4, "I2CMessage.length");
_Static_assert(offsetof(struct i2c_msg, buf) == 8, "I2CMessage.buffer");
_Static_assert(sizeof(struct i2c_msg) == 8 + sizeof(void *), "I2CMessage");
_Static_assert(I2C_RDWR_IOCTL_MAX_MSGS == 42, "LinuxI2CAdapter.maximumMessages");

static int set(int fd, unsigned long request, unsigned long value) {
  return ioctl(fd, request, value) < 0 ? -errno : 0;
}

int ci2c_open(const char *path) {
  int fd = open(path, O_RDWR | O_CLOEXEC);
  return fd < 0 ? -errno : fd;
}

void ci2c_close(int fd) { close(fd); }

int ci2c_lock(int fd) {
  if (flock(fd, LOCK_EX | LOCK_NB) == 0) return 0;
  return errno == EWOULDBLOCK ? -EBUSY : -errno;
}

int ci2c_functions(int fd, unsigned long *functions) {
  return ioctl(fd, I2C_FUNCS, functions) < 0 ? -errno : 0;
}

int ci2c_set_timeout(int fd, unsigned long tens_of_milliseconds) {
  return set(fd, I2C_TIMEOUT, tens_of_milliseconds);
}

int ci2c_set_retries(int fd, unsigned long retries) { return set(fd, I2C_RETRIES, retries); }

int ci2c_transfer(int fd, void *messages, uint32_t count) {
  struct i2c_rdwr_ioctl_data transfer = {.msgs = messages, .nmsgs = count};
  int done = ioctl(fd, I2C_RDWR, &transfer);
  return done < 0 ? -errno : done;
}

int ci2c_set_address(int fd, uint16_t address) { return set(fd, I2C_SLAVE, address); }

// libi2c 4 returns -errno, as we do.
int ci2c_write_quick(int fd) { return i2c_smbus_write_quick(fd, I2C_SMBUS_WRITE); }

int ci2c_write_byte(int fd, uint8_t value) { return i2c_smbus_write_byte(fd, value); }

int ci2c_read_byte(int fd) { return i2c_smbus_read_byte(fd); }

int ci2c_write_byte_data(int fd, uint8_t command, uint8_t value) {
  return i2c_smbus_write_byte_data(fd, command, value);
}

int ci2c_read_byte_data(int fd, uint8_t command) { return i2c_smbus_read_byte_data(fd, command); }

int ci2c_write_word_data(int fd, uint8_t command, uint16_t value) {
  return i2c_smbus_write_word_data(fd, command, value);
}

int ci2c_read_word_data(int fd, uint8_t command) { return i2c_smbus_read_word_data(fd, command); }

int ci2c_write_block(int fd, uint8_t command, uint8_t count, const uint8_t *bytes) {
  return i2c_smbus_write_i2c_block_data(fd, command, count, bytes);
}

int ci2c_read_block(int fd, uint8_t command, uint8_t count, uint8_t *bytes) {
  // libi2c copies as many bytes as the adapter reports, which may be more than were asked for.
  uint8_t block[I2C_SMBUS_BLOCK_MAX];
  int done = i2c_smbus_read_i2c_block_data(fd, command, count, block);
  if (done > 0) memcpy(bytes, block, done < count ? (size_t)done : count);
  return done;
}

const char *ci2c_error_name(int error) { return strerrorname_np(error); }
