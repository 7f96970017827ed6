#include "cycle.hpp"

#include <cmath>

namespace cycle_twin {

namespace {

/// The greatest speed from which the reference stops within `distance` in whole cycles.
inline double braking_speed(double distance, double step, double period) {
  if (!(distance > 0)) return 0;
  if (distance <= step * period) return distance / period;
  const double root = std::sqrt(1 + 8 * distance / (step * period));
  const double cycles = 0.5 * (root - 1);
  if (!(cycles < 1e9)) return step * cycles;
  const double floor = static_cast<double>(static_cast<int64_t>(cycles));
  const double whole = greatest(floor < cycles ? floor + 1 : floor, 1);
  return distance / (whole * period) + 0.5 * step * (whole - 1);
}

}  // namespace

inline uint16_t Limiter::update(
  double target, double target_velocity, double speed_limit, const twin_configuration &bounds,
  double period) {
  uint16_t limits = 0;
  double goal = target;
  double goal_velocity = clamp(target_velocity, speed_limit);
  if (!is_finite(goal) || target_velocity != target_velocity) {
    limits |= limit::position;
    goal = position;
    goal_velocity = 0;
  } else if (goal < bounds.lower || goal > bounds.upper) {
    limits |= limit::position;
    goal = least(greatest(goal, bounds.lower), bounds.upper);
    goal_velocity = 0;
  }
  const double step = bounds.acceleration * period;
  const double wanted = (goal - position) / period;
  const double distance = goal - position - goal_velocity * period;
  const double approach = braking_speed(std::fabs(distance), step, period);
  double next = goal_velocity + (distance < 0 ? -approach : approach);
  next = clamp(next, speed_limit);
  const double above = bounds.upper - position, below = position - bounds.lower;
  if (!(above >= clearance && below >= clearance)) {
    next = least(next, braking_speed(above, step, period));
    next = greatest(next, -braking_speed(below, step, period));
  }
  if (std::fabs(wanted) > speed_limit * 1.000001) limits |= limit::velocity;
  if (std::fabs(wanted - velocity) > step * 1.000001) limits |= limit::acceleration;
  move(velocity + clamp(next - velocity, step), bounds, period);
  return limits;
}

twin_point Motion::point(int joint, int joint_count) const {
  const double start = times[segment], end = times[segment + 1];
  const twin_point &from = points[segment * joint_count + joint];
  const twin_point &to = points[(segment + 1) * joint_count + joint];
  if (time >= end) return {to.position, 0, 0};
  const double t = end - start, s = time - start;
  const double distance = to.position - from.position;
  const double a2 = 0.5 * from.acceleration;
  const double a3 =
    (20 * distance - (8 * to.velocity + 12 * from.velocity) * t
     - (3 * from.acceleration - to.acceleration) * t * t) / (2 * t * t * t);
  const double a4 =
    (-30 * distance + (14 * to.velocity + 16 * from.velocity) * t
     + (3 * from.acceleration - 2 * to.acceleration) * t * t) / (2 * t * t * t * t);
  const double a5 =
    (12 * distance - 6 * (to.velocity + from.velocity) * t
     + (to.acceleration - from.acceleration) * t * t) / (2 * t * t * t * t * t);
  return {
    from.position + s * (from.velocity + s * (a2 + s * (a3 + s * (a4 + s * a5)))),
    from.velocity + s * (2 * a2 + s * (3 * a3 + s * (4 * a4 + s * 5 * a5))),
    2 * a2 + s * (6 * a3 + s * (12 * a4 + s * 20 * a5))};
}

void Cycle::advance_reference(const twin_input &input) {
  switch (lifecycle_.state) {
  case State::unconfigured:
  case State::disarmed:
  case State::faulted:
    source_ = Source::rest;
    loss_pending_ = false;
    for (Joint &joint : joints_) {
      joint.limiter.reset(joint.measured);
      joint.goal = joint.measured;
    }
    break;
  case State::arming:
    brake();
    if (ramp_up()) lifecycle_.take(Event::ramp_ended);
    break;
  case State::stopping:
    ramp_up();
    if (brake()) lifecycle_.take(Event::standstill);
    break;
  case State::holding:
    ramp_up();
    brake();
    break;
  case State::active: follow(input); break;
  }
}

bool Cycle::ramp_up() {
  bool up = true;
  for (Joint &joint : joints_) {
    if (joint.ramp_time < safety_.arming_time) joint.ramp_time += period_;
    if (joint.ramp_time < safety_.arming_time) up = false;
  }
  return up;
}

bool Cycle::brake() {
  source_ = Source::rest;
  bool at_rest = true;
  for (Joint &joint : joints_) {
    const twin_configuration &bounds = joint.configuration;
    if (is_let_go(joint)) {
      joint.limiter.reset(least(greatest(joint.measured, bounds.lower), bounds.upper));
    } else {
      joint.limiter.brake(bounds, period_);
    }
    joint.goal = joint.limiter.position;
    if (joint.limiter.velocity != 0) at_rest = false;
  }
  return at_rest;
}

void Cycle::follow(const twin_input &input) {
  if (source_ == Source::stream && input.time >= input.stream_valid_until) {
    loss_pending_ = true;
    lifecycle_.take(Event::reference_lost);
    if (brake()) lifecycle_.take(Event::standstill);
    return;
  }
  if (input.has_stream && source_ == Source::rest && input.time < input.stream_valid_until) {
    source_ = Source::stream;
  }
  const int count = static_cast<int>(joints_.size());
  if (source_ == Source::motion && motion.times != nullptr) {
    const bool runs = motion.advance(period_);
    for (int index = 0; index < count; ++index) {
      Joint &joint = joints_[index];
      const twin_point point = motion.point(index, count);
      joint.limits = joint.limiter.update(
        point.position, point.velocity, joint.configuration.velocity, joint.configuration,
        period_);
      joint.goal = joint.limiter.position;
    }
    if (!runs) {
      source_ = Source::rest;
      for (int index = 0; index < count; ++index) {
        joints_[index].goal = motion.point(index, count).position;
      }
    }
  } else if (source_ == Source::stream) {
    for (int index = 0; index < count; ++index) follow_stream(joints_[index], targets[index]);
  } else {
    bool arrived = true;
    for (Joint &joint : joints_) {
      if (!approach_goal(joint)) arrived = false;
    }
    if (arrived) source_ = Source::rest;
  }
}

void Cycle::follow_stream(Joint &joint, const twin_target &target) {
  const double velocity = target.velocity == target.velocity ? target.velocity : 0;
  const double rest = joint.limiter.position + velocity * period_;
  const bool held = !(target.kp <= 0);
  const double position = held && target.position == target.position ? target.position : rest;
  const double before = joint.limiter.position;
  joint.limits = joint.limiter.update(
    position, velocity, joint.configuration.velocity, joint.configuration, period_);
  if (!held) joint.limiter.follow(joint.measured, before, joint.configuration, period_);
  joint.goal = joint.limiter.position;
}

bool Cycle::approach_goal(Joint &joint) {
  double speed = joint.configuration.velocity;
  if (source_ == Source::jog && joint.jog_speed > 0 && joint.jog_speed < speed) {
    speed = joint.jog_speed;
  }
  joint.limiter.update(joint.goal, 0, speed, joint.configuration, period_);
  return std::fabs(joint.goal - joint.limiter.position) <= 1e-9
      && std::fabs(joint.limiter.velocity) <= 1e-6;
}

}  // namespace cycle_twin
