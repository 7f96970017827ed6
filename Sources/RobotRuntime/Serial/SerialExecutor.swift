public import RobotHAL
public import RobotUnits

/// Carries the cyclic traffic of one servo bus: in each cycle the commands of all servos, then their answers.
///
/// One bad answer is the loss of that answer: it is counted, its servo's sample is missing in this cycle, and
/// everything else goes on. A servo whose answer is missing is asked again on its own where the budget allows.
/// One that is silent for `patience` cycles is no longer asked together with the others, which it could hold
/// up, but alone, one such servo in each cycle; its first answer brings it back. Nothing is waited for beyond the
/// plan's own time. Commands that grew old are held or extrapolated for a while, as the plan says, and then
/// every servo is switched off. One that may still hold and does not answer is told so behind bytes that end any
/// spoiled frame (`SerialExecutor+Off.swift`). Real-time: `run` and `end` block for their transfers only.
public struct SerialExecutor: ~Copyable, CyclicTask, @unchecked Sendable {
  // Moved to the bus's thread and used there only; its pointers point into storage that it owns.

  /// After so many cycles without an answer a servo is asked on its own.
  public static var patience: UInt32 {
    @_noAllocation @_noLocks
    get { 3 }
  }

  var line: SerialLink
  private var requests: TripleBufferReader<BusRequests>
  private var replies: TripleBufferWriter<BusReplies>
  private let statistics: BusStatistics
  private let aging: CommandAging
  let safeBytes: FixedArray<UInt8>
  let steps: FixedArray<SerialStep>
  private let command: SerialPlan.Registers
  let sample: SerialPlan.Registers
  let readsTogether: Bool
  /// The replies of the servos that answered, and those of the present cycle.
  let image: FixedArray<UInt8>
  let incoming: FixedArray<UInt8>
  let statuses: FixedArray<ExchangeStatus>
  /// The servos that are asked together, in the order in which they answer, and which of them have.
  let group: FixedArray<UInt16>
  let answered: FixedArray<Bool>
  var groupCount = 0
  private let retry: TimeSpan
  /// What is left of it in this cycle [ns].
  private var budget: Int64 = 0
  let aloneTime: TimeSpan
  let time: TimeSpan
  let filler: SerialPlan.Filler
  /// How many cycles by now went for the filler alone.
  var flushes = 0
  private let groupTime: TimeSpan
  private let servoTime: TimeSpan
  /// Where the search for the next silent servo begins.
  private var nextSilent = 0
  var parser: ServoFrameParser
  let counts: BusCounts
  let bus: Int32

  /// An executor of `plan` on `port`. The bus is the robot's number `bus`; `retry` is the time that each cycle
  /// has for asking again.
  public init(
    plan: SerialPlan, port: any SerialPort, requests: consuming TripleBufferReader<BusRequests>,
    replies: consuming TripleBufferWriter<BusReplies>, statistics: BusStatistics, bus: Int = 0,
    retry: TimeSpan = .zero
  ) {
    line = SerialLink(port, echoes: plan.line.echoes)
    self.requests = requests
    self.replies = replies
    self.statistics = statistics
    counts = BusCounts(statistics)
    self.bus = Int32(bus)
    self.retry = retry
    aging = plan.aging
    safeBytes = FixedArray(repeating: 0, count: plan.requestBytes)
    steps = FixedArray(plan.entries.map(SerialStep.init))
    command = plan.command
    sample = plan.sample
    readsTogether = plan.readsTogether
    image = FixedArray(repeating: 0, count: plan.replyBytes)
    incoming = FixedArray(repeating: 0, count: plan.replyBytes)
    statuses = FixedArray(repeating: ExchangeStatus(), count: plan.entries.count)
    group = FixedArray(repeating: 0, count: plan.entries.count)
    answered = FixedArray(repeating: false, count: plan.entries.count)
    aloneTime = plan.aloneTime
    time = plan.time
    filler = plan.filler
    groupTime = plan.groupTime
    servoTime = plan.servoTime
    parser = ServoFrameParser(parameterCount: plan.sample.count)
  }

  @_noAllocation @_noLocks
  public mutating func run(_ turn: Turn, _ trace: inout CycleTrace) {
    let cycle = turn.index
    _ = requests.side.update()
    budget = retry.nanoseconds
    parser.restart()
    let noise = parser.noise
    let sent = line.sentBytes()
    choose()
    let source = commands(of: cycle)
    do throws(BusError) {
      if mustFlush(source) {
        try flush(&trace)
      } else {
        flushes = 0
        try exchange(source, cycle, &trace)
        for place in 0..<groupCount where !answered[place] {
          try repeatAlone(Int(group[place]), cycle, &trace)
        }
        try askSilent(cycle, &trace)
      }
    } catch {
      note(error, &trace)
      for entry in 0..<steps.count where steps[entry].settled <= cycle {
        fail(entry, error, cycle)
      }
    }
    counts.addNoise(line.noise(parser.noise - noise, since: sent))
    publish(cycle)
    trace.end(.publish)
  }

  /// The commands, and the answers to them.
  @_noAllocation @_noLocks
  private mutating func exchange(
    _ source: UnsafeMutablePointer<UInt8>, _ cycle: UInt64, _ trace: inout CycleTrace
  ) throws(BusError) {
    try line.discardInput()
    line.begin()
    composeCommands(source)
    if readsTogether, groupCount > 0 { composeRequest() }
    try line.send(patience: time)
    counts.addTransfer()
    if readsTogether {
      let span = groupTime.nanoseconds + servoTime.nanoseconds * Int64(groupCount)
      try collect(until: MonotonicInstant(nanoseconds: line.began.nanoseconds + span))
    } else {
      for place in 0..<groupCount { answered[place] = try ask(Int(group[place])) }
    }
    noteTransfer(&trace)
    for place in 0..<groupCount where answered[place] { succeed(Int(group[place]), cycle) }
  }

  /// Asks the servo of `entry`, whose answer is missing, again when that may help and the time is there.
  @_noAllocation @_noLocks
  private mutating func repeatAlone(
    _ entry: Int, _ cycle: UInt64, _ trace: inout CycleTrace
  ) throws(BusError) {
    note(BusError(.timeout), &trace)
    // What was silent in the last cycle, too, is not there; asking twice only costs the others time.
    guard statuses[entry].failures == 0, aloneTime.nanoseconds <= budget else {
      return fail(entry, BusError(.timeout), cycle)
    }
    budget -= aloneTime.nanoseconds
    counts.addRetry()
    trace.record.transfers.retries &+= 1
    try askAlone(entry, cycle, &trace)
  }

  /// Asks one of the servos that are left out.
  @_noAllocation @_noLocks
  private mutating func askSilent(_ cycle: UInt64, _ trace: inout CycleTrace) throws(BusError) {
    guard groupCount < steps.count else { return }
    var isAsked = false
    for _ in 0..<steps.count where !isAsked {
      let entry = nextSilent
      nextSilent = nextSilent + 1 < steps.count ? nextSilent + 1 : 0
      if steps[entry].isSilent {
        isAsked = true
        try askAlone(entry, cycle, &trace)
      }
    }
    // The others stay silent.
    for entry in 0..<steps.count where steps[entry].settled <= cycle {
      fail(entry, BusError(.timeout), cycle)
    }
  }

  @_noAllocation @_noLocks
  private mutating func askAlone(
    _ entry: Int, _ cycle: UInt64, _ trace: inout CycleTrace
  ) throws(BusError) {
    try line.discardInput()
    let isAnswered = try ask(entry)
    noteTransfer(&trace)
    if isAnswered { return succeed(entry, cycle) }
    note(BusError(.timeout), &trace)
    fail(entry, BusError(.timeout), cycle)
  }

  /// The commands that go out in `cycle`, laid out by the plan.
  @_noAllocation @_noLocks
  private func commands(of cycle: UInt64) -> UnsafeMutablePointer<UInt8> {
    let slot = requests.slots + Int(requests.side.index)
    switch aging.output(cycle: cycle, stamp: slot.pointee.stamp) {
    case .command: return slot.pointee.bytes.base
    case .extrapolation(let periods):
      return slot.pointee.images.base + (periods - 1) * safeBytes.count
    case .safe: return safeBytes.base
    }
  }

  /// One frame for the servos that are on, one for those that are off.
  @_noAllocation @_noLocks
  mutating func composeCommands(_ source: UnsafeMutablePointer<UInt8>) {
    for isOn in 0..<2 {
      var isBegun = false
      let width = isOn == 1 ? command.count : 1
      for entry in 0..<steps.count {
        let bytes = source + steps[entry].requestOffset
        guard (bytes[0] != 0) == (isOn == 1) else { continue }
        steps[entry].isOn = isOn == 1
        if isOn == 1 { steps[entry].doubt = SerialExecutor.proof }
        if !isBegun {
          isBegun = true
          line.frame.begin(.syncWrite, to: ServoFrame.broadcast)
          line.frame.append(command.address)
          line.frame.append(UInt8(truncatingIfNeeded: width))
        }
        line.frame.append(steps[entry].id.rawValue)
        for index in 0..<width { line.frame.append(bytes[index]) }
      }
      if isBegun { line.frame.end() }
    }
  }

  @_noAllocation @_noLocks
  private mutating func publish(_ cycle: UInt64) {
    let slot = replies.slots + Int(replies.side.index)
    slot.pointee.stamp = cycle + 1
    copyBytes(image.base, to: slot.pointee.bytes.base, count: image.count)
    copyBytes(
      statuses.base, to: slot.pointee.statuses.base,
      count: statuses.count * MemoryLayout<ExchangeStatus>.stride)
    replies.side.publish()
  }
}
