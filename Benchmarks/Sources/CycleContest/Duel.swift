internal import CycleTwin

/// Random wiring below and random commands above, the same for both: are their outputs the same bits?
public struct Duel {
  /// Hash of each contender's outputs: FNV-1a over 64-bit words.
  public private(set) var hashes: [UInt64]
  /// Cycles in which not everything was the same.
  public private(set) var differences = 0
  /// The first of them.
  public private(set) var first = -1
  /// How many cycles each lifecycle state, and in `active` each source, was seen.
  public private(set) var seen: [String: Int] = [:]
  private let contenders: [any Contender]
  private let jointCount: Int
  private var turn: Turn
  private var state: UInt64
  private var offsets: [Double]
  private var streams = false
  private var glitches = 0.0

  /// A duel of `contenders`, the first of which moves the joints.
  public init(_ contenders: [any Contender], jointCount: Int, seed: UInt64) {
    self.contenders = contenders
    self.jointCount = jointCount
    turn = Turn(jointCount: jointCount)
    state = seed
    offsets = Array(repeating: 0, count: jointCount)
    hashes = Array(repeating: 0xCBF2_9CE4_8422_2325, count: contenders.count)
    let motion = Scene.motion(jointCount: jointCount, seconds: 1.5)
    for contender in contenders { contender.setMotion(motion) }
  }

  /// `cycles` turns.
  public mutating func run(cycles: Int) { for index in 0..<cycles { step(index) } }

  private mutating func step(_ index: Int) {
    turn.index = UInt64(index)
    turn.input.time = Int64(index) * 2_000_000
    sample(index)
    command(index)
    let before = hashes
    for (side, contender) in contenders.enumerated() {
      contender.prepare(turn)
      contender.run()
      hash(side, contender)
    }
    if before.allSatisfy({ $0 == before[0] }), !hashes.allSatisfy({ $0 == hashes[0] }) {
      differences += 1
      if first < 0 { first = index }
    }
    let verdict = contenders[0].verdict
    seen["state \(verdict.lifecycle) source \(verdict.source)", default: 0] += 1
    if verdict.latched != 0 { seen["fault \(verdict.latched)", default: 0] += 1 }
  }

  private mutating func sample(_ index: Int) {
    let verdict = contenders[0].verdict
    let powered = (2...5).contains(verdict.lifecycle)
    if index % 1_000 == 0 { glitches = [0, 0, 0, 1e-5, 1e-3][Int(next() % 5)] }
    for joint in 0..<jointCount {
      var position = Scene.point(joint, 0).position + offsets[joint]
      if powered {
        position = contenders[0].snapshot(joint).reference_position
      } else if index % 1_000 == 500 {
        offsets[joint] = number(0.005)
      }
      var sample = twin_measurement(position: position + number(1e-3), quality: 0)
      if uniform() < glitches {
        switch next() % 6 {
        case 0: sample.quality = 1
        case 1: sample.quality = 2
        case 2: sample.position = .nan
        case 3: sample.position = .infinity
        case 4: sample.position = number(8e307)
        default: sample.position += number(1)
        }
      }
      turn.samples[joint] = sample
    }
  }

  private mutating func command(_ index: Int) {
    turn.input.emergency_stop = uniform() < 1e-4
    turn.input.safety_line_lost = uniform() < 5e-5
    turn.input.actuator_lost = uniform() < 5e-5 ? 3 : -1
    turn.input.skipped_cycles = uniform() < 1e-3 ? next() % 60 + 1 : 0
    turn.input.has_request = uniform() < 0.03
    let requests: [UInt8] = [0, 0, 0, 0, 3, 3, 4, 4, 5, 5, 5, 1, 2]
    turn.input.request = requests[Int(next() % UInt64(requests.count))]
    turn.input.joint = Int32(next() % UInt64(jointCount + 2)) - 1
    turn.input.displacement = number(1)
    turn.input.speed = number(2)
    if uniform() < 0.004 { streams.toggle() }
    guard streams, uniform() < 0.5 else { return }
    let wild = uniform() < 0.1
    let mad = uniform() < 0.002
    for joint in 0..<jointCount {
      let point = Scene.point(joint, Double(index) * 0.002)
      turn.targets[joint] = twin_target(
        position: wild ? number(3) : point.position, velocity: wild ? number(4) : point.velocity,
        kp: maybe(40), kd: maybe(1), feed_forward: maybe(3))
      if mad, uniform() < 0.1 { turn.targets[joint].feed_forward = .infinity }
      if wild, uniform() < 0.1 { turn.targets[joint].position = .nan }
      if wild, uniform() < 0.1 { turn.targets[joint].velocity = .nan }
    }
    turn.input.has_stream = true
    turn.input.stream_valid_until = turn.input.time + Int64(next() % 30_000_000)
  }

  private mutating func hash(_ side: Int, _ contender: any Contender) {
    let verdict = contender.verdict
    mix(side, UInt64(verdict.lifecycle) | UInt64(verdict.source) << 8)
    mix(side, UInt64(verdict.refusal) | UInt64(verdict.latched) << 16 | UInt64(verdict.fault) << 32)
    mix(side, UInt64(bitPattern: Int64(verdict.latched_joint)))
    for joint in 0..<jointCount {
      let snapshot = contender.snapshot(joint)
      mix(side, contender.duty(joint).bitPattern)
      mix(side, snapshot.reference_position.bitPattern)
      mix(side, snapshot.reference_velocity.bitPattern)
      mix(side, snapshot.measured_position.bitPattern)
      mix(side, snapshot.measured_velocity.bitPattern)
      mix(side, snapshot.desired_effort.bitPattern)
      mix(side, snapshot.applied_effort.bitPattern)
      mix(side, snapshot.duty.bitPattern)
      mix(side, UInt64(snapshot.limits) | UInt64(snapshot.age) << 16)
      mix(side, snapshot.squared_error_sum.bitPattern)
      mix(side, snapshot.maximum_error.bitPattern)
    }
  }

  private mutating func mix(_ side: Int, _ word: UInt64) {
    hashes[side] = (hashes[side] ^ word) &* 0x100_0000_01B3
  }

  // SplitMix64 (Steele, Lea, Flood 2014).
  private mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  private mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }
  private mutating func number(_ size: Double) -> Double { (2 * uniform() - 1) * size }
  private mutating func maybe(_ size: Double) -> Double { uniform() < 0.5 ? .nan : number(size) }
}
