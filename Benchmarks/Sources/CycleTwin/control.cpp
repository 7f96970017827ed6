#include "cycle.hpp"

#include <cmath>

namespace cycle_twin {

void Cycle::control(twin_verdict &verdict) {
  for (size_t index = 0; index < joints_.size() && is_powered(lifecycle_.state); ++index) {
    Joint &joint = joints_[index];
    const double scale =
      joint.ramp_time < safety_.arming_time ? joint.ramp_time / safety_.arming_time : 1;
    const double desired = effort(joint, targets[index], scale);
    if (!is_finite(desired)) {
      latch(Fault::non_finite_effort, static_cast<int>(index), verdict);
      break;
    }
    duties[index] = guard(joint, desired);
    if (scale < 1) joint.limits |= limit::arming;
    if (loss_pending_) joint.limits |= limit::command_lost;
    if (joint.fold.scale < 1) joint.limits |= limit::oscillation;
    if (source_ == Source::motion) {
      const double error = std::fabs(joint.limiter.position - joint.measured);
      joint.squared_error_sum += error * error;
      joint.maximum_error = greatest(joint.maximum_error, error);
    }
  }
  if (!is_powered(lifecycle_.state)) {
    for (size_t index = 0; index < joints_.size(); ++index) {
      joints_[index].desired = joints_[index].applied = duties[index] = 0;
    }
  }
}

inline double Cycle::effort(Joint &joint, const twin_target &target, double scale) const {
  const twin_configuration &configuration = joint.configuration;
  if (joint.fold.is_active()) joint.fold.step(period_);
  const bool let_go = is_let_go(joint);
  if (let_go && static_cast<OnLoss>(configuration.on_loss) == OnLoss::coast) {
    joint.law = Law{};
    joint.fed = 0;
    return 0;
  }
  double kp = configuration.kp, kd = configuration.kd, ki = configuration.ki;
  const double velocity = joint.limiter.velocity;
  double feed_forward =
    configuration.armature * joint.limiter.acceleration
    + configuration.friction_compensation * velocity / (std::fabs(velocity) + 0.02);
  double position_error = joint.limiter.position - joint.measured;
  double velocity_error = joint.limiter.velocity - joint.estimator.velocity;
  if (let_go) {
    position_error = 0;
    velocity_error = -joint.estimator.velocity;
    feed_forward = 0;
    kp = 0;
    ki = 0;
  } else if (lifecycle_.state == State::active && source_ == Source::stream) {
    if (target.kp == target.kp) {
      kp = greatest(target.kp, 0);
      ki = 0;
    }
    if (target.kd == target.kd) kd = greatest(target.kd, 0);
    if (target.feed_forward == target.feed_forward) feed_forward += target.feed_forward;
  }
  if (joint.fold.is_active()) {
    kp *= joint.fold.scale;
    kd *= joint.fold.scale;
    ki *= joint.fold.scale;
  }
  joint.fed = scale * feed_forward;
  return joint.law.update(
    position_error, velocity_error, feed_forward, period_, scale, kp, kd, ki,
    configuration.integral_limit);
}

inline double Cycle::guard(Joint &joint, double desired) const {
  const twin_configuration &configuration = joint.configuration;
  double allowed = clamp(desired, configuration.effort_limit);
  if (allowed != desired) joint.limits |= limit::effort;
  const double margin = safety_.position_margin * 0.5;
  if ((joint.measured > configuration.upper + margin && allowed > 0)
      || (joint.measured < configuration.lower - margin && allowed < 0)) {
    allowed = 0;
    joint.limits |= limit::end_stop;
  }
  const double velocity = joint.estimator.velocity;
  const double wanted = joint.motor.voltage(allowed, velocity);
  const double voltage = clamp(wanted, joint.motor.supply);
  double applied = allowed;
  if (voltage != wanted) {
    joint.limits |= limit::voltage;
    applied = joint.motor.effort(voltage, velocity);
  }
  joint.law.saturation = desired - applied;
  joint.desired = desired;
  joint.applied = applied;
  return configuration.actuator_direction * voltage / joint.motor.supply;
}

}  // namespace cycle_twin
