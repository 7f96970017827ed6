#pragma once
// One joint: its constants and what the cycle remembers of it.

#include "cycle_twin.h"
#include "words.hpp"

namespace cycle_twin {

/// RobotControl.VelocityEstimator.
struct Estimator {
  double position = 0, velocity = 0;
  double period, position_gain, velocity_gain;

  Estimator(double corner, double period);

  void reset(double at) {
    position = at;
    velocity = 0;
  }
  void update(double measured) {
    position += velocity * period;
    const double residual = measured - position;
    position += position_gain * residual;
    velocity += velocity_gain * residual;
  }
  void predict(double periods) { position += velocity * period * periods; }
};

/// RobotControl.ReferenceLimiter.
struct Limiter {
  double position = 0, velocity = 0, acceleration = 0;
  const double clearance;

  Limiter(const twin_configuration &bounds, double period)
    : clearance(stopping_distance(bounds.velocity, bounds.acceleration * period, period)) {}

  void reset(double at) {
    position = at;
    velocity = 0;
    acceleration = 0;
  }
  void follow(double target, double before, const twin_configuration &bounds, double period) {
    const double inside = least(greatest(target, bounds.lower), bounds.upper);
    position = before + clamp(inside - before, bounds.velocity * period);
  }
  uint16_t update(
    double target, double target_velocity, double speed_limit, const twin_configuration &bounds,
    double period);
  void brake(const twin_configuration &bounds, double period) {
    const double step = bounds.acceleration * period;
    move(velocity - clamp(velocity, step), bounds, period);
  }

 private:
  static double stopping_distance(double velocity, double step, double period) {
    const double steps = velocity / step + 1;
    return 0.5005 * steps * steps * step * period;
  }
  void move(double next, const twin_configuration &bounds, double period) {
    acceleration = (next - velocity) / period;
    velocity = next;
    const double highest = greatest(bounds.upper, position);
    const double lowest = least(bounds.lower, position);
    position = least(greatest(position + next * period, lowest), highest);
  }
};

/// RobotControl.JointLaw.
struct Law {
  double integral = 0, saturation = 0;

  double update(
    double position_error, double velocity_error, double feed_forward, double period, double scale,
    double kp, double kd, double ki, double integral_limit) {
    if (ki == 0) {
      integral = 0;
    } else if (saturation * position_error <= 0) {
      integral = clamp(integral + ki * position_error * period, integral_limit);
    }
    const double feedback = kp * position_error + kd * velocity_error;
    return scale * (feedback + integral + feed_forward);
  }
};

/// RobotControl.DCMotorPair.
struct Motor {
  double supply, resistance, effort_per_ampere, back_emf;

  explicit Motor(const twin_configuration &joint)
      : supply(joint.supply),
        resistance(joint.resistance),
        effort_per_ampere(joint.efficiency * joint.gear * joint.torque_constant),
        back_emf(joint.gear * joint.torque_constant) {}
  double voltage(double effort, double velocity) const {
    return effort / effort_per_ampere * resistance + back_emf * velocity;
  }
  double effort(double voltage, double velocity) const {
    return (voltage - back_emf * velocity) / resistance * effort_per_ampere;
  }
};

/// RobotControl.OscillationObserver.
struct Oscillation {
  double grain, energy;
  double offset = 0, work = 0, way = 1, reach = 0;
  double reach_work = 0, reach_effort = 0;
  double turn_offset = 0, turn_effort = 0, last_swing = 0, count = 0;
  int64_t turn_time = 0;

  explicit Oscillation(double effort_limit) : grain(0.003), energy(0.001 * effort_limit) {}
  void reset(double at) {
    offset = turn_offset = at;
    reach = way * at;
    reach_work = reach_effort = work = turn_effort = last_swing = count = 0;
  }
  bool update(double present, double effort) {
    work += effort * (present - offset);
    offset = present;
    const double along = way * present;
    if (along > reach) {
      reach = along;
      reach_work = work;
      reach_effort = effort;
    }
    return reach - along > grain;
  }
  double turn(int64_t now);
};

/// RobotControl.GainFold.
struct Fold {
  double scale = 1, aim = 1;
  int64_t time = 0;

  bool is_active() const { return scale < 1 || aim < 1; }
  void step(double period) { scale += clamp(aim - scale, 0.5 * period / 0.05); }
};

struct Joint {
  twin_configuration configuration;
  Motor motor;
  Estimator estimator;
  Limiter limiter;
  Law law;
  double measured = 0, elapsed = 0;
  bool has_measured = false;
  uint32_t age = 0, fresh_run = 0, jumps = 0, over_speed_run = 0;
  double following_error_time = 0, ramp_time = 0, goal = 0, jog_speed = 0;
  Oscillation oscillation;
  double fed = 0;
  Fold fold;
  uint16_t limits = 0;
  double desired = 0, applied = 0, squared_error_sum = 0, maximum_error = 0;

  Joint(const twin_configuration &configuration, double period);
};

}  // namespace cycle_twin
