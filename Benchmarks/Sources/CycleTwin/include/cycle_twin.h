#pragma once
// The control cycle of RobotCore once more, in C++, as its yardstick: the same algorithm, the same
// bits. Without the kinematic tree: joints as of a hand that has no URDF. SI units throughout.

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// RobotCore.JointConfiguration.
struct twin_configuration {
  double lower, upper, velocity, acceleration;
  double effort_limit;
  double kp, kd, ki, integral_limit;
  double velocity_filter;
  double supply, gear, torque_constant, resistance, efficiency;
  double actuator_direction, armature, friction_compensation;
  /// 0 hold, 1 damp, 2 coast.
  uint8_t on_loss;
  bool has_limits;
};

/// RobotCore.JointMeasurement; quality 0 fresh, 1 missing, 2 invalid.
struct twin_measurement {
  double position;
  uint8_t quality;
};

/// RobotCore.JointTarget; NaN where nothing is said.
struct twin_target {
  double position, velocity, kp, kd, feed_forward;
};

/// RobotCore.JointSnapshot.
struct twin_snapshot {
  double reference_position, reference_velocity, measured_position, measured_velocity;
  double desired_effort, applied_effort, duty;
  uint16_t limits;
  uint32_t age;
  double squared_error_sum, maximum_error;
};

/// RobotControl.MotionPoint.
struct twin_point {
  double position, velocity, acceleration;
};

/// RobotCore.CycleInput. `request`: 0 arm, 1 disarm, 2 stop, 3 clear, 4 jog, 5 start motion.
struct twin_input {
  int64_t time;
  int64_t stream_valid_until;
  uint64_t skipped_cycles;
  double displacement, speed;
  int32_t joint;
  int32_t actuator_lost;
  uint8_t request;
  bool has_request, has_stream, emergency_stop, safety_line_lost;
};

/// RobotCore.Verdict, and where the robot stands: the values of RobotCore.LifecycleState,
/// ReferenceSource and FaultCode (0: none).
struct twin_verdict {
  uint16_t refusal, latched, fault;
  int32_t latched_joint;
  uint8_t lifecycle, source;
  bool outputs_enabled;
};

struct twin;

/// What a twin can do. A table, so that one program can hold those of several compilers.
struct twin_interface {
  /// The compiler that built it.
  const char *compiler;
  /// A cycle for `count` joints at a nominal period of `period` s, with the default safety limits.
  struct twin *(*create)(const struct twin_configuration *joints, int count, double period);
  void (*destroy)(struct twin *twin);
  /// Written before `step`.
  struct twin_measurement *(*measurements)(struct twin *twin);
  struct twin_target *(*targets)(struct twin *twin);
  void (*set_motion)(
    struct twin *twin, const double *times, const struct twin_point *points, int knot_count);
  /// One turn.
  void (*step)(struct twin *twin, const struct twin_input *input, struct twin_verdict *verdict);
  /// Read after `step`.
  const double *(*duties)(const struct twin *twin);
  void (*publish)(const struct twin *twin, struct twin_snapshot *snapshots);
};

/// The twin of the compiler that built this program, or this library.
const struct twin_interface *cycle_twin_interface(void);

#ifdef __cplusplus
}
#endif
