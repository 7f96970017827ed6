import RobotDrivers
import RobotHAL
import RobotUnits
import SimulatedHAL
import Testing

/// The set-up on simulated servos and lines. Registers by their numbers in the memory table.
@Suite struct FeetechSetUpTests {
  private let line: SimulatedSerialLine

  init() {
    line = SimulatedSerialLine(
      speed: Frequency(unchecked: 1_000_000), clock: SimulationClock(.virtual))
  }

  private func configuration() throws -> Feetech.Configuration {
    try Feetech.Configuration(
      id: 3, limits: 1.570_796_326_794_896_6...3.141_592_653_589_793, maximumTemperature: 60,
      supply: 6...13, torque: 0.6,
      unloading: [.voltage, .temperature, .overload], homingOffset: -100)
  }

  @discardableResult
  private func setUp(_ servo: FeetechServoModel?) throws -> Feetech.Report {
    if let servo { line.attach(servo) }
    var bus = SharedServoBus(line)
    return try Feetech.setUp(try configuration(), on: &bus)
  }

  @Test func bringsEPROMToWhatWasAskedFor() throws {
    let servo = FeetechServoModel(id: 3)
    servo.load(register: 40, value: 1)
    let report = try setUp(servo)
    // 1024, 2048, 60 degC, 13 V, 6 V, 600, -100 with its sign in bit 11
    let wanted: [UInt8: UInt8] = [
      6: 0, 7: 0, 8: 1, 9: 0x00, 10: 0x04, 11: 0x00, 12: 0x08, 13: 60, 14: 130, 15: 60, 16: 0x58,
      17: 0x02, 19: 37, 31: 100, 32: 0x08, 33: 0, 40: 0, 48: 0x58, 49: 0x02, 55: 1,
    ]
    for (register, value) in wanted {
      #expect(servo.peek(register: register) == value, "register \(register)")
    }
    #expect(report.firmware == [3, 9])
    #expect(
      report.written == [
        .minimumAngle, .maximumAngle, .maximumTemperature, .maximumVoltage, .minimumVoltage,
        .maximumTorque, .unloading, .homingOffset,
      ])
  }

  @Test func lastsThroughAPowerCycle() throws {
    let servo = FeetechServoModel(id: 3)
    try setUp(servo)
    servo.powerCycle()
    #expect(servo.peek(register: 13) == 60)
    #expect(servo.peek(register: 48) == 0x58)
  }

  @Test("EPROM is written once: it wears out")
  func writesNothingTheSecondTime() throws {
    let servo = FeetechServoModel(id: 3)
    try setUp(servo)
    let writes = servo.epromWrites
    #expect(writes == 12)
    let again = try setUp(nil)
    #expect(again.written == [])
    #expect(servo.epromWrites == writes)
  }

  @Test func servoThatAnswersReadsOnlyIsSetToAnswer() throws {
    let servo = FeetechServoModel(id: 3)
    servo.load(register: 8, value: 0)
    try setUp(servo)
    #expect(servo.peek(register: 8) == 1)
  }

  @Test func anotherModelIsRefused() throws {
    line.attach(FeetechServoModel(id: 3, kind: .scs0009))
    // SCS0009 is 1284, 0x0504, high byte first.
    #expect(throws: Feetech.Failure.identity(id: 3, wanted: .sts3215, read: 0x0405)) {
      try setUp(nil)
    }
  }

  @Test func scsServoIsSetUpToo() throws {
    let servo = FeetechServoModel(id: 7, kind: .scs0009, counts: 512)
    line.attach(servo)
    var bus = SharedServoBus(line)
    let report = try Feetech.setUp(
      try Feetech.Configuration(id: 7, model: .scs0009, limits: 0.5...4.5), on: &bus)
    // 0.5 rad are 97.8 counts of 300 degrees / 1024, 4.5 rad 880.1.
    #expect([9, 10, 11, 12].map { servo.peek(register: $0) } == [0, 98, 0x03, 0x70])
    #expect(servo.peek(register: 48) == 1)
    #expect(report.written == [.minimumAngle, .maximumAngle])
  }

  @Test func nobodyAnswers() throws {
    #expect(throws: Feetech.Failure.bus(BusError(.timeout), id: 3, step: .identify)) {
      try setUp(FeetechServoModel(id: 4))
    }
  }

  @Test func servoAtAnotherSpeedDoesNotAnswer() throws {
    let servo = FeetechServoModel(id: 3)
    servo.load(register: 6, value: 4)
    #expect(throws: Feetech.Failure.bus(BusError(.timeout), id: 3, step: .identify)) {
      try setUp(servo)
    }
  }

  @Test func unpluggedLineIsTold() throws {
    line.setPlugged(false)
    #expect(
      throws: Feetech.Failure.bus(BusError(.unavailable, errno: 19), id: 3, step: .identify)
    ) { try setUp(FeetechServoModel(id: 3)) }
  }

  @Test func worksOnALineThatEchoes() throws {
    let line = SimulatedSerialLine(
      speed: Frequency(unchecked: 1_000_000), clock: SimulationClock(.virtual), echoes: true)
    let servo = FeetechServoModel(id: 3)
    line.attach(servo)
    var bus = SharedServoBus(line)
    try Feetech.setUp(try configuration(), on: &bus)
    #expect(servo.peek(register: 13) == 60)
    // Two registers are asked for as three: the echo of a request for two would look like its answer.
    #expect(try bus.read(2, from: 3, address: 3).bytes == [0x09, 0x03])
  }

  @Test(
    "a set-up on a bad line succeeds or says so, and never leaves a wrong value",
    arguments: 0..<40 as Range<UInt64>)
  func badLine(seed: UInt64) throws {
    let servo = FeetechServoModel(id: 3)
    line.setFaults(SerialFaults(flip: 0.001, loss: 0.001, insertion: 0.001, seed: seed))
    var isDone = false
    line.attach(servo)
    for _ in 0..<200 where !isDone {
      do {
        try setUp(nil)
        isDone = true
      } catch is Feetech.Failure {}
    }
    line.setFaults(SerialFaults())
    #expect(isDone, "seed \(seed)")
    let before = servo.epromWrites
    let report = try setUp(nil)
    #expect(report.written == [] && servo.epromWrites == before, "seed \(seed)")
  }
}
