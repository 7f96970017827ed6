// Whether an inertia can belong to a rigid body. Source: S. Traversaro et al., "Identification of fully
// physical consistent inertial parameters using optimization on manifolds", IROS 2016, section III.

extension URDFInertia {
  /// What published tensors lose by rounding to six digits, relative to their trace.
  private static let rounding = 1e-6

  /// Whether no principal inertia is negative.
  var isPositiveSemidefinite: Bool {
    let slack = Self.rounding * abs(ixx + iyy + izz)
    let (a, b, c) = (ixx + slack, iyy + slack, izz + slack)
    if a == 0, b == 0, c == 0 { return ixy == 0 && ixz == 0 && iyz == 0 }
    // Sylvester's criterion on the tensor moved by the slack.
    let determinant =
      a * (b * c - iyz * iyz) - ixy * (ixy * c - iyz * ixz) + ixz * (ixy * iyz - b * ixz)
    return a > 0 && a * b - ixy * ixy > 0 && determinant > 0
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
