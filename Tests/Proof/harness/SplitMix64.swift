/// Seeded numbers, the same on every machine. Source: G. L. Steele, D. Lea and C. H. Flood, "Fast
/// splittable pseudorandom number generators", OOPSLA 2014.
struct SplitMix64: BitwiseCopyable {
  private var state: UInt64

  @_noAllocation @_noLocks
  init(seed: UInt64) { state = seed }

  @_noAllocation @_noLocks
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A number of `lower`...`upper`.
  @_noAllocation @_noLocks
  mutating func number(_ lower: Double, _ upper: Double) -> Double {
    lower + (upper - lower) * (Double(next() >> 11) * 0x1p-53)
  }

  /// A whole number of 0..<`bound`.
  @_noAllocation @_noLocks
  mutating func below(_ bound: UInt64) -> Int { Int(next() % bound) }

  /// True once in `cycles` on average.
  @_noAllocation @_noLocks
  mutating func happens(onceIn cycles: UInt64) -> Bool { next() % cycles == 0 }

  /// A number that no brain should send, or only just.
  @_noAllocation @_noLocks
  mutating func strange() -> Double {
    switch next() % 9 {
    case 0: .nan
    case 1: .infinity
    case 2: -.infinity
    case 3: .leastNonzeroMagnitude
    case 4: -.leastNormalMagnitude * 0.5
    case 5: 1e300
    case 6: -1e300
    case 7: -0.0
    default: 1e18
    }
  }
}
