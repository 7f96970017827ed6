public import RobotHAL
public import RobotUnits

/// A bus that expects exactly the transfers it was told, in order, and answers each as told.
///
/// A transfer that differs is recorded in `mismatches` and fails with `BusError` of kind `.other`,
/// so that the code under test ends. When the test is over, `isExhausted` and `mismatches` say
/// whether all was as written.
public struct ScriptedI2CBus: I2CBus {
  /// One expected act of the code under test.
  public struct Step: Hashable, Sendable, CustomStringConvertible {
    enum Act: Hashable, Sendable {
      case transfer(I2CAddress, write: [UInt8], read: Int, answer: Answer)
      case pause(atLeast: TimeSpan)
    }

    enum Answer: Hashable, Sendable {
      case reply([UInt8])
      case failure(BusError)
    }

    let act: Act

    /// A transfer that writes `bytes` and reads as many bytes as `reply` has.
    public static func transfer(
      _ address: I2CAddress, write bytes: [UInt8] = [], reply: [UInt8] = []
    ) -> Step {
      Step(act: .transfer(address, write: bytes, read: reply.count, answer: .reply(reply)))
    }

    /// A transfer that writes `bytes`, reads `count` bytes and fails.
    public static func failure(
      _ address: I2CAddress, write bytes: [UInt8] = [], read count: Int = 0,
      error: BusError = BusError(.noAcknowledge)
    ) -> Step {
      Step(act: .transfer(address, write: bytes, read: count, answer: .failure(error)))
    }

    /// A pause of `span` or longer.
    public static func pause(atLeast span: TimeSpan) -> Step {
      Step(act: .pause(atLeast: span))
    }

    /// The same transfer, failing with `error`; a pause stays a pause.
    public func failing(with error: BusError = BusError(.noAcknowledge)) -> Step {
      guard case .transfer(let address, let bytes, let count, _) = act else { return self }
      return .failure(address, write: bytes, read: count, error: error)
    }

    /// Whether the step is a transfer.
    public var isTransfer: Bool {
      if case .transfer = act { true } else { false }
    }

    /// For failure messages: `0x36 write 07 read 2`.
    public var description: String {
      switch act {
      case .transfer(let address, let bytes, let count, _):
        TracingI2CBus<ScriptedI2CBus>.text(address, write: bytes, read: count)
      case .pause(let span): "pause of at least \(span.microseconds) us"
      }
    }
  }

  private let script: [Step]
  private var next = 0
  /// What was not as written, each as a sentence.
  public private(set) var mismatches: [String] = []

  /// A bus that expects `script`.
  public init(_ script: [Step]) { self.script = script }

  /// Whether every step was performed.
  public var isExhausted: Bool { next == script.count }

  /// Whether every step was performed and nothing else.
  public var isAsWritten: Bool { isExhausted && mismatches.isEmpty }

  /// Compares with the next step and answers as it says.
  public mutating func transfer(to address: I2CAddress, write bytes: [UInt8], read count: Int)
    throws(BusError) -> [UInt8]
  {
    let found = TracingI2CBus<ScriptedI2CBus>.text(address, write: bytes, read: count)
    let step = take(found: found)
    guard let step, case .transfer(address, bytes, count, let answer) = step.act else {
      if let step { mismatch(expected: step.description, found: found) }
      throw BusError(.other)
    }
    switch answer {
    case .reply(let reply): return reply
    case .failure(let error): throw error
    }
  }

  /// Compares with the next step; nothing waits.
  public mutating func pause(_ span: TimeSpan) {
    let found = "pause of \(span.microseconds) us"
    guard let step = take(found: found) else { return }
    guard case .pause(let least) = step.act, span >= least else {
      mismatch(expected: step.description, found: found)
      return
    }
  }

  private mutating func take(found: String) -> Step? {
    guard next < script.count else {
      mismatch(expected: "the end", found: found)
      return nil
    }
    next += 1
    return script[next - 1]
  }

  private mutating func mismatch(expected: String, found: String) {
    mismatches.append("step \(next): expected \(expected), found \(found)")
  }
}
