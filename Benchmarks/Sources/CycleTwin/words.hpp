#pragma once
// The values that the twin shares with RobotCore, and its arithmetic.

#include <cmath>
#include <cstdint>

namespace cycle_twin {

enum class State : uint8_t {
  unconfigured, disarmed, arming, active, holding, stopping, faulted
};
enum class Source : uint8_t { rest, motion, jog, stream };
enum class Quality : uint8_t { fresh, missing, invalid };
enum class OnLoss : uint8_t { hold, damp, coast };
enum class Request : uint8_t { arm, disarm, stop, clear, jog, start_motion };
enum class Event : uint8_t {
  configured, arm, ramp_ended, stop, disarm, reference_lost, standstill, safe_torque_off,
  safe_stop_1, clear
};
enum class Refusal : uint16_t {
  none = 0, wrong_state = 1, emergency_stop_pressed = 2, encoder_not_fresh = 3,
  outside_limits = 4, fault_latched = 5, cause_persists = 6, motion_starts_elsewhere = 7,
  no_motion = 8, invalid_value = 9, actuator_not_answering = 10, limits_unspecified = 11,
  safety_line_lost = 12
};
enum class Fault : uint16_t {
  none = 0, actuator_lost = 101, encoder_lost = 201, encoder_jump = 202, loop_stalled = 301,
  position_limit = 401, over_speed = 402, following_error = 403, non_finite_effort = 404,
  oscillation = 408,
  emergency_stop = 501, safety_line_lost = 502
};

/// Why a command was changed; bits.
namespace limit {
constexpr uint16_t position = 1, velocity = 2, acceleration = 4, effort = 8, voltage = 16,
                   arming = 32, end_stop = 64, command_lost = 128, oscillation = 2048;
}

constexpr bool is_powered(State s) {
  return s == State::arming || s == State::active || s == State::holding || s == State::stopping;
}

constexpr bool is_finite(double x) { return x - x == 0; }

// Swift's `min` and `max`: which of two comes out when one is NaN or both are zero is part of the
// bits.
constexpr double least(double x, double y) { return y < x ? y : x; }
constexpr double greatest(double x, double y) { return y >= x ? y : x; }

/// Within -bound...bound; 0 when it is NaN.
constexpr double clamp(double value, double bound) {
  if (value > bound) return bound;
  if (value < -bound) return -bound;
  return value == value ? value : 0;
}

}  // namespace cycle_twin
