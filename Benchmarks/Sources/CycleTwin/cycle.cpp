#include "cycle.hpp"

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

}  // namespace cycle_twin

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
