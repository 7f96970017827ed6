#include "joint.hpp"

namespace cycle_twin {

namespace {

/// RobotControl's own exponential, for the same bits: x <= 0.
double exponential(double x) {
  int halvings = 0;
  while (x < -0.125) {
    x *= 0.5;
    ++halvings;
  }
  double term = 1, sum = 1;
  for (int order = 1; order <= 12; ++order) {
    term *= x / order;
    sum += term;
  }
  while (halvings-- > 0) sum *= sum;
  return sum;
}

}  // namespace

Estimator::Estimator(double corner, double period) : period(period) {
  const double pole = exponential(-2 * 3.141592653589793 * corner * period);
  position_gain = 1 - pole * pole;
  velocity_gain = (1 - pole) * (1 - pole) / period;
}

Joint::Joint(const twin_configuration &configuration, double period)
    : configuration(configuration),
      motor(configuration),
      estimator(configuration.velocity_filter, period),
      limiter(configuration, period),
      oscillation(configuration.effort_limit) {}

double Oscillation::turn(int64_t now) {
  const double extreme = way * reach, effort = reach_effort;
  const double swing = extreme - turn_offset;
  const double exchanged = -0.25 * swing * (effort - turn_effort);
  const double given = reach_work - 0.5 * swing * (effort + turn_effort);
  const double time = 1e-9 * static_cast<double>(now - turn_time);
  const bool counts = time <= 0.125 && exchanged >= energy && given >= -0.5 * exchanged
                      && std::fabs(swing) >= 0.85 * std::fabs(last_swing);
  count = counts ? count + 1 : 0;
  last_swing = swing;
  turn_offset = extreme;
  turn_effort = effort;
  turn_time = now;
  work -= reach_work;
  way = -way;
  reach = way * offset;
  reach_work = work;
  return count >= 4 ? std::fabs(swing) : 0;
}

}  // namespace cycle_twin
