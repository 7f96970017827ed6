#include "cycle.hpp"

#include <cmath>

namespace cycle_twin {

Refusal Cycle::answer(const twin_input &input) {
  switch (static_cast<Request>(input.request)) {
  case Request::arm: return arm(input);
  case Request::disarm:
    return lifecycle_.take(Event::disarm) ? Refusal::none : Refusal::fault_latched;
  case Request::stop:
    return lifecycle_.take(Event::stop) ? Refusal::none : Refusal::wrong_state;
  case Request::clear: return clear(input);
  case Request::jog: return jog(input);
  case Request::start_motion: return start_motion();
  }
  return Refusal::wrong_state;
}

Refusal Cycle::arm(const twin_input &input) {
  if (fault_ != Fault::none) return Refusal::fault_latched;
  if (input.safety_line_lost) return Refusal::safety_line_lost;
  if (input.emergency_stop) return Refusal::emergency_stop_pressed;
  if (input.actuator_lost >= 0) return Refusal::actuator_not_answering;
  for (const Joint &joint : joints_) {
    const twin_configuration &bounds = joint.configuration;
    if (!bounds.has_limits) return Refusal::limits_unspecified;
    if (joint.fresh_run < safety_.fresh_cycles) return Refusal::encoder_not_fresh;
    if (joint.measured < bounds.lower - safety_.arming_margin
        || joint.measured > bounds.upper + safety_.arming_margin) {
      return Refusal::outside_limits;
    }
  }
  const bool was_holding = lifecycle_.state == State::holding;
  if (!lifecycle_.take(Event::arm)) return Refusal::wrong_state;
  source_ = Source::rest;
  for (Joint &joint : joints_) {
    joint.fold.aim = 1;
    if (!was_holding || is_let_go(joint)) {
      joint.limiter.reset(joint.measured);
      joint.law = Law{};
      joint.oscillation.reset(0);
      joint.fold = Fold{};
      joint.fed = 0;
      joint.ramp_time = 0;
      joint.over_speed_run = 0;
      joint.following_error_time = 0;
    }
    joint.goal = joint.limiter.position;
  }
  loss_pending_ = false;
  return Refusal::none;
}

Refusal Cycle::clear(const twin_input &input) {
  if (lifecycle_.state != State::faulted) return Refusal::wrong_state;
  if (input.emergency_stop || input.safety_line_lost || input.actuator_lost >= 0) {
    return Refusal::cause_persists;
  }
  if (!lifecycle_.take(Event::clear)) return Refusal::wrong_state;
  fault_ = Fault::none;
  return Refusal::none;
}

Refusal Cycle::jog(const twin_input &input) {
  const bool free = source_ == Source::rest || source_ == Source::jog;
  if (lifecycle_.state != State::active || !free) return Refusal::wrong_state;
  if (input.joint < 0 || input.joint >= static_cast<int>(joints_.size()) || !(input.speed > 0)
      || !is_finite(input.speed) || !is_finite(input.displacement)) {
    return Refusal::invalid_value;
  }
  Joint &joint = joints_[input.joint];
  const double goal = joint.limiter.position + input.displacement;
  if (!(goal >= joint.configuration.lower && goal <= joint.configuration.upper)) {
    return Refusal::outside_limits;
  }
  source_ = Source::jog;
  joint.goal = goal;
  joint.jog_speed = input.speed;
  return Refusal::none;
}

Refusal Cycle::start_motion() {
  const bool free = source_ == Source::rest || source_ == Source::jog;
  if (lifecycle_.state != State::active || !free) return Refusal::wrong_state;
  if (motion.times == nullptr || motion.knot_count < 2) return Refusal::no_motion;
  for (size_t index = 0; index < joints_.size(); ++index) {
    const double start = motion.points[index].position;
    if (!(std::fabs(start - joints_[index].limiter.position) <= safety_.motion_start_tolerance)) {
      return Refusal::motion_starts_elsewhere;
    }
  }
  motion.time = 0;
  motion.segment = 0;
  source_ = Source::motion;
  for (Joint &joint : joints_) joint.squared_error_sum = joint.maximum_error = 0;
  return Refusal::none;
}

}  // namespace cycle_twin
