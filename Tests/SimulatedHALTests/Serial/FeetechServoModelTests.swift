import RobotHAL
import RobotUnits
import SimulatedHAL
import Testing

/// Literals from Feetech's "STS Servo - Memory Table Analysis" and "SCS Communication Protocol Manual".
@Suite struct FeetechServoModelTests {
  let line = SimulatedSerialLine(
    speed: Frequency(unchecked: 1_000_000), clock: SimulationClock(.virtual))

  /// Sends a request of `body` (id, instruction, parameters); gives all that comes back.
  @discardableResult
  func ask(_ body: [UInt8]) throws -> [UInt8] {
    var frame: [UInt8] = [0xFF, 0xFF, body[0], UInt8(body.count)] + body[1...]
    frame.append(~frame[2...].reduce(0, &+))
    try line.write(frame, until: line.now())
    var all: [UInt8] = []
    while true {
      let bytes = try line.read(atMost: 250, until: line.now() + .milliseconds(1))
      if bytes.isEmpty { return all }
      all += bytes
    }
  }

  func word(_ servo: FeetechServoModel, _ register: UInt8) -> Int {
    Int(servo.peek(register: register)) | Int(servo.peek(register: register + 1)) << 8
  }

  func wait(_ milliseconds: Int64) throws {
    line.pause(.milliseconds(milliseconds))
    try ask([1, 1])
  }

  @Test func answersLikeTheManual() throws {
    let servo = FeetechServoModel(id: 1, counts: 0x0518)
    line.attach(servo)
    #expect(try ask([1, 1]) == [0xFF, 0xFF, 1, 2, 0, 0xFC])
    // "Where is it?" Position 0x0518.
    #expect(try ask([1, 2, 0x38, 2]) == [0xFF, 0xFF, 1, 4, 0, 0x18, 0x05, 0xDD])
    // Its model is 777.
    #expect(try ask([1, 2, 3, 2]) == [0xFF, 0xFF, 1, 4, 0, 0x09, 0x03, 0xEE])
    // Somebody else, and a wrong checksum.
    #expect(try ask([2, 1]) == [])
    try line.write([0xFF, 0xFF, 1, 2, 1, 0xFA], until: line.now())
    #expect(try line.read(atMost: 10, until: line.now() + .milliseconds(1)) == [])
  }

  @Test func syncReadIsAnsweredInTheOrderAsked() throws {
    for id in 1...3 as ClosedRange<UInt8> {
      line.attach(FeetechServoModel(id: id, counts: Int(id)))
    }
    let heard = try ask([0xFE, 0x82, 56, 2, 3, 9, 1])
    #expect(heard.count == 16)
    #expect(heard[2] == 3 && heard[5] == 3 && heard[10] == 1 && heard[13] == 1)
  }

  @Test func syncWriteGivesEachItsOwn() throws {
    let servos = [FeetechServoModel(id: 1), FeetechServoModel(id: 2)]
    for servo in servos { line.attach(servo) }
    #expect(try ask([0xFE, 0x83, 46, 2, 2, 0xAA, 0x01, 1, 0xBB, 0x02]) == [])
    #expect(word(servos[0], 46) == 0x02BB && word(servos[1], 46) == 0x01AA)
  }

  @Test func registeredWriteWaitsForItsAction() throws {
    let servo = FeetechServoModel(id: 1)
    line.attach(servo)
    #expect(try ask([1, 4, 46, 0x11, 0x22]).count == 6)
    #expect(word(servo, 46) == 0 && servo.peek(register: 64) == 1)
    try ask([0xFE, 5])
    #expect(word(servo, 46) == 0x2211 && servo.peek(register: 64) == 0)
  }

  @Test func whatIsWrittenUnderLockIsLostWithTheSupply() throws {
    let servo = FeetechServoModel(id: 1)
    line.attach(servo)
    try ask([1, 3, 13, 55])
    #expect(servo.peek(register: 13) == 55 && servo.epromWrites == 0)
    servo.powerCycle()
    #expect(servo.peek(register: 13) == 70)
    try ask([1, 3, 55, 0])
    try ask([1, 3, 13, 55])
    servo.powerCycle()
    #expect(servo.peek(register: 13) == 55 && servo.epromWrites == 1)
  }

  @Test func identityAndMeasurementsCannotBeWritten() throws {
    let servo = FeetechServoModel(id: 1, counts: 77)
    line.attach(servo)
    try ask([1, 3, 3, 1, 1])
    try ask([1, 3, 56, 1, 1])
    #expect(word(servo, 3) == 777 && word(servo, 56) == 77)
  }

  @Test func servoThatAnswersReadsOnly() throws {
    let servo = FeetechServoModel(id: 1)
    servo.load(register: 8, value: 0)
    line.attach(servo)
    #expect(try ask([1, 3, 46, 1]) == [])
    #expect(servo.peek(register: 46) == 1)
    #expect(try ask([1, 1]).count == 6)
  }

  @Test func movesAtTheSpeedItIsTold() throws {
    let servo = FeetechServoModel(id: 1, counts: 1000)
    line.attach(servo)
    // Torque; goal 2000, 500 counts/s.
    try ask([1, 3, 40, 1, 0, 0xD0, 0x07, 0, 0, 0xF4, 0x01])
    try wait(1000)
    #expect((1480...1500).contains(word(servo, 56)))
    #expect((495...500).contains(word(servo, 58)) && servo.peek(register: 66) == 1)
    try wait(2000)
    #expect(word(servo, 56) == 2000 && word(servo, 58) == 0 && servo.peek(register: 66) == 0)
  }

  @Test func staysWhereItIsWithoutTorqueAndWithinItsLimits() throws {
    let servo = FeetechServoModel(id: 1, counts: 1000)
    line.attach(servo)
    // The speed alone switches nothing on.
    try ask([1, 3, 46, 0xF4, 0x01])
    try wait(1000)
    #expect(word(servo, 56) == 1000)
    // MAX_ANGLE_LIMIT 1200, goal 2000.
    servo.load(register: 11, value: 0xB0)
    servo.load(register: 12, value: 0x04)
    try ask([1, 3, 42, 0xD0, 0x07])
    try wait(3000)
    #expect(word(servo, 56) == 1200)
  }

  @Test func homingOffsetShiftsWhatItSays() throws {
    let servo = FeetechServoModel(id: 1, counts: 1000)
    // 100, and -100 with its sign in bit 11
    servo.load(register: 31, value: 100)
    line.attach(servo)
    try ask([1, 1])
    #expect(word(servo, 56) == 900)
    servo.load(register: 32, value: 0x08)
    try ask([1, 1])
    #expect(word(servo, 56) == 1100)
  }

  @Test func complainsOfSupplyTemperatureAndLoad() throws {
    let servo = FeetechServoModel(id: 1)
    line.attach(servo)
    servo.expose(volts: 3.9)
    #expect(try ask([1, 1])[4] == 1)
    servo.expose(volts: 12, celsius: 71)
    #expect(try ask([1, 1])[4] == 4)
    servo.expose(celsius: 30, load: 0.9)
    try ask([1, 3, 40, 1])
    try wait(1000)
    #expect(servo.peek(register: 65) == 0 && servo.peek(register: 40) == 1)
    try wait(1100)
    // UNLOADING_CONDITION of the factory has the overload in it.
    #expect(servo.peek(register: 65) == 32 && servo.peek(register: 40) == 0)
  }

  @Test func turnsAMechanism() throws {
    final class Shaft: ServoMechanism, @unchecked Sendable {
      // Called with the line locked.
      var duty: Double? = 9
      func angle(at instant: MonotonicInstant) -> Double { 1 }
      func drive(_ duty: Double?, at instant: MonotonicInstant) { self.duty = duty }
    }
    let shaft = Shaft()
    let servo = FeetechServoModel(id: 1, mechanism: shaft)
    line.attach(servo)
    try ask([1, 1])
    // 1 rad are 651.9 counts.
    #expect(word(servo, 56) == 652 && shaft.duty == nil)
    try ask([1, 3, 42, 0, 0x08])
    // Its loop is told where to be on the way: at 3072 counts/s it is 90 counts off after 30 ms.
    #expect(shaft.duty == 0)
    try wait(100)
    try ask([1, 1])
    #expect(shaft.duty == 1)
  }
}
