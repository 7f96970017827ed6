// Written by `make catalogue` from Faults/faults.yaml: change that.
// swift-format-ignore-file

/// What the codes are called in files.
enum FaultNames {
  /// Of faults that latch, by their codes.
  static let faults = [
    "actuator_lost",
    "settings_lost",
    "actuator_fault",
    "servo_fault",
    "actuator_unreliable",
    "encoder_lost",
    "encoder_jump",
    "edges_lost",
    "encoder_unreliable",
    "encoder_frozen",
    "encoder_disagreement",
    "loop_stalled",
    "loop_overrun",
    "position_limit",
    "over_speed",
    "following_error",
    "non_finite_effort",
    "not_holding",
    "motor_overload",
    "oscillation",
    "actuator_silent",
    "wrong_polarity",
    "motor_without_effect",
    "emergency_stop",
    "safety_line_lost",
    "emergency_stop_discrepancy",
    "over_temperature",
    "under_voltage",
    "over_voltage",
    "over_current",
    "simulator_lost",
  ]
  /// Of stops without a fault, by their codes.
  static let stops = [
    "actuator_degraded",
    "encoder_degraded",
    "overrun_credits",
    "limit_switch",
    "watch_silent",
    "command_timeout",
  ]
}
