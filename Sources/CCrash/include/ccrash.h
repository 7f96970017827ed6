#pragma once
// What a process that dies of a fault still does: it drives its outputs to their safe levels, from the
// signal handler. Nothing here helps against SIGKILL.

#include <stdbool.h>
#include <stdint.h>

/// How many bytes a write to a device may have.
#define CCRASH_LONGEST_WRITE 16

/// Takes SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGABRT and SIGSYS, and gives the calling thread a stack
/// of its own for them. To be called once, before an output is claimed. What the handler says begins with
/// `prefix`, at most 15 bytes. 0, or an errno. Real-time: no.
///
/// The handler makes system calls only (signal-safety(7)): it drives the lines that are known, halts every
/// other thread of the process, drives the lines again, does the writes, says on standard error what it
/// did, and then lets the signal do what it would have done. All that it drives was opened and written down
/// before. It begins no write 250 ms after it began.
int ccrash_install(const char *prefix);

/// From now on the line request `descriptor` (GPIO uAPI v2, one line) gets `level`. False when there are
/// 64 already. Real-time: no.
bool ccrash_add_line(int descriptor, bool level);

/// From now on `count` bytes go to the device `address` of the I2C bus `descriptor`, after what was added
/// before: as one message, or, with `smbus`, as the SMBus call that puts the same bytes on the wire. False when
/// there are 64 already, for no byte, or for more than CCRASH_LONGEST_WRITE. Real-time: no.
bool ccrash_add_write(int descriptor, uint16_t address, const uint8_t *bytes, uint32_t count, bool smbus);

/// From now on what is said on standard error is written to the file at `path` too, at its end, where it is there
/// then. False for a path of more than 1023 bytes. Real-time: no.
bool ccrash_set_note(const char *path);
