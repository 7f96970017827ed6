// The chips on the fake buses, as far as the daemon looks at them, and motors that turn the encoders'
// magnets: a first-order speed behind each bridge, so that the joints move and their limits act.
//
// Bus 0: TCA9548A 0x71 (AS5600 behind channels 0 and 1), PCA9685 0x41.
// Bus 1: PCA9685 0x41, AS5600 0x36, INA226 0x44.
#include <errno.h>
#include <linux/i2c.h>
#include <math.h>
#include <stddef.h>

#include "counted.h"

#ifndef I2C_M_STOP
#define I2C_M_STOP 0x8000
#endif

/// No-load speed of the joints at full duty [rad/s] and the time it takes to get there [s].
#define FULL_SPEED 5.17
#define TIME_CONSTANT 0.03
/// Where they stand at first, and how far from there their mechanical stops are [rad]: just beyond
/// the limits of robot.yaml, so that a joint that coasts into one can be armed again.
#define REST_ANGLE 2.0
#define STOP_ANGLE 1.06

struct pwm {
  uint8_t registers[256];
  uint8_t pointer;
};

struct encoder {
  uint8_t registers[256];
  uint8_t pointer;
  double angle, speed;
};

struct monitor {
  uint16_t registers[256];
  uint8_t pointer;
};

static struct bus {
  uint8_t channels, wanted_channels;
  struct pwm pwm;
  struct encoder encoders[2];
  struct monitor monitor;
  bool is_made;
  /// The cycle until which the motors have run.
  uint64_t cycle;
} buses[COUNTED_BUSES];

static void make(struct bus *bus) {
  bus->is_made = true;
  bus->pwm.registers[0x00] = 0x11;
  bus->pwm.registers[0x01] = 0x04;
  bus->pwm.registers[0xFE] = 0x1E;
  for (int channel = 0; channel < 16; channel++) bus->pwm.registers[0x06 + 4 * channel + 3] = 0x10;
  for (int index = 0; index < 2; index++) {
    bus->encoders[index].registers[0x0B] = 0x20;
    bus->encoders[index].registers[0x1A] = 128;
    bus->encoders[index].angle = REST_ANGLE;
  }
  bus->monitor.registers[0x00] = 0x4127;
  bus->monitor.registers[0x01] = 400;
  bus->monitor.registers[0x02] = 9600;
  bus->monitor.registers[0xFE] = 0x5449;
  bus->monitor.registers[0xFF] = 0x2260;
}

static double duty(const struct pwm *pwm, int channel) {
  const uint8_t *registers = &pwm->registers[0x06 + 4 * channel];
  if (pwm->registers[0x00] & 0x10 || registers[3] & 0x10) return 0;
  if (registers[1] & 0x10) return 1;
  return (registers[2] | (registers[3] & 0x0F) << 8) / 4096.0;
}

static void advance(struct bus *bus) {
  double step = (double)counted->period_ns * 1e-9;
  for (int index = 0; index < 2; index++) {
    struct encoder *encoder = &bus->encoders[index];
    double wanted = FULL_SPEED * (duty(&bus->pwm, 2 * index) - duty(&bus->pwm, 2 * index + 1));
    encoder->speed += (wanted - encoder->speed) * step / (TIME_CONSTANT + step);
    encoder->angle += encoder->speed * step;
    double beyond = fabs(encoder->angle - REST_ANGLE) - STOP_ANGLE;
    if (beyond > 0) {
      encoder->angle -= copysign(beyond, encoder->angle - REST_ANGLE);
      encoder->speed = 0;
    }
    double turns = encoder->angle / 6.283185307179586;
    turns -= (double)(int64_t)turns;
    if (turns < 0) turns += 1;
    unsigned counts = (unsigned)(turns * 4096) & 0x0FFF;
    encoder->registers[0x0C] = (uint8_t)(counts >> 8);
    encoder->registers[0x0D] = (uint8_t)counts;
  }
}

static void write_pwm(struct pwm *pwm, const struct i2c_msg *message) {
  for (int index = 0; index < message->len; index++) {
    uint8_t value = message->buf[index];
    if (index == 0) {
      pwm->pointer = value;
      continue;
    }
    uint8_t address = pwm->pointer++;
    if (address >= 0xFA && address <= 0xFD) {
      for (int channel = 0; channel < 16; channel++)
        pwm->registers[0x06 + 4 * channel + address - 0xFA] = value;
    } else if (address == 0x00) {
      pwm->registers[0x00] = value & 0x7F;
    } else if (address != 0xFE || pwm->registers[0x00] & 0x10) {
      pwm->registers[address] = value;
    }
  }
}

static void exchange_bytes(uint8_t *registers, uint8_t *pointer, struct i2c_msg *message) {
  if (message->flags & I2C_M_RD) {
    for (int index = 0; index < message->len; index++)
      message->buf[index] = registers[(*pointer)++];
    return;
  }
  for (int index = 0; index < message->len; index++) {
    if (index == 0) {
      *pointer = message->buf[0];
    } else {
      registers[(*pointer)++] = message->buf[index];
    }
  }
}

static void exchange_words(struct monitor *monitor, struct i2c_msg *message) {
  if (message->flags & I2C_M_RD) {
    uint16_t value = monitor->registers[monitor->pointer];
    for (int index = 0; index < message->len; index++)
      message->buf[index] = (uint8_t)(index % 2 == 0 ? value >> 8 : value);
    return;
  }
  monitor->pointer = message->buf[0];
  if (message->len != 3) return;
  uint16_t value = (uint16_t)(message->buf[1] << 8 | message->buf[2]);
  bool is_reset = monitor->pointer == 0x00 && value & 0x8000;
  monitor->registers[monitor->pointer] = is_reset ? 0x4127 : value;
}

static int exchange(unsigned number, struct i2c_msg *message) {
  struct bus *bus = &buses[number];
  bool is_read = message->flags & I2C_M_RD;
  switch (message->addr) {
    case 0x71:
      if (number != 0) return ENXIO;
      for (int index = 0; index < message->len; index++) {
        if (is_read) {
          message->buf[index] = bus->wanted_channels;
        } else {
          bus->wanted_channels = message->buf[index];
        }
      }
      return 0;
    case 0x41:
      if (!is_read) {
        write_pwm(&bus->pwm, message);
      } else {
        exchange_bytes(bus->pwm.registers, &bus->pwm.pointer, message);
      }
      return 0;
    case 0x44:
      if (number != 1) return ENXIO;
      exchange_words(&bus->monitor, message);
      return 0;
    case 0x36:
      for (int index = 0; index < 2; index++) {
        bool is_open = number == 0 ? (bus->channels >> index & 1) != 0 : index == 0;
        if (!is_open) continue;
        exchange_bytes(bus->encoders[index].registers, &bus->encoders[index].pointer, message);
        return 0;
      }
      return ENXIO;
    default: return ENXIO;
  }
}

int counted_chips_transfer(unsigned number, struct i2c_msg *messages, unsigned count) {
  struct bus *bus = &buses[number];
  if (!bus->is_made) make(bus);
  if (counted_self != NULL && counted_self->cycles != bus->cycle) {
    bus->cycle = counted_self->cycles;
    advance(bus);
  }
  int error = 0;
  for (unsigned index = 0; index < count && error == 0; index++) {
    error = exchange(number, &messages[index]);
    // The mux switches at STOP.
    if (messages[index].flags & I2C_M_STOP) bus->channels = bus->wanted_channels;
  }
  bus->channels = bus->wanted_channels;
  return error;
}
