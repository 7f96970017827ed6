/// What a bad line does to bytes, in both directions: how likely, for each byte, and by which seed.
public struct SerialFaults: Hashable, Sendable {
  /// A bit of it flips, 0...1.
  public var flip: Double
  /// It is lost, 0...1.
  public var loss: Double
  /// Another one comes before it, 0...1.
  public var insertion: Double
  /// The same seed makes the same faults.
  public var seed: UInt64

  /// A line with these faults; without them a good one.
  public init(flip: Double = 0, loss: Double = 0, insertion: Double = 0, seed: UInt64 = 0) {
    self.flip = flip
    self.loss = loss
    self.insertion = insertion
    self.seed = seed
  }
}

/// SplitMix64. Source: G. Steele et al., "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014.
struct LineNoise {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }

  mutating func happens(_ probability: Double) -> Bool {
    probability > 0 && Double(next() >> 11) * 0x1p-53 < probability
  }
}
