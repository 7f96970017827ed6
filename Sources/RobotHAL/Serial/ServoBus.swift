public import RobotUnits

/// A servo bus as set-up code sees it: ordinary, throwing, allocating requests to one servo at a time.
///
/// The cyclic traffic goes through the serial executor. Real-time: no.
public protocol ServoBus {
  /// The error bits and the `count` registers from `address` on of servo `id`.
  mutating func read(_ count: Int, from id: ServoID, address: UInt8) throws(BusError) -> ServoAnswer

  /// Writes `bytes` to the registers of servo `id` from `address` on. Whether it took them is for a read
  /// to tell: a servo may be set to answer reads only.
  mutating func write(_ bytes: [UInt8], to id: ServoID, address: UInt8) throws(BusError)

  /// Lets at least `span` pass.
  mutating func pause(_ span: TimeSpan)
}

/// What a servo answers.
public struct ServoAnswer: Hashable, Sendable {
  /// The error bits, as the servo's series defines them.
  public var error: UInt8
  /// The registers.
  public var bytes: [UInt8]

  /// An answer.
  public init(error: UInt8, bytes: [UInt8]) {
    self.error = error
    self.bytes = bytes
  }
}

/// A cheap handle on a shared port: the servo bus that set-up code is given.
public struct SharedServoBus: ServoBus {
  /// The port behind the handle.
  public let port: any SerialPort
  /// How long a servo, the adapter and the kernel may take for an answer, beside its time on the wire.
  public let patience: TimeSpan
  /// How often a read is asked before it fails, at least 1: a bit may flip.
  public let attempts: Int
  /// Bytes so far that belonged to no answer: noise, and the echo of a line that has one.
  public private(set) var noise = 0

  /// A handle on `port`. USB adapters take up to 16 ms unless they are told better.
  public init(_ port: any SerialPort, patience: TimeSpan = .milliseconds(20), attempts: Int = 3) {
    precondition(attempts >= 1)
    self.port = port
    self.patience = patience
    self.attempts = attempts
  }

  /// Throws `timeout` when there was no answer, whatever else there was.
  public mutating func read(_ count: Int, from id: ServoID, address: UInt8)
    throws(BusError) -> ServoAnswer
  {
    precondition(count >= 1 && Int(address) + count <= 256)
    // An answer of two parameters is as long as its request, which the line may echo.
    let asked = count == 2 ? 3 : count
    let from = count == 2 && address == 254 ? 253 : address
    for attempt in 1... {
      if let answer = try ask(asked, id, from) {
        let skipped = Int(address - from)
        return ServoAnswer(
          error: answer.error, bytes: Array(answer.bytes[skipped..<skipped + count]))
      }
      if attempt == attempts { break }
    }
    throw BusError(.timeout)
  }

  public mutating func write(_ bytes: [UInt8], to id: ServoID, address: UInt8) throws(BusError) {
    try send { writer in
      writer.begin(.write, to: id.rawValue)
      writer.append(address)
      for byte in bytes { writer.append(byte) }
      writer.end()
    }
    // Its answer, if it gives one, is not to meet the next request.
    _ = try answer(from: id, parameterCount: 0, sent: 7 + bytes.count)
  }

  public mutating func pause(_ span: TimeSpan) { port.pause(span) }

  /// One request; `nil` when there was no answer.
  private mutating func ask(_ count: Int, _ id: ServoID, _ address: UInt8)
    throws(BusError) -> ServoAnswer?
  {
    try port.discardInput()
    try send { $0.read(count, from: id, address: address) }
    return try answer(from: id, parameterCount: count, sent: 8)
  }

  private func send(_ compose: (inout ServoFrameWriter) -> Void) throws(BusError) {
    let frame = [UInt8](unsafeUninitializedCapacity: ServoFrame.capacity) { memory, count in
      guard let base = memory.baseAddress else { return }
      var writer = ServoFrameWriter(base, capacity: memory.count)
      compose(&writer)
      count = writer.count
    }
    let deadline = port.now() + patience + SerialTime.span(bytes: frame.count, speed: port.speed)
    try port.write(frame, until: deadline)
  }

  private mutating func answer(from id: ServoID, parameterCount: Int, sent: Int)
    throws(BusError) -> ServoAnswer?
  {
    var parser = ServoFrameParser(parameterCount: parameterCount)
    defer { noise += parser.noise }
    let bytes = sent + ServoFrame.overhead + parameterCount
    let deadline = port.now() + patience + SerialTime.span(bytes: bytes, speed: port.speed)
    while true {
      let received = try port.read(atMost: ServoFrame.capacity, until: deadline)
      for byte in received where parser.push(byte) && parser.id == id {
        return ServoAnswer(
          error: parser.error, bytes: (0..<parameterCount).map { parser.parameter($0) })
      }
      // A line on which something always comes must not hold us either.
      if received.isEmpty || port.now() > deadline { return nil }
    }
  }
}
