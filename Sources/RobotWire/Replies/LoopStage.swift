/// A part of a cycle that is timed.
public enum LoopStage: UInt8, Hashable, Sendable, BitwiseCopyable, CaseIterable {
  /// All but the wake-up: from running to done.
  case execution = 0
  /// From the grid point (plus phase) until the thread runs.
  case wakeUp = 1
  /// Reading the clock.
  case clock = 2
  /// The transfers of the buses.
  case transfer = 3
  /// Replies to samples.
  case decode = 4
  /// Reading the safety lines.
  case lines = 5
  /// Taking requests and the stream's newest frame.
  case commands = 6
  /// Estimate, supervise, control, guard.
  case control = 7
  /// Commands to bytes.
  case encode = 8
  /// Driving the output-enable lines.
  case enable = 9
  /// Handing the results over.
  case publish = 10
}
