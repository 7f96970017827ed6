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
      limiter(configuration, period) {}

}  // namespace cycle_twin
