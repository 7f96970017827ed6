// The link between Cerebellum and a simulator of rigid bodies. For simulators in C and C++: this header is all
// there is, a program that includes it needs no library. Documentation/simulator-bridge.md explains.
//
// Cerebellum keeps chips, motors and gears; the simulator keeps links, joints, friction, stops and contacts. One
// step is one frame each way: what drives the joints goes out, where they are afterwards comes back. A simulator
// serves at an address, "unix:/run/simulator.sock" or "shm:simulator", and the daemon comes to it.
//
// Frames are little-endian, of fixed layout, at most CBS_CAPACITY bytes: a header, then records. Results are 0 or
// more on success and -errno on failure.
//
// With -std=c11 include it before the system's headers: it asks them for what is Linux's (_DEFAULT_SOURCE).
#pragma once
#ifndef _DEFAULT_SOURCE
#define _DEFAULT_SOURCE 1
#endif
#include <stddef.h>
#include <stdint.h>

#define CBS_MAGIC 0x534C4243u
/// Of frames and of shared memory. Another one is refused.
#define CBS_VERSION 1u
/// Bytes of the longest frame.
#define CBS_CAPACITY 16384u
/// Joints and sensors at most; numbers of all sensors together at most.
#define CBS_MOST_JOINTS 64u
#define CBS_MOST_SENSORS 64u
#define CBS_MOST_VALUES 512u

/// What a frame is.
enum cbs_kind {
  /// To the simulator: joints and sensors by their names; `step` is the period of control. Begins a session.
  CBS_HELLO = 1,
  /// From it: `step` is how far a step goes, `time` the simulator's present; states of the joints, values.
  CBS_READY = 2,
  /// To it: drives that act from now until `time`, `step` later.
  CBS_STEP = 3,
  /// From it: where the joints are at `time`.
  CBS_STATE = 4,
  /// From it, in the place of CBS_READY: a text that says why not, UTF-8, up to the end of the frame.
  CBS_REFUSED = 5,
};

/// What every frame begins with.
struct cbs_header {
  uint32_t magic;
  uint16_t version;
  uint16_t kind;
  /// Bytes of the frame, this header included.
  uint32_t size;
  /// CRC-32 (IEEE 802.3, as zlib's) of the frame with this field 0.
  uint32_t crc;
  /// The answer to a frame has its number.
  uint64_t sequence;
  /// [ns] since the simulation's beginning.
  int64_t time;
  /// [ns]
  int64_t step;
  /// A number that the daemon chose with CBS_HELLO; in all frames until the next.
  uint32_t session;
  uint32_t joints;
  uint32_t sensors;
  uint32_t values;
};

/// Of CBS_HELLO: a joint.
struct cbs_joint {
  /// As the robot file calls it; ends with 0.
  char name[60];
  /// 0: revolute, 1: prismatic.
  uint32_t kind;
};

/// Of CBS_HELLO: a device that feels something.
struct cbs_sensor {
  /// As the robot file calls it; ends with 0.
  char name[56];
  /// 1: an inertial sensor, 10 numbers: specific force [m/s^2] and angular velocity [rad/s] in its own axes, the
  /// quaternion w, x, y, z from them to the world's. 2: a pad, 3 numbers: the force on it, in its axes [N].
  uint32_t kind;
  uint32_t values;
};

/// Of CBS_STEP: what acts at a joint, besides gravity, contacts and the joint's own friction:
/// effort - damping * (its velocity), on an inertia that is greater by `armature`, and against friction.
/// Take `damping` implicitly, as part of the joint's own, or the step must be shorter than inertia / damping.
struct cbs_drive {
  /// [N.m or N]
  double effort;
  /// [N.m.s/rad or N.s/m]
  double damping;
  /// Of the motor's rotor [kg.m^2 or kg].
  double armature;
  /// Of a brake, Coulomb's [N.m or N].
  double friction;
};

/// Of CBS_READY and CBS_STATE: a joint.
struct cbs_state {
  /// [rad or m]
  double position;
  /// [rad/s or m/s]
  double velocity;
};

/// A frame with room for its records.
struct cbs_frame {
  struct cbs_header header;
  unsigned char body[CBS_CAPACITY - sizeof(struct cbs_header)];
};

/// CRC-32 of the frame of `size` bytes, its field for it taken as 0.
static inline uint32_t cbs_crc(const void *frame, size_t size);
/// Fills in magic, version, size and CRC of a frame whose records take `bytes`.
static inline void cbs_seal(struct cbs_frame *frame, size_t bytes);
/// Bytes of the records that a frame with this header has; -EBADMSG if it says what cannot be.
static inline int cbs_body_size(const struct cbs_header *header);

#include "cerebellum_simulator_link.h"

/// What a simulator is to Cerebellum. Every function gets `context`.
struct cbs_simulator {
  void *context;
  /// How far one step goes [ns].
  int64_t step;
  /// The number of the joint with this name, or -1: then the daemon is refused.
  int (*find_joint)(void *context, const char *name);
  /// The number of the sensor with this name, or -1. NULL: there are none.
  int (*find_sensor)(void *context, const char *name, uint32_t kind);
  /// Where joint `joint` is now.
  struct cbs_state (*state)(void *context, int joint);
  /// What sensor `sensor` feels now.
  void (*feel)(void *context, int sensor, double *values, uint32_t count);
  /// From now on `drive` acts at joint `joint`.
  void (*drive)(void *context, int joint, struct cbs_drive drive);
  /// Goes on by one step.
  void (*advance)(void *context);
  /// The present [ns].
  int64_t (*now)(void *context);
};

/// Serves `simulator` at `address` until `*stop` is not 0, or something is wrong with the address. While no daemon
/// is there, time stands still. A daemon that has said nothing for `patience` ns is taken for gone, and its drives
/// are let go.
static inline int cbs_serve(
    const char *address, const struct cbs_simulator *simulator, int64_t patience,
    const volatile int *stop);

#include "cerebellum_simulator_serve.h"
