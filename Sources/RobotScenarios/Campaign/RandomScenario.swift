import RobotConfiguration
import SimulatedHAL

/// Makes scenarios: what a robot has, and what can happen to it.
struct RandomScenario {
  let robot: RobotDescription
  /// How long the robot is watched [s].
  let duration: Double
  private let devices: [String]
  private let muxes: [(name: String, channels: [Int])]
  private let stops: [String]

  /// What can happen, in the order in which it is chosen from.
  enum Choice: CaseIterable {
    case addressNak, dataNak, stuck, stretch, arbitration, short, flippedReply, flippedWrite
    case constant, frozen, torn, reset, unpowered, wrongDevice, swapped, slow, pressed
    case unplugged, noise, lostBytes, silent, overloaded
    case jammed, deadMotor, strongMotor, overrun, supplySag
  }

  init(_ robot: RobotDescription, duration: Double) {
    self.robot = robot
    self.duration = duration
    devices = robot.devices.map(\.name)
    muxes = robot.devices.indices.compactMap { mux in
      let channels = robot.devices.compactMap { $0.via?.mux == mux ? $0.via?.channel : nil }
      let known = Array(Set(channels)).sorted()
      return known.count > 1 ? (robot.devices[mux].name, known) : nil
    }
    stops = robot.lines.filter(\.isEmergencyStop).map(\.name)
  }

  /// The scenario of `seed`: one fault in half of the cases, or up to four.
  func make(seed: UInt64) -> FaultScenario {
    var random = FaultRandom(seed: seed)
    let count = [1, 1, 1, 2, 3, 4].randomElement(using: &random) ?? 1
    let faults = (0..<count).map { index in fault(index, &random) }
    return FaultScenario(
      file: "campaign", name: "campaign-\(seed)", robot: robot.name, seed: seed, motion: nil,
      duration: duration, faults: faults,
      expectation: FaultScenario.Expectation(
        faults: [], state: "active", within: nil, position: SourcePosition(line: 1, column: 1)))
  }

  private func fault(_ index: Int, _ random: inout FaultRandom) -> FaultScenario.Fault {
    let start = random.number(0...duration * 0.6)
    let choice = usable.randomElement(using: &random) ?? .addressNak
    let kind = kind(choice, &random)
    let place = place(choice, kind, index, &random)
    let isOver = Double.random(in: 0..<1, using: &random)
    // A cycle or two, a while, or to the end.
    let length: Double? =
      isOver < 0.35 ? random.number(0.001...0.01) : isOver < 0.65 ? random.number(0.01...0.2) : nil
    let isState = [
      .unpowered, .wrongDevice, .swapped, .pressed, .unplugged, .noise, .lostBytes, .silent,
      .overloaded, .jammed, .deadMotor, .strongMotor, .overrun, .supplySag,
    ].contains(choice)
    let probabilities: [Double] = [1, 1, 0.5, 0.1, 0.01]
    let probability = probabilities.randomElement(using: &random) ?? 1
    let counts: [Int?] = [nil, nil, 1, 2, 5]
    let mostTimes = counts.randomElement(using: &random) ?? nil
    return FaultScenario.Fault(
      kind: kind, place: place, start: start, duration: length, count: isState ? nil : mostTimes,
      probability: isState ? 1 : probability)
  }

  private var usable: [Choice] {
    Choice.allCases.filter { choice in
      switch choice {
      case .swapped: !muxes.isEmpty
      case .pressed: !stops.isEmpty
      case .unplugged, .noise, .lostBytes, .silent, .overloaded: !robot.servos.isEmpty
      case .jammed, .deadMotor, .strongMotor: !robot.joints.isEmpty
      case .overrun, .supplySag: true
      default: !robot.devices.isEmpty
      }
    }
  }

  private func kind(
    _ choice: Choice, _ random: inout FaultRandom
  ) -> FaultScenario.Kind {
    switch choice {
    case .addressNak: return .addressNotAcknowledged
    case .dataNak: return .dataNotAcknowledged(byte: Int.random(in: 0...5, using: &random))
    case .stuck: return .stuckData(byte: Int.random(in: 0...3, using: &random))
    case .stretch:
      let spans = [2e-6, 20e-6, 200e-6, 2e-3, 20e-3]
      return .stretch(perByte: spans.randomElement(using: &random) ?? 20e-6)
    case .arbitration: return .arbitrationLost
    case .short: return .shortTransfer(messages: Int.random(in: 0...6, using: &random))
    case .flippedReply, .flippedWrite:
      let chances = [1e-4, 1e-3, 1e-2, 0.1, 0.5]
      return .flippedBits(
        perBit: chances.randomElement(using: &random) ?? 0.01, isRead: choice == .flippedReply)
    case .constant:
      let byte = UInt8.random(in: 0...255, using: &random)
      return .constantReply([0x00, 0xFF, byte].randomElement(using: &random) ?? byte)
    case .frozen: return .frozenReply
    case .torn: return .tornReply(bytes: Int.random(in: 1...2, using: &random))
    case .reset: return .reset
    case .unpowered: return .unpowered
    case .wrongDevice: return .wrongDevice
    case .swapped:
      let channels = (muxes.first?.channels ?? [0, 1]).shuffled(using: &random)
      return .swappedChannels(channels[0], channels[1])
    case .slow:
      let spans = [20e-6, 100e-6, 500e-6, 5e-3]
      return .slowAdapter(overhead: spans.randomElement(using: &random) ?? 100e-6)
    case .pressed: return .pressed
    case .unplugged: return .unplugged
    case .noise, .lostBytes:
      let chances = [1e-4, 1e-3, 1e-2, 0.1]
      let chance = chances.randomElement(using: &random) ?? 1e-3
      return choice == .noise ? .noise(perByte: chance) : .lostBytes(perByte: chance)
    case .silent: return .unpowered
    case .overloaded: return .overloaded
    case .jammed: return .jammed
    case .deadMotor: return .deadMotor
    case .strongMotor: return .strongMotor(factor: random.number(0.2...5))
    case .overrun:
      let cycles = [1, 2, 5, 20, 60].randomElement(using: &random) ?? 1
      return .overrun(cycles: cycles, every: [nil, 0.05, 0.2].randomElement(using: &random) ?? nil)
    case .supplySag:
      return .supplySag(volts: random.number(2...10), over: random.number(0...0.1))
    }
  }

  private func place(
    _ choice: Choice, _ kind: FaultScenario.Kind, _ index: Int, _ random: inout FaultRandom
  ) -> FaultScenario.Place {
    switch choice {
    case .swapped:
      var fitting = muxes
      if case .swappedChannels(let one, let other) = kind {
        fitting = muxes.filter { $0.channels.contains(one) && $0.channels.contains(other) }
      }
      return named(.device, fitting.randomElement(using: &random)?.name ?? "", index)
    case .pressed: return named(.line, stops.randomElement(using: &random) ?? "", index)
    case .slow: return bus(index, &random)
    case .wrongDevice: return device(index, &random)
    case .unplugged, .noise, .lostBytes:
      return named(
        .serial, robot.serialBuses.map(\.name).randomElement(using: &random) ?? "", index)
    case .silent, .overloaded:
      return named(.device, robot.servos.map(\.name).randomElement(using: &random) ?? "", index)
    case .jammed, .deadMotor, .strongMotor:
      return named(.joint, robot.joints.map(\.name).randomElement(using: &random) ?? "", index)
    case .overrun, .supplySag: return named(.robot, "", index)
    default:
      return Bool.random(using: &random) || Bool.random(using: &random)
        ? device(index, &random) : bus(index, &random)
    }
  }

  private func device(_ index: Int, _ random: inout FaultRandom) -> FaultScenario.Place {
    named(.device, devices.randomElement(using: &random) ?? "", index)
  }

  private func bus(_ index: Int, _ random: inout FaultRandom) -> FaultScenario.Place {
    named(.bus, robot.buses.map(\.name).randomElement(using: &random) ?? "", index)
  }

  private func named(
    _ target: FaultScenario.Place.Target, _ name: String, _ index: Int
  ) -> FaultScenario.Place {
    FaultScenario.Place(
      target: target, name: name, position: SourcePosition(line: 1, column: 1),
      keyPath: "faults[\(index)]")
  }
}

extension FaultRandom {
  /// A number in `range`.
  mutating func number(_ range: ClosedRange<Double>) -> Double {
    Double.random(in: range, using: &self)
  }
}
