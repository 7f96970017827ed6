// Written by `make catalogue` from Faults/faults.yaml: change that.
// swift-format-ignore-file

/// Why the robot came to hold, or became slower, by itself, without a fault. Values are append-only, as
/// those of `FaultCode`, and of no fault: logs and clients know both by their numbers.
public enum StopCode: UInt16, BitwiseCopyable, Sendable {
  /// The output device of a joint fails more often than `errors.degrade`: degraded.
  case actuatorDegraded = 106
  /// The encoder of a joint fails, or is invalid, more often than `errors.degrade`: degraded.
  case encoderDegraded = 206
  /// The loop's overruns took its last credit.
  case overrunCredits = 303
  /// A limit switch opened.
  case limitSwitch = 406
  /// A device whose number is watched gives none.
  case watchSilent = 605
  /// The stream of commands ended: its last command is past its deadline, or its client is gone.
  case commandTimeout = 701
}

#if !hasFeature(Embedded)
  // An array is on the heap.
  extension StopCode: CaseIterable {}
#endif
