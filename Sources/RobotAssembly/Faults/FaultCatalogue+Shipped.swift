// Written by `make catalogue` from Faults/faults.yaml: change that.
// swift-format-ignore-file

public import RobotConfiguration

extension FaultCatalogue {
  /// The catalogue of this release.
  public static let shipped = FaultCatalogue(
    entries: faults1xx + faults2xx + faults3xx + faults4xx + faults5xx + faults6xx + faults7xx)
}
