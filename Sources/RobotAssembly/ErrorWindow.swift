internal import RobotConfiguration
internal import RobotUnits

/// Errors of a device within a sliding window, in eight parts: when the oldest part is over, its errors are
/// forgotten. The parts' counts lie elsewhere, eight behind one another. Real-time: yes.
struct ErrorWindow: BitwiseCopyable {
  /// Parts of a window.
  static var parts: Int { @_noAllocation @_noLocks get { 8 } }

  /// More errors than this degrade the device ...
  let degrade: UInt32
  /// ... and more than this are a fault.
  let fault: UInt32
  /// Errors within the last seven to eight parts.
  private(set) var sum: UInt32
  private var part: Int
  private var left: UInt32
  private let partCycles: UInt32

  /// The window of `budget` at `rate`.
  init(_ budget: ErrorBudgetDescription, rate: Frequency) {
    let cycles = budget.window.seconds * rate.hertz
    degrade = UInt32(budget.degrade)
    fault = UInt32(budget.fault)
    sum = 0
    part = 0
    partCycles = UInt32(max(cycles / Double(ErrorWindow.parts) + 0.5, 1))
    left = partCycles
  }

  /// A cycle passes.
  @_noAllocation @_noLocks
  mutating func pass(_ counts: UnsafeMutablePointer<UInt32>) {
    left &-= 1
    guard left == 0 else { return }
    left = partCycles
    part = (part &+ 1) & (ErrorWindow.parts &- 1)
    sum &-= counts[part]
    counts[part] = 0
  }

  /// Takes so many errors.
  @_noAllocation @_noLocks
  mutating func add(_ errors: UInt32, _ counts: UnsafeMutablePointer<UInt32>) {
    counts[part] &+= errors
    sum &+= errors
  }
}

/// An exchange whose failures count.
struct ErrorSource: BitwiseCopyable {
  var device: Int
  var bus: Int
  var entry: Int
  /// Failures in a row when it was looked at last.
  var failures: UInt32
}
