// One translation unit for all of the cyclic part, so that the compiler sees all of it.
#include "cycle.hpp"

#include <cmath>
#include <limits>

namespace cycle_twin {

namespace {
constexpr double nothing = std::numeric_limits<double>::quiet_NaN();
}

Cycle::Cycle(const twin_configuration *joints, int count, double period)
    : measurements(count, twin_measurement{0, 1}),
      targets(count, twin_target{nothing, nothing, nothing, nothing, nothing}),
      duties(count, 0),
      period_(period) {
  joints_.reserve(count);
  for (int index = 0; index < count; ++index) joints_.emplace_back(joints[index], period);
}

void Cycle::step(const twin_input &input, twin_verdict &verdict) {
  verdict = twin_verdict{};
  verdict.latched_joint = -1;
  estimate(input.skipped_cycles);
  supervise(input, verdict);
  if (input.has_request) verdict.refusal = static_cast<uint16_t>(answer(input));
  advance_reference(input);
  control(verdict);
  verdict.outputs_enabled = is_powered(lifecycle_.state);
  verdict.lifecycle = static_cast<uint8_t>(lifecycle_.state);
  verdict.source = static_cast<uint8_t>(source_);
  verdict.fault = static_cast<uint16_t>(fault_);
}

void Cycle::publish(twin_snapshot *snapshots) const {
  for (size_t index = 0; index < joints_.size(); ++index) {
    const Joint &joint = joints_[index];
    snapshots[index] = twin_snapshot{
      joint.limiter.position, joint.limiter.velocity, joint.measured, joint.estimator.velocity,
      joint.desired, joint.applied, duties[index], joint.limits, joint.age,
      joint.squared_error_sum, joint.maximum_error};
  }
}

// --- estimate

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

// --- supervise

void Cycle::latch(Fault fault, int joint, twin_verdict &verdict) {
  const bool brakes = fault == Fault::loop_stalled || fault == Fault::following_error;
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
    supervise(static_cast<int>(index), verdict);
  }
  const double lost = static_cast<double>(input.skipped_cycles) * period_;
  if (lost > safety_.stall_time) latch(Fault::loop_stalled, -1, verdict);
}

void Cycle::supervise(int index, twin_verdict &verdict) {
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
  const double error = std::fabs(joint.limiter.position - joint.measured);
  joint.following_error_time =
    error > safety_.following_error ? joint.following_error_time + period_ : 0;
  if (joint.following_error_time > safety_.following_error_time) {
    latch(Fault::following_error, index, verdict);
  }
}

// --- reference

namespace {

/// The greatest speed from which the reference stops within `distance` in whole cycles.
inline double braking_speed(double distance, double step, double period) {
  if (!(distance > 0)) return 0;
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
  next = least(next, braking_speed(bounds.upper - position, step, period));
  next = greatest(next, -braking_speed(position - bounds.lower, step, period));
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

// --- control and guard

bool Cycle::is_let_go(const Joint &joint) const {
  if (static_cast<OnLoss>(joint.configuration.on_loss) == OnLoss::hold) return false;
  return loss_pending_ && is_powered(lifecycle_.state);
}

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
  const bool let_go = is_let_go(joint);
  if (let_go && static_cast<OnLoss>(configuration.on_loss) == OnLoss::coast) {
    joint.law = Law{};
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

// --- lifecycle and requests

bool Lifecycle::move(State from, State to) {
  if (state != from) return false;
  state = to;
  return true;
}

bool Lifecycle::stop(State to) {
  state = State::stopping;
  destination = to;
  return true;
}

bool Lifecycle::take(Event event) {
  switch (event) {
  case Event::configured: return move(State::unconfigured, State::disarmed);
  case Event::ramp_ended: return move(State::arming, State::active);
  case Event::clear: return move(State::faulted, State::disarmed);
  case Event::standstill: return move(State::stopping, destination);
  case Event::arm:
    return move(State::disarmed, State::arming) || move(State::holding, State::arming);
  case Event::stop:
  case Event::reference_lost:
    if (state != State::arming && state != State::active) return true;
    return stop(State::holding);
  case Event::disarm:
    if (state == State::stopping && destination == State::faulted) return true;
    if (is_powered(state)) return stop(State::disarmed);
    return state != State::faulted;
  case Event::safe_stop_1: return is_powered(state) && stop(State::faulted);
  case Event::safe_torque_off:
    if (!is_powered(state)) return false;
    state = State::faulted;
    return true;
  }
  return false;
}

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
    if (!was_holding || is_let_go(joint)) {
      joint.limiter.reset(joint.measured);
      joint.law = Law{};
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

// --- C

struct twin : cycle_twin::Cycle {
  using Cycle::Cycle;
};

extern "C" __attribute__((visibility("default"))) const twin_interface *cycle_twin_interface() {
  static const twin_interface interface = {
#ifdef __clang__
    .compiler = "clang++ " __clang_version__,
#else
    .compiler = "g++ " __VERSION__,
#endif
    .create = [](const twin_configuration *joints, int count, double period) {
      return new twin(joints, count, period);
    },
    .destroy = [](twin *twin) { delete twin; },
    .measurements = [](twin *twin) { return twin->measurements.data(); },
    .targets = [](twin *twin) { return twin->targets.data(); },
    .set_motion = [](twin *twin, const double *times, const twin_point *points, int knots) {
      twin->motion = cycle_twin::Motion{times, points, knots};
    },
    .step = [](twin *twin, const twin_input *input, twin_verdict *verdict) {
      twin->step(*input, *verdict);
    },
    .duties = [](const twin *twin) -> const double * { return twin->duties.data(); },
    .publish = [](const twin *twin, twin_snapshot *snapshots) { twin->publish(snapshots); },
  };
  return &interface;
}
