public import RobotConfiguration

/// Which values a campaign tries: every one of a grid, or points of a low-discrepancy sequence.
///
/// Run 0 is the robot as its file describes it. Real-time: no.
public struct TuningPlan: Sendable {
  /// What is varied.
  public let variations: [Variation]

  /// One base for each variation of a sequence: with more, its points stand in lines.
  private static let bases: [UInt64] = [2, 3, 5, 7, 11, 13, 17, 19]

  /// A plan; `nil` unless all of `variations` have a count, or none has and there are at most 8.
  public init?(_ variations: [Variation]) {
    let counted = variations.count { $0.count != nil }
    guard !variations.isEmpty, counted == variations.count || counted == 0,
      counted > 0 || variations.count <= Self.bases.count
    else { return nil }
    self.variations = variations
  }

  /// The last run of a grid; `nil` of a sequence, which has no end.
  public var last: UInt64? {
    variations.reduce(1) { product, variation -> UInt64? in
      guard let product, let count = variation.count else { return nil }
      let (all, overflow) = product.multipliedReportingOverflow(by: UInt64(count))
      return overflow ? UInt64.max : all
    }
  }

  /// What run `seed` changes. Of a grid the last variation takes its next value first. Of a sequence it is the point
  /// of that number of Halton's (J. H. Halton, Numer. Math. 2, 1960), so that every stretch of it covers the box evenly.
  public func changes(of seed: UInt64) -> [KeyChange] {
    guard seed > 0 else { return [] }
    guard last != nil else {
      return zip(variations, Self.bases).map { $0.change(at: Self.mirrored(seed, in: $1)) }
    }
    var rest = seed - 1
    return variations.reversed().map { variation in
      let count = UInt64(variation.count ?? 1)
      defer { rest /= count }
      return variation.change(at: Double(rest % count) / Double(count - 1))
    }.reversed()
  }

  /// The digits of `number` behind the point, the last one first (van der Corput).
  private static func mirrored(_ number: UInt64, in base: UInt64) -> Double {
    var (rest, mirror, scale) = (number, UInt64(0), UInt64(1))
    while rest > 0 {
      mirror = mirror * base + rest % base
      scale *= base
      rest /= base
    }
    return Double(mirror) / Double(scale)
  }

  /// The joints of `robot` that it is about: those that it varies, or all.
  public func joints(of robot: RobotDescription) -> [Int] {
    let named = variations.map { variation -> Set<Int>? in
      let keys = variation.keyPath.split(separator: ".", maxSplits: 2)
      guard keys.count == 3, keys[0] == "joints",
        let joint = robot.joints.firstIndex(where: { $0.name == keys[1] })
      else { return nil }
      return [joint]
    }
    guard !named.contains(nil) else { return Array(robot.joints.indices) }
    return Set(named.compactMap(\.self).joined()).sorted()
  }
}
