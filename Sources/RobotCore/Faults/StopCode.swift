// Written by `make catalogue` from Faults/faults.yaml: change that.
// swift-format-ignore-file

/// Why the robot came to hold by itself, without a fault. Values are append-only, as those of
/// `FaultCode`, and of no fault: logs and clients know both by their numbers.
public enum StopCode: UInt16, BitwiseCopyable, Sendable {
  /// The loop's overruns took its last credit.
  case overrunCredits = 303
  /// A limit switch opened.
  case limitSwitch = 406
}

#if !hasFeature(Embedded)
  // An array is on the heap.
  extension StopCode: CaseIterable {}
#endif
