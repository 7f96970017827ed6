import FoundationEssentials
import RobotAssembly
import RobotConfiguration
import Testing

@Suite struct FaultScenarioFileTests {
  @Test func readsWhatGoesWrongAndWhatMustBecomeOfIt() throws {
    let scenario = try load(
      """
      scenario: all
      robot: arm6
      seed: 9
      motion: ../arm6-sine.motion.yaml
      duration: 2 s
      faults:
        - { kind: address_nak, device: elbow_angle, at: 500 ms, for: 10 ms, probability: 0.5 }
        - { kind: data_nak, bus: left, at: 1 s, byte: 2, count: 3 }
        - { kind: swapped_channels, device: left_mux, at: 0, channels: [0, 2] }
        - { kind: bit_flips, device: pan_angle, at: 0, per_bit: 0.01, direction: write }
        - { kind: constant_reply, bus: right, at: 0, value: 0xFF }
        - { kind: press, line: estop, at: 1.5 s }
      expect: { fault: [encoder_lost, actuator_lost], state: faulted, within: 20 ms }
      """)
    #expect(scenario.name == "all" && scenario.robot == "arm6" && scenario.seed == 9)
    #expect(scenario.motion == "../arm6-sine.motion.yaml")
    #expect(scenario.duration == 2)
    #expect(
      scenario.faults.map(\.kind) == [
        .addressNotAcknowledged, .dataNotAcknowledged(byte: 2), .swappedChannels(0, 2),
        .flippedBits(perBit: 0.01, isRead: false), .constantReply(0xFF), .pressed,
      ])
    try #require(scenario.faults.count == 6)
    let first = scenario.faults[0]
    #expect(first.start == 0.5 && first.duration == 0.01 && first.probability == 0.5)
    #expect(first.count == nil)
    #expect(first.place.target == .device && first.place.name == "elbow_angle")
    #expect(first.place.position == SourcePosition(line: 7, column: 34))
    #expect(first.place.keyPath == "faults[0].device")
    #expect(scenario.faults[1].count == 3 && scenario.faults[1].probability == 1)
    #expect(scenario.faults[5].place.target == .line)
    #expect(scenario.expectation.faults == ["encoder_lost", "actuator_lost"])
    #expect(scenario.expectation.state == "faulted")
    #expect(scenario.expectation.within == 0.02)
  }

  @Test func readsTheBrainThePeopleTheJointsAndTheLoop() throws {
    let scenario = try load(
      """
      scenario: off-the-wires
      robot: arm6
      seed: 9
      stream: 100 ms
      begin: arming
      duration: 2 s
      faults:
        - { kind: silent_client, at: 0, for: 0.2 s }
        - { kind: not_a_number, joint: a, number: kp, value: minus_infinity, at: 0 }
        - { kind: command_step, joint: a, by: -90 deg, at: 0 }
        - { kind: beyond_limits, joint: a, by: 0.5 rad, at: 0 }
        - { kind: gains, joint: a, kd: 3 N.m.s/rad, at: 0 }
        - { kind: clear, at: 0 }
        - { kind: arm, answer: refused, at: 0 }
        - { kind: jam, joint: a, at: 0 }
        - { kind: load, joint: a, effort: -2 N.m, at: 0 }
        - { kind: dead_motor, joint: a, at: 0 }
        - { kind: inverted, joint: a, at: 0 }
        - { kind: strong_motor, joint: a, factor: 2, at: 0 }
        - { kind: overrun, cycles: 3, every: 50 ms, at: 0 }
        - { kind: supply_sag, to: 7 V, over: 0.5 s, at: 0 }
        - { kind: overheat, device: b, to: 95, at: 0 }
      expect: { fault: none, stop: command_timeout, state: holding, within: 0.3 s, stays: 0.02 rad }
      """)
    #expect(scenario.stream == 0.1)
    #expect(scenario.beginning == .arming)
    #expect(
      scenario.faults.map(\.kind) == [
        .silentClient, .notANumber(.kp, .minusInfinity), .commandStep(by: -1.5707963267948966),
        .beyondLimits(by: 0.5), .gains(stiffness: nil, damping: 3),
        .asked(.clear, isRefused: false), .asked(.arm, isRefused: true), .jammed,
        .load(effort: -2), .deadMotor, .inverted, .strongMotor(factor: 2),
        .overrun(cycles: 3, every: 0.05), .supplySag(volts: 7, over: 0.5),
        .overheated(celsius: 95, over: 0),
      ])
    #expect(scenario.faults[0].place.target == .robot && scenario.faults[0].place.name.isEmpty)
    #expect(scenario.faults[1].place.target == .joint && scenario.faults[1].place.name == "a")
    #expect(scenario.faults[14].place.target == .device)
    #expect(scenario.expectation.stop == "command_timeout")
    #expect(scenario.expectation.within == 0.3 && scenario.expectation.stays == 0.02)
  }

  @Test func refusesAMotionThatIsNotPlayed() throws {
    let rest = """
      motion: m.yaml
      duration: 1 s
      faults: [ { kind: press, line: estop, at: 0 } ]
      expect: { fault: none, state: active }
      """
    try expect(
      "scenario: a\nrobot: arm6\nseed: 1\nstream: 100 ms\n" + rest,
      "s:4:9: stream: cannot stand beside motion; hint: a stream leads every joint along its swing")
    try expect(
      "scenario: a\nrobot: arm6\nseed: 1\nbegin: arming\n" + rest,
      "s:5:9: motion: is not played when the scenario begins with arming; hint: leave it out")
  }

  @Test(
    arguments: [
      (
        "{ kind: silent_client, at: 0 }",
        "s:5:13: faults[0].kind: there is no client in this scenario; hint: add `stream: 100 ms` at "
          + "the top"
      ),
      (
        "{ kind: overrun, cycles: 0, at: 0 }",
        "s:5:30: faults[0].cycles: 0 is out of range; allowed: 1 to 10000"
      ),
      (
        "{ kind: jam, device: a, at: 0 }",
        "s:5:5: faults[0].joint: missing: the joint; hint: add `joint: elbow_flex`"
      ),
      (
        "{ kind: adress_nak, device: a, at: 0 }",
        "s:5:13: faults[0].kind: \"adress_nak\" is not one of the choices; allowed: address_nak, data_nak,"
      ),
      (
        "{ kind: stuck_sda, device: a, at: 0 }",
        "s:5:5: faults[0].byte: missing: the byte of a message, from 0 and without the address, in "
          + "which the chip stops, holding SDA low; hint: add `byte: 1`"
      ),
      (
        "{ kind: reset, at: 0 }",
        "s:5:5: faults[0]: missing: device or bus; hint: add `device: elbow_angle` or `bus: left`"
      ),
      (
        "{ kind: reset, device: a, bus: b, at: 0 }",
        "s:5:36: faults[0].bus: cannot stand beside device; allowed: either device or bus"
      ),
      (
        "{ kind: reset, device: a, at: 3 s }",
        "s:5:35: faults[0].at: 3 s is after the end of the scenario; allowed: less than its "
          + "duration, 1 s"
      ),
      (
        "{ kind: reset, device: a, at: 0, probability: 1.5 }",
        "s:5:51: faults[0].probability: 1.5 is out of range; allowed: greater than 0, at most 1"
      ),
      (
        "{ kind: unpowered, device: a, at: 0, count: 2 }",
        "s:5:42: faults[0].count: unknown key; allowed: kind, at, for, device, bus; hint: count "
          + "belongs to kind: address_nak, not to kind: unpowered"
      ),
      (
        "{ kind: swapped_channels, device: a, at: 0, channels: [1, 1] }",
        "s:5:59: faults[0].channels: channel 1 cannot be swapped with itself"
      ),
      (
        "{ kind: constant_reply, device: a, at: 0, value: 256 }",
        "s:5:54: faults[0].value: 256 is out of range; allowed: 0 to 255"
      ),
    ])
  func refusesAFault(fault: String, expected: String) throws {
    try expect(
      "scenario: a\nrobot: arm6\nduration: 1 s\nfaults:\n  - \(fault)\nseed: 1\n"
        + "expect: { fault: none, state: active }", expected)
  }

  @Test(
    arguments: [
      (
        "{ fault: encoder_gone, state: faulted }",
        "s:6:18: expect.fault: \"encoder_gone\" is not one of the choices; allowed: none, "
      ),
      (
        "{ fault: none, state: faulted }",
        "s:6:31: expect.state: faulted without a fault; hint: name the fault"
      ),
      (
        "{ fault: none, state: active, within: 10 ms }",
        "s:6:47: expect.within: the outputs are not off after 10 ms in the state active; hint: "
          + "leave it out"
      ),
      ("{ fault: none }", "s:6:1: expect.state: missing: where the robot stands at the end"),
    ])
  func refusesAnExpectation(expectation: String, expected: String) throws {
    try expect(
      "scenario: a\nrobot: arm6\nseed: 1\nduration: 1 s\n"
        + "faults: [ { kind: reset, device: a, at: 0 } ]\nexpect: \(expectation)", expected)
  }

  @Test(
    arguments: [
      (
        "kind: reset, device: elbow_angel",
        "s:5:34: faults[0].device: arm6 has no device named \"elbow_angel\"; allowed: left_mux, "
      ),
      (
        "kind: reset, bus: top",
        "s:5:31: faults[0].bus: arm6 has no bus named \"top\"; allowed: left, right"
      ),
      (
        "kind: press, line: drive_enable",
        "s:5:32: faults[0].line: arm6 has no input line named \"drive_enable\"; allowed: estop"
      ),
      (
        "kind: swapped_channels, channels: [0, 1], device: left_pwm",
        "s:5:63: faults[0].device: left_pwm is no mux with devices behind it; allowed: left_mux, "
          + "right_mux"
      ),
      (
        "kind: jam, joint: elbow_flax",
        "s:5:31: faults[0].joint: arm6 has no joint named \"elbow_flax\"; allowed: shoulder_pan, "
      ),
      (
        "kind: overheat, to: 90, device: left_supply",
        "s:5:45: faults[0].device: arm6 has no device named \"left_supply\""
      ),
      (
        "kind: unplug, serial: arm",
        "s:5:35: faults[0].serial: arm6 has no serial named \"arm\""
      ),
    ])
  func refusesWhatARobotDoesNotHave(fault: String, expected: String) throws {
    let scenario = try load(
      "scenario: a\nrobot: arm6\nseed: 1\nduration: 1 s\n"
        + "faults: [ { \(fault), at: 0 } ]\nexpect: { fault: none, state: active }")
    let robot = try RobotFile.load(
      path: Repository.root + "/Robots/arm6/robot.yaml", drivers: DriverCatalog.schemas)
    let errors = scenario.check(on: robot)
    let starts = errors.first?.description.hasPrefix(expected) == true
    #expect(starts && errors.count == 1, "\(errors)")
  }

  @Test(arguments: try Repository.yamlFiles(below: "Scenarios/faults"))
  func isOfARobotThatThereIs(path: String) throws {
    let scenario = try FaultScenarioFile.load(path: Repository.root + "/" + path)
    let robot = try RobotFile.load(
      path: Repository.root + "/Robots/\(scenario.robot)/robot.yaml",
      drivers: DriverCatalog.schemas)
    #expect(scenario.check(on: robot).isEmpty)
    #expect(path.hasSuffix("/\(scenario.name).yaml"))
  }

  /// Nothing goes wrong, and the robot must follow.
  @Test func aScenarioOfAnyRobotMayHaveNoFaults() throws {
    let scenario = try load(
      """
      scenario: track
      robot: any
      seed: 1
      duration: 2 s
      expect: { fault: none, state: active, tracking: 3 deg }
      """)
    #expect(scenario.faults.isEmpty && scenario.robot == FaultScenario.anyRobot)
    #expect(abs((scenario.expectation.tracking ?? 0) - 0.0523599) < 1e-6)
    for name in ["arm6", "bench", "hand", "so101"] {
      let robot = try RobotFile.load(
        path: Repository.root + "/Robots/\(name)/robot.yaml", drivers: DriverCatalog.schemas)
      #expect(scenario.check(on: robot).isEmpty)
    }
  }

  @Test func aTrackingErrorIsAboveZero() throws {
    try expect(
      "scenario: s\nrobot: any\nseed: 1\nduration: 2 s\n"
        + "expect: { fault: none, state: active, tracking: 0 rad }",
      "s:5:49: expect.tracking: 0 rad is out of range")
  }

  private func expect(_ text: String, _ expected: String) throws {
    let errors = try #require(throws: ConfigurationErrors.self) { try load(text) }
    let starts = errors.description.hasPrefix(expected)
    #expect(starts, "\(errors)")
  }

  private func load(_ text: String) throws -> FaultScenario {
    try FaultScenarioFile.load(text: Array(text.utf8), file: "s")
  }
}
