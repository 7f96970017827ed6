public import RobotUnits

/// A fault with its place and time.
public struct PlannedFault: Hashable, Sendable {
  /// What.
  public var fault: BusFault
  /// Where.
  public var place: FaultPlace
  /// From when on.
  public var start: MonotonicInstant
  /// Until when; `nil` for ever.
  public var end: MonotonicInstant?
  /// The most transfers that it strikes; `nil` as many as there are.
  public var count: Int?
  /// How probable it is, 0...1, that it strikes a transfer in which it could.
  public var probability: Double

  /// A fault; unless told otherwise it strikes every transfer from `start` on.
  public init(
    _ fault: BusFault, at place: FaultPlace, from start: MonotonicInstant,
    until end: MonotonicInstant? = nil, count: Int? = nil, probability: Double = 1
  ) {
    self.fault = fault
    self.place = place
    self.start = start
    self.end = end
    self.count = count
    self.probability = probability
  }
}

/// What is going to happen on one bus. The same plan and the same traffic give the same bits.
public struct FaultPlan: Hashable, Sendable {
  /// Where every random choice comes from.
  public var seed: UInt64
  /// The faults.
  public var faults: [PlannedFault]

  /// A plan.
  public init(seed: UInt64, _ faults: [PlannedFault]) {
    self.seed = seed
    self.faults = faults
  }
}

/// SplitMix64: the same numbers from the same seed everywhere. Real-time: no.
///
/// Source: G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
public struct FaultRandom: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// The numbers of `seed`.
  public init(seed: UInt64) { state = seed }

  /// The next number.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// Whether what has this probability happens.
  mutating func happens(_ probability: Double) -> Bool {
    // One number each time: what comes later does not depend on the probability.
    Double(next() >> 11) * 0x1p-53 < probability
  }

  /// A byte in which each bit is set with `probability`.
  mutating func bits(_ probability: Double) -> UInt8 {
    var byte: UInt8 = 0
    for bit in 0..<8 where happens(probability) { byte |= 1 << UInt8(bit) }
    return byte
  }
}
