#include "cycle.hpp"

#include <cmath>

namespace cycle_twin {

void Cycle::estimate(uint64_t skipped_cycles) {
  const double lost = static_cast<double>(skipped_cycles) * period_;
  bool configured = true;
  for (size_t index = 0; index < joints_.size(); ++index) {
    Joint &joint = joints_[index];
    const twin_measurement sample = measurements[index];
    joint.limits = 0;
    joint.elapsed += lost + period_;
    if (skipped_cycles > 0 && lost <= safety_.stall_time) {
      joint.estimator.predict(static_cast<double>(skipped_cycles));
    }
    const auto quality = static_cast<Quality>(sample.quality);
    if (quality == Quality::fresh && is_believable(joint, sample.position)) {
      take(joint, sample.position);
    } else {
      joint.estimator.predict(1);
      if (joint.age < UINT32_MAX) ++joint.age;
      const bool ridden_through = joint.age <= safety_.stale_cycles;
      if (!(quality == Quality::missing && ridden_through)) joint.fresh_run = 0;
    }
    configured = configured && joint.has_measured;
  }
  if (configured) lifecycle_.take(Event::configured);
}

void Cycle::take(Joint &joint, double position) {
  if (joint.fresh_run < UINT32_MAX) ++joint.fresh_run;
  const bool near = joint.age <= safety_.stale_cycles && joint.elapsed <= safety_.stall_time;
  if (!joint.has_measured || !near || !is_reachable(joint, position)) {
    joint.estimator.reset(position);
    joint.fresh_run = 1;
  }
  joint.estimator.update(position);
  joint.measured = position;
  joint.has_measured = true;
  joint.age = 0;
  joint.elapsed = 0;
  joint.jumps = 0;
}

bool Cycle::is_believable(Joint &joint, double position) const {
  if (!is_finite(position)) return false;
  if (!joint.has_measured || !is_powered(lifecycle_.state)) return true;
  if (is_reachable(joint, position)) return true;
  ++joint.jumps;
  return false;
}

bool Cycle::is_reachable(const Joint &joint, double position) const {
  const double reach = joint.configuration.velocity * joint.elapsed * safety_.jump_factor;
  return std::fabs(position - joint.measured) <= reach + safety_.jump_margin;
}

void Cycle::latch(Fault fault, int joint, twin_verdict &verdict) {
  const bool brakes = fault == Fault::loop_stalled || fault == Fault::following_error
                      || fault == Fault::oscillation;
  if (!lifecycle_.take(brakes ? Event::safe_stop_1 : Event::safe_torque_off)) return;
  const bool worse = verdict.latched != 0 && !is_powered(lifecycle_.state);
  if (fault_ != Fault::none && !worse) return;
  fault_ = fault;
  verdict.latched = static_cast<uint16_t>(fault);
  verdict.latched_joint = joint;
}

void Cycle::supervise(const twin_input &input, twin_verdict &verdict) {
  if (!is_powered(lifecycle_.state)) return;
  if (input.emergency_stop) latch(Fault::emergency_stop, -1, verdict);
  if (input.safety_line_lost) latch(Fault::safety_line_lost, -1, verdict);
  if (input.actuator_lost >= 0) latch(Fault::actuator_lost, input.actuator_lost, verdict);
  for (size_t index = 0; index < joints_.size(); ++index) {
    supervise(static_cast<int>(index), input.time, verdict);
  }
  const double lost = static_cast<double>(input.skipped_cycles) * period_;
  if (lost > safety_.stall_time) latch(Fault::loop_stalled, -1, verdict);
}

void Cycle::examine_turn(int index, int64_t now, twin_verdict &verdict) {
  Joint &joint = joints_[index];
  if (!(joint.oscillation.turn(now) > 0)) return;
  if (!(joint.fold.aim < 1)) {
    joint.fold.aim = 0.5;
    joint.fold.time = now;
    joint.oscillation.count = 0;
  } else if (now - joint.fold.time >= 250'000'000) {
    latch(Fault::oscillation, index, verdict);
  }
}

void Cycle::supervise(int index, int64_t now, twin_verdict &verdict) {
  Joint &joint = joints_[index];
  const twin_configuration &bounds = joint.configuration;
  if (joint.age > safety_.stale_cycles) {
    latch(joint.jumps > 0 ? Fault::encoder_jump : Fault::encoder_lost, index, verdict);
  }
  const double speed = std::fabs(joint.estimator.velocity);
  const bool too_fast = speed > bounds.velocity * safety_.over_speed_factor;
  joint.over_speed_run = too_fast ? joint.over_speed_run + 1 : 0;
  if (joint.over_speed_run > safety_.over_speed_cycles) latch(Fault::over_speed, index, verdict);
  if (joint.measured > bounds.upper + safety_.position_margin
      || joint.measured < bounds.lower - safety_.position_margin) {
    latch(Fault::position_limit, index, verdict);
  }
  const double offset = joint.measured - joint.limiter.position;
  if (joint.oscillation.update(offset, joint.applied - joint.fed)) examine_turn(index, now, verdict);
  const double error = std::fabs(offset);
  joint.following_error_time =
    error > safety_.following_error ? joint.following_error_time + period_ : 0;
  if (joint.following_error_time > safety_.following_error_time) {
    latch(Fault::following_error, index, verdict);
  }
}

}  // namespace cycle_twin
