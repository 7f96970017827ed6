public import RobotHAL

/// What every `I2CAdapter` must do, checked against one simple chip on its bus.
///
/// Bound to no test framework: `run` returns the findings, and an adapter conforms when there are
/// none. The chip's scratch registers hold other values afterwards.
public struct I2CAdapterConformance {
  /// A chip with at least two consecutive 8-bit registers that can be written and read back and over
  /// which its pointer moves on.
  public struct Chip: Sendable {
    /// Where the chip is.
    public let address: I2CAddress
    /// The first of the two registers.
    public let scratchRegister: UInt8
    /// An address at which nothing is.
    public let absentAddress: I2CAddress

    /// A chip for the checks.
    public init(address: I2CAddress, scratchRegister: UInt8, absentAddress: I2CAddress) {
      self.address = address
      self.scratchRegister = scratchRegister
      self.absentAddress = absentAddress
    }
  }

  let adapter: any I2CAdapter
  let chip: Chip
  private var findings: [String] = []

  private init(adapter: any I2CAdapter, chip: Chip) {
    self.adapter = adapter
    self.chip = chip
  }

  /// Checks `adapter` against `chip` and returns every violation as a sentence.
  public static func run(_ adapter: any I2CAdapter, chip: Chip) -> [String] {
    var suite = I2CAdapterConformance(adapter: adapter, chip: chip)
    suite.checkCapabilities()
    suite.checkWriteAndRead()
    suite.checkProbe()
    suite.checkAbsentAddress()
    suite.checkTwoPairs()
    suite.checkLimits()
    suite.checkStop()
    return suite.findings
  }

  private mutating func expect(_ condition: Bool, _ sentence: String) {
    if !condition { findings.append(sentence) }
  }

  private mutating func checkCapabilities() {
    let all = adapter.capabilities
    expect(adapter.maximumMessages >= 1, "maximumMessages is \(adapter.maximumMessages), below 1")
    expect(
      !all.contains(.smbusOnly) || !all.contains(.combinedMessages),
      "an adapter is either smbusOnly or offers combinedMessages")
    expect(
      !all.contains(.stopBetweenMessages) || all.contains(.combinedMessages),
      "stopBetweenMessages means nothing without combinedMessages")
    expect(all == adapter.capabilities, "capabilities change after the adapter was opened")
  }

  private mutating func checkWriteAndRead() {
    for values: [UInt8] in [[0x5A, 0x01], [0x00, 0x80]] {
      var write = MessageBuffers([.write(chip.address, [chip.scratchRegister] + values)])
      let wrote = write.perform(on: adapter)
      expect(wrote == nil, "writing two registers failed: \(text(wrote))")
      expect(
        write.bytes(0) == [chip.scratchRegister] + values, "a write changed the buffer it sent")
      var read = MessageBuffers([
        .write(chip.address, [chip.scratchRegister]), .read(chip.address, count: 2),
      ])
      let failure = read.perform(on: adapter)
      expect(failure == nil, "write, repeated START, read failed: \(text(failure))")
      expect(read.bytes(1) == values, "read \(read.bytes(1)) after writing \(values)")
      expect(read.guardsAreIntact, "a read wrote beyond the length of its message")
    }
  }

  private mutating func checkProbe() {
    var probe = MessageBuffers([.write(chip.address, [])])
    let failure = probe.perform(on: adapter)
    expect(failure == nil, "an empty write to a present chip failed: \(text(failure))")
  }

  private mutating func checkAbsentAddress() {
    var attempts: [[MessageBuffers.Message]] = [
      [.write(chip.absentAddress, [])],
      [.write(chip.absentAddress, [0x00])],
      [.write(chip.absentAddress, [0x00]), .read(chip.absentAddress, count: 2)],
    ]
    if !adapter.capabilities.contains(.smbusOnly) {
      // SMBus has no call for two bytes without a command, nor for two addresses.
      attempts += [
        [.read(chip.absentAddress, count: 2)],
        [.write(chip.address, [chip.scratchRegister]), .read(chip.absentAddress, count: 1)],
      ]
    }
    for attempt in attempts {
      var buffers = MessageBuffers(attempt)
      let failure = buffers.perform(on: adapter)
      expect(
        failure?.kind == .noAcknowledge,
        "an absent address in \(attempt) gave \(text(failure)) instead of noAcknowledge")
    }
    var after = MessageBuffers([
      .write(chip.address, [chip.scratchRegister]), .read(chip.address, count: 1),
    ])
    let failure = after.perform(on: adapter)
    expect(failure == nil, "the transfer after a missing acknowledge failed: \(text(failure))")
  }

  private mutating func checkTwoPairs() {
    guard adapter.maximumMessages >= 4, adapter.capabilities.contains(.combinedMessages) else {
      return
    }
    var set = MessageBuffers([.write(chip.address, [chip.scratchRegister, 0x12, 0x34])])
    let wrote = set.perform(on: adapter)
    expect(wrote == nil, "writing two registers failed: \(text(wrote))")
    var pairs = MessageBuffers([
      .write(chip.address, [chip.scratchRegister &+ 1]), .read(chip.address, count: 1),
      .write(chip.address, [chip.scratchRegister]), .read(chip.address, count: 1),
    ])
    let failure = pairs.perform(on: adapter)
    expect(failure == nil, "two write-read pairs in one transfer failed: \(text(failure))")
    expect(
      pairs.bytes(1) == [0x34] && pairs.bytes(3) == [0x12],
      "two write-read pairs in one transfer read \(pairs.bytes(1)) and \(pairs.bytes(3))")
  }

  private mutating func checkLimits() {
    var none = MessageBuffers([])
    expect(none.perform(on: adapter) != nil, "a transfer without messages succeeded")
    let probe = MessageBuffers.Message.write(chip.address, [chip.scratchRegister])
    var many = MessageBuffers(Array(repeating: probe, count: adapter.maximumMessages + 1))
    expect(many.perform(on: adapter) != nil, "a transfer beyond maximumMessages succeeded")
  }

  private mutating func checkStop() {
    guard !adapter.capabilities.contains(.stopBetweenMessages), adapter.maximumMessages >= 2 else {
      return
    }
    var stopped = MessageBuffers([
      .write(chip.address, [chip.scratchRegister]).stopping, .read(chip.address, count: 1),
    ])
    let failure = stopped.perform(on: adapter)
    expect(
      failure?.kind == .unsupported,
      "a STOP between messages gave \(text(failure)) on an adapter that does not offer it")
  }

  private func text(_ error: BusError?) -> String {
    guard let error else { return "success" }
    return "\(error.kind) (errno \(error.errno))"
  }
}
