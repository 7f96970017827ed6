public import RobotHAL
public import RobotUnits

/// virtio-i2c: an I2C adapter for the guest. Source: virtio 1.2, section 5.16.
///
/// The driver gives each message of a transfer as a request of its own, and marks all but the last with FAIL_NEXT.
/// They are put together again, so that what was one `I2C_RDWR` is one transaction on the bus, with repeated
/// STARTs and one STOP. An answer comes at once while the wire is less than `slack` behind: the way to the guest
/// takes longer. A bus that hangs or is asked for more than it carries answers when the wire is done.
public final class I2CDevice: VirtioDevice {
  /// What became of a transfer.
  public struct Outcome: Hashable, Sendable {
    /// How many messages were done, from the first on.
    public var done: Int
    /// When the last clock was.
    public var end: MonotonicInstant

    /// An outcome.
    public init(done: Int, end: MonotonicInstant) {
      self.done = done
      self.end = end
    }
  }

  private struct Message {
    let request: VirtioRequest
    /// `nil`: none of seven bits.
    let address: I2CAddress?
    let isReading: Bool
    /// More of its transfer is to come.
    let goesOn: Bool
    /// What is written, or room for what is read.
    var bytes: [UInt8]
  }

  private struct Pending {
    let answer: VirtioAnswer
    let due: MonotonicInstant
  }

  /// A whole `i2c_msg` of Linux, which counts in 16 bits.
  private static let longestMessage = 65_535
  /// How long to wait for the rest of a transfer. A driver gives all of it at once, but its processor may be taken
  /// away in between.
  private static let patience = TimeSpan.milliseconds(100)
  /// How long a transfer may take on the wire for its answer not to wait.
  private static let slack = TimeSpan.milliseconds(1)

  private let play: (UnsafeMutableBufferPointer<I2CMessage>) -> Outcome
  private var transfer: [Message] = []
  /// When the transfer is played although its end is missing.
  private var giveUp: MonotonicInstant?
  private var pending: [Pending] = []

  /// An adapter whose transfers `play` plays; it must not wait.
  public init(_ play: @escaping (UnsafeMutableBufferPointer<I2CMessage>) -> Outcome) {
    self.play = play
  }

  /// VIRTIO_I2C_F_ZERO_LENGTH_REQUEST, without which Linux refuses the device.
  public var features: UInt64 { 1 }
  /// The requests.
  public var queueCount: Int { 1 }
  /// There is none.
  public var configuration: [UInt8] { [] }

  /// A header of eight bytes: address shifted left by one, padding, flags; then what is written, or room for what
  /// is read; then room for the status.
  public func take(_ request: VirtioRequest, at now: MonotonicInstant) throws(VhostFailure) {
    let header = request.readable
    guard header.count >= 8, request.writableCount >= 1 else {
      throw .request(
        queue: request.queue, readable: header.count, writable: request.writableCount)
    }
    let flags = header.littleEndian(4, 4)
    let isReading = flags & 2 != 0
    let room = request.writableCount - 1
    let address = header.littleEndian(0, 2)
    transfer.append(
      Message(
        request: request,
        address: address & 1 == 0 ? UInt8(exactly: address >> 1).flatMap { I2CAddress($0) } : nil,
        isReading: isReading,
        goesOn: flags & 1 != 0,
        bytes: isReading ? [UInt8](repeating: 0, count: room) : Array(header[8...])))
    if !transfer[transfer.count - 1].goesOn { playTransfer(at: now) }
  }

  /// A transfer that fills the ring ends there: Linux then gives only its beginning.
  public func endOfRequests(queue: Int, ringSize: Int, at now: MonotonicInstant) {
    guard !transfer.isEmpty else { return }
    let free = ringSize - transfer.reduce(0) { $0 + $1.request.slots }
    // Each message takes as many descriptors as the one before: three, or one that points to a table.
    if free < transfer[0].request.slots {
      playTransfer(at: now)
    } else if giveUp == nil {
      giveUp = now + I2CDevice.patience
    }
  }

  /// Transfers whose time has come.
  public func takeAnswers(at now: MonotonicInstant) -> [VirtioAnswer] {
    if let giveUp, giveUp <= now { playTransfer(at: now) }
    let count = pending.prefix { $0.due <= now }.count
    defer { pending.removeFirst(count) }
    return pending[..<count].map(\.answer)
  }

  /// The end of the next transfer.
  public var deadline: MonotonicInstant? { pending.first?.due ?? giveUp }

  /// Forgets what was asked.
  public func reset() {
    transfer = []
    giveUp = nil
    pending = []
  }

  private func playTransfer(at now: MonotonicInstant) {
    giveUp = nil
    let messages = transfer
    transfer = []
    // What no adapter takes is refused before anything is on the wire.
    let isPlayable = messages.allSatisfy {
      $0.address != nil && $0.bytes.count <= I2CDevice.longestMessage
    }
    let (outcome, bytes) =
      isPlayable
      ? run(messages, at: now) : (Outcome(done: 0, end: now), messages.map(\.bytes))
    let due = outcome.end - now <= I2CDevice.slack ? now : outcome.end
    for (index, message) in messages.enumerated() {
      // The bytes of a message that failed are not specified, but its status has its place behind them.
      var answer = message.isReading ? bytes[index] : []
      let room = message.request.writableCount - 1
      answer += [UInt8](repeating: 0, count: max(room - answer.count, 0))
      answer.append(index < outcome.done ? 0 : 1)
      pending.append(
        Pending(answer: VirtioAnswer(message.request, answer), due: due))
    }
  }

  private func run(_ messages: [Message], at now: MonotonicInstant) -> (Outcome, [[UInt8]]) {
    var lengths: [Int] = []
    var all: [UInt8] = []
    for message in messages {
      lengths.append(message.bytes.count)
      all += message.bytes
    }
    // Even messages without bytes need an address.
    all.append(0)
    let outcome = all.withUnsafeMutableBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return Outcome(done: 0, end: now) }
      var offset = 0
      var list: [I2CMessage] = []
      for (message, length) in zip(messages, lengths) {
        guard let address = message.address else { break }
        list.append(
          I2CMessage(
            address: address, flags: message.isReading ? .read : [], length: length,
            buffer: start + offset))
        offset += length
      }
      return list.withUnsafeMutableBufferPointer { play($0) }
    }
    var bytes: [[UInt8]] = []
    var offset = 0
    for length in lengths {
      bytes.append(Array(all[offset..<offset + length]))
      offset += length
    }
    return (outcome, bytes)
  }
}
