// The I2C character device: one call per transfer, and libi2c for adapters that speak SMBus only.
//
// Results are 0 or more on success and -errno on failure.
#pragma once
#include <linux/i2c.h>
#include <stdint.h>

// Trusted by the Swift compiler's real-time checks; nothing behind these names allocates or locks.
#if defined(__has_attribute)
#if __has_attribute(swift_attr)
#define CI2C_REALTIME                             \
  __attribute__((swift_attr("@_noAllocation"))) \
  __attribute__((swift_attr("@_noLocks")))
#endif
#endif
#ifndef CI2C_REALTIME
#define CI2C_REALTIME
#endif

/// Opens an I2C bus (close-on-exec). Returns the descriptor.
int ci2c_open(const char *path);
void ci2c_close(int fd);

/// Makes the bus ours alone among those who ask as well (flock), until it is closed. -EBUSY: another
/// process has it.
int ci2c_lock(int fd);
/// The adapter's I2C_FUNC_* bits (`I2C_FUNCS`). -ENOTTY: not an I2C bus.
int ci2c_functions(int fd, unsigned long *functions);
/// The time after which the adapter gives up, in units of 10 ms (`I2C_TIMEOUT`). It is the adapter's:
/// the kernel keeps it for every user of the bus, and after close.
int ci2c_set_timeout(int fd, unsigned long tens_of_milliseconds);
/// How often the kernel repeats a message after it lost arbitration (`I2C_RETRIES`); the adapter's too.
int ci2c_set_retries(int fd, unsigned long retries);

/// Executes `count` (at most 42) `struct i2c_msg` as one transfer (`I2C_RDWR`).
///
/// Returns the number of messages done, which may be less than `count`: i2c-virtio reports a NAK as 0.
/// Only `count` means success.
CI2C_REALTIME int ci2c_transfer(int fd, void *messages, uint32_t count);

/// The address of the SMBus calls that follow. -EBUSY: a kernel driver owns it.
CI2C_REALTIME int ci2c_set_address(int fd, uint16_t address);
/// START, address with the write bit, STOP. Returns 0.
CI2C_REALTIME int ci2c_write_quick(int fd);
/// A byte without a command. Returns 0.
CI2C_REALTIME int ci2c_write_byte(int fd, uint8_t value);
/// Returns the byte that the device sends without a command.
CI2C_REALTIME int ci2c_read_byte(int fd);
/// Returns 0.
CI2C_REALTIME int ci2c_write_byte_data(int fd, uint8_t command, uint8_t value);
/// Returns the byte.
CI2C_REALTIME int ci2c_read_byte_data(int fd, uint8_t command);
/// `value` goes out low byte first. Returns 0.
CI2C_REALTIME int ci2c_write_word_data(int fd, uint8_t command, uint16_t value);
/// Returns the word whose low byte came first.
CI2C_REALTIME int ci2c_read_word_data(int fd, uint8_t command);
/// `command`, then `count` (1...32) bytes, without a length byte on the wire. Returns 0.
CI2C_REALTIME int ci2c_write_block(int fd, uint8_t command, uint8_t count, const uint8_t *bytes);
/// Returns how many bytes the device sent. `bytes` holds `count` (1...32) and gets no more than that.
CI2C_REALTIME int ci2c_read_block(int fd, uint8_t command, uint8_t count, uint8_t *bytes);

/// "ENXIO" for 6; NULL for a number that names no error.
const char *ci2c_error_name(int error);
