#pragma once
// RobotCore.ControlCycle: one total function of its inputs.

#include <vector>

#include "joint.hpp"

namespace cycle_twin {

/// RobotCore.SafetyConfiguration's defaults.
struct Safety {
  uint32_t stale_cycles = 3;
  double over_speed_factor = 1.2;
  uint32_t over_speed_cycles = 2;
  double position_margin = 0.1;
  double arming_margin = 0.03;
  double following_error = 0.5;
  double following_error_time = 0.05;
  double jump_factor = 1.5;
  double jump_margin = 0.05;
  double arming_time = 0.2;
  uint32_t fresh_cycles = 10;
  double motion_start_tolerance = 0.02;
  double stall_time = 0.1;
};

/// RobotCore.Lifecycle.
struct Lifecycle {
  State state = State::unconfigured;
  State destination = State::disarmed;
  bool take(Event event);

 private:
  bool move(State from, State to);
  bool stop(State to);
};

/// RobotCore.MotionView and MotionPlayer.
struct Motion {
  const double *times = nullptr;
  const twin_point *points = nullptr;
  int knot_count = 0;
  double time = 0;
  int segment = 0;

  bool advance(double period) {
    time += period;
    while (segment + 2 < knot_count && time >= times[segment + 1]) ++segment;
    return time < times[knot_count - 1];
  }
  twin_point point(int joint, int joint_count) const;
};

class Cycle {
 public:
  Cycle(const twin_configuration *joints, int count, double period);
  void step(const twin_input &input, twin_verdict &verdict);
  void publish(twin_snapshot *snapshots) const;

  std::vector<twin_measurement> measurements;
  std::vector<twin_target> targets;
  std::vector<double> duties;
  Motion motion;

 private:
  void estimate(uint64_t skipped_cycles);
  void take(Joint &joint, double position);
  bool is_believable(Joint &joint, double position) const;
  bool is_reachable(const Joint &joint, double position) const;
  void supervise(const twin_input &input, twin_verdict &verdict);
  void supervise(int index, int64_t now, twin_verdict &verdict);
  void examine_turn(int index, int64_t now, twin_verdict &verdict);
  Refusal answer(const twin_input &input);
  Refusal arm(const twin_input &input);
  Refusal clear(const twin_input &input);
  Refusal jog(const twin_input &input);
  Refusal start_motion();
  void advance_reference(const twin_input &input);
  void follow(const twin_input &input);
  void follow_stream(Joint &joint, const twin_target &target);
  bool approach_goal(Joint &joint);
  bool ramp_up();
  bool brake();
  void control(twin_verdict &verdict);
  double effort(Joint &joint, const twin_target &target, double scale) const;
  double guard(Joint &joint, double desired) const;
  bool is_let_go(const Joint &joint) const {
    if (static_cast<OnLoss>(joint.configuration.on_loss) == OnLoss::hold) return false;
    return loss_pending_ && is_powered(lifecycle_.state);
  }
  void latch(Fault fault, int joint, twin_verdict &verdict);

  std::vector<Joint> joints_;
  Safety safety_;
  double period_;
  Lifecycle lifecycle_;
  Source source_ = Source::rest;
  Fault fault_ = Fault::none;
  bool loss_pending_ = false;
};

}  // namespace cycle_twin
