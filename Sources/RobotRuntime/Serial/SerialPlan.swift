public import RobotHAL
public import RobotUnits

/// The cyclic traffic of one servo bus: what all its servos are told, and what they are asked, in every cycle.
///
/// A servo's request are its command registers; its reply is the error byte of its answer and the registers
/// asked for. A request whose first byte is 0 switches its servo off and goes out with that byte alone: some
/// servos take torque again when they are written a goal.
public struct SerialPlan: Sendable {
  /// Registers that lie side by side.
  public struct Registers: Hashable, Sendable, BitwiseCopyable {
    /// The first.
    public var address: UInt8
    /// How many.
    public var count: Int

    /// `count` registers from `address` on.
    public init(address: UInt8, count: Int) {
      self.address = address
      self.count = count
    }
  }

  /// How the line and what hangs on it behave in time.
  public struct Line: Hashable, Sendable {
    /// Bits per second.
    public var speed: Frequency
    /// How long a servo waits before it answers.
    public var returnDelay: TimeSpan
    /// What adapter and kernel take, at most, until an answer is here: a USB adapter asks its chip every
    /// millisecond.
    public var latency: TimeSpan
    /// Whether the host reads what it writes.
    public var echoes: Bool

    /// A line.
    public init(
      speed: Frequency, returnDelay: TimeSpan = .zero, latency: TimeSpan = .milliseconds(1),
      echoes: Bool = false
    ) {
      self.speed = speed
      self.returnDelay = returnDelay
      self.latency = latency
      self.echoes = echoes
    }
  }

  /// One servo.
  public struct Entry: Hashable, Sendable {
    /// Its number on the line.
    public let id: ServoID
    /// The device's number, for the caller.
    public let device: Int
    /// Where its request begins among the line's request bytes.
    public let requestOffset: Int
    /// Where its reply begins among the line's reply bytes.
    public let replyOffset: Int
  }

  /// The servos, in the order in which they answer.
  public let entries: [Entry]
  /// What a servo is told.
  public let command: Registers
  /// What a servo is asked.
  public let sample: Registers
  /// Whether one request asks all of them; otherwise each is asked on its own.
  public let readsTogether: Bool
  /// The line.
  public let line: Line
  /// What goes out while no fresh command is there.
  public let aging: CommandAging

  /// The most servos of one line: what one frame of commands holds.
  public static func mostServos(command: Registers) -> Int {
    ServoFrame.mostServos(writing: command.count)
  }

  /// A plan for `servos`, each an id and its device's number; at most `mostServos`, no id twice.
  public init(
    _ servos: [(id: ServoID, device: Int)], command: Registers, sample: Registers,
    readsTogether: Bool = true, line: Line, aging: CommandAging = .hold()
  ) {
    precondition(servos.count <= SerialPlan.mostServos(command: command), "more than a frame holds")
    precondition(Set(servos.map(\.id)).count == servos.count, "an id is one servo's")
    precondition(command.count >= 1 && sample.count >= 1)
    // A read of two registers is as long as its answer, and a line may echo it.
    precondition(sample.count != 2, "ask for a third register")
    entries = servos.enumerated().map { index, servo in
      Entry(
        id: servo.id, device: servo.device, requestOffset: index * command.count,
        replyOffset: index * (1 + sample.count))
    }
    self.command = command
    self.sample = sample
    self.readsTogether = readsTogether
    self.line = line
    self.aging = aging
  }

  /// Bytes of all requests together.
  public var requestBytes: Int { entries.count * command.count }
  /// Bytes of all replies together.
  public var replyBytes: Int { entries.count * replyCount }
  /// Bytes of one reply.
  public var replyCount: Int { 1 + sample.count }

  /// Bytes on the wire in a cycle without failures, when `off` of the servos are switched off.
  public func wireBytes(off: Int = 0) -> Int {
    let on = entries.count - off
    let commands = (on > 0 ? 8 + on * (1 + command.count) : 0) + (off > 0 ? 8 + 2 * off : 0)
    let answers = entries.count * answerBytes
    return commands + answers + (readsTogether ? 8 + entries.count : 8 * entries.count)
  }

  /// What a cycle takes at most without repeats: all bytes, each servo's delay, what the adapter takes, and the
  /// request to one servo that was left out.
  public var time: TimeSpan {
    let alone = SerialTime.span(bytes: 8, speed: line.speed) + line.latency
    return groupTime + servoTime * Int64(entries.count) + alone
  }

  /// What a cycle takes that does not depend on how many servos answer: the commands, in two frames where some
  /// servos are on and some off, and the request.
  var groupTime: TimeSpan {
    let commands = 16 + entries.count * (1 + command.count)
    return SerialTime.span(bytes: commands + 8, speed: line.speed) + line.latency
  }

  /// What each servo that answers takes.
  var servoTime: TimeSpan {
    let own = readsTogether ? 1 : 8
    return SerialTime.span(bytes: own + answerBytes, speed: line.speed) + line.returnDelay
      + (readsTogether ? .zero : line.latency)
  }

  /// What one servo's answer to a request of its own takes at most.
  public var aloneTime: TimeSpan {
    SerialTime.span(bytes: 8 + answerBytes, speed: line.speed) + line.returnDelay + line.latency
  }

  private var answerBytes: Int { ServoFrame.overhead + sample.count }

  /// Zeros that end the frame in which a servo believes to be.
  struct Filler: Hashable, Sendable, BitwiseCopyable {
    /// What is left of any frame at most: a length is a byte.
    static var all: Int {
      @_noAllocation @_noLocks
      get { 255 }
    }

    /// How many fit a cycle, between two frames that switch everybody off.
    let count: Int
    /// How many cycles in a row bring all of them.
    let cycles: Int
  }

  /// What of the filler a cycle has time for.
  var filler: Filler {
    let byte = SerialTime.span(bytes: 1, speed: line.speed).nanoseconds
    let room = Int(time.nanoseconds / byte) - 2 * (8 + 2 * entries.count)
    let count = min(max(room, 0), Filler.all)
    return Filler(count: count, cycles: count > 0 ? (Filler.all + count - 1) / count : 0)
  }
}
