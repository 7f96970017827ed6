// Whether an inertia can belong to a rigid body. Source: S. Traversaro et al., "Identification of fully
// physical consistent inertial parameters using optimization on manifolds", IROS 2016, section III.

extension URDFInertia {
  /// What published tensors lose by rounding to six digits, relative to their trace.
  private static let rounding = 1e-6

  /// Whether no principal inertia is negative.
  var isPositiveSemidefinite: Bool {
    // Scaled, so that no product over- or underflows.
    let scale = [ixx, ixy, ixz, iyy, iyz, izz].reduce(0) { max($0, abs($1)) }
    if scale == 0 { return true }
    let slack = Self.rounding * abs(ixx / scale + iyy / scale + izz / scale)
    let (a, b, c) = (ixx / scale + slack, iyy / scale + slack, izz / scale + slack)
    let (xy, xz, yz) = (ixy / scale, ixz / scale, iyz / scale)
    // Sylvester's criterion on the tensor moved by the slack.
    let determinant = a * (b * c - yz * yz) - xy * (xy * c - yz * xz) + xz * (xy * yz - b * xz)
    return a > 0 && a * b - xy * xy > 0 && determinant > 0
  }

  /// Whether no principal inertia exceeds the sum of the other two: the second moments of mass
  /// `trace / 2 - I` have no negative direction.
  var hasMassDistribution: Bool {
    let half = (ixx + iyy + izz) / 2
    return URDFInertia(
      ixx: half - ixx, ixy: -ixy, ixz: -ixz, iyy: half - iyy, iyz: -iyz, izz: half - izz
    ).isPositiveSemidefinite
  }
}
