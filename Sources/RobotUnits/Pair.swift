/// Two joints' numbers side by side: what one vector register of x86_64 and aarch64 holds, so that one
/// instruction serves two joints.
public typealias Pair = SIMD2<Double>

/// Which of the two.
public typealias PairMask = SIMDMask<SIMD2<Int64>>

/// The elementary functions for both of a pair, with the bits of their scalar kin.
extension RealtimeMath {
  /// `chosen` where `mask` is set, `other` elsewhere.
  @_noAllocation @_noLocks @inlinable @inline(__always)
  public static func select(_ mask: PairMask, _ chosen: Pair, _ other: Pair) -> Pair {
    other.replacing(with: chosen, where: mask)
  }

  /// Whether `mask` is set for at least one of the two. The stdlib's `any` brings arrays along, which a
  /// build without a heap refuses.
  @_noAllocation @_noLocks @inlinable @inline(__always)
  public static func either(_ mask: PairMask) -> Bool {
    let bits = SIMD2<Int64>.zero.replacing(with: -1, where: mask)
    return bits.x | bits.y != 0
  }

  /// Whether `mask` is set for both; for the stdlib's `all`.
  @_noAllocation @_noLocks @inlinable @inline(__always)
  public static func both(_ mask: PairMask) -> Bool {
    let bits = SIMD2<Int64>.zero.replacing(with: -1, where: mask)
    return bits.x & bits.y != 0
  }

  /// `-value`; unlike `0 - value` it also turns the sign of a zero.
  @_noAllocation @_noLocks @inlinable @inline(__always)
  public static func negate(_ value: Pair) -> Pair { Pair(-value.x, -value.y) }

  /// The value without its sign.
  @_noAllocation @_noLocks @inlinable @inline(__always)
  public static func magnitude(_ value: Pair) -> Pair {
    Pair(Swift.abs(value.x), Swift.abs(value.y))
  }

  /// The lesser; `value` where one is NaN or both are equal.
  @_noAllocation @_noLocks @inlinable @inline(__always)
  public static func least(_ value: Pair, _ other: Pair) -> Pair {
    value.replacing(with: other, where: other .< value)
  }

  /// The greater; `other` where one is NaN or both are equal.
  @_noAllocation @_noLocks @inlinable @inline(__always)
  public static func greatest(_ value: Pair, _ other: Pair) -> Pair {
    other.replacing(with: value, where: value .> other)
  }

  /// `value` within `-bound...bound`; 0 where it is NaN.
  @_noAllocation @_noLocks @inlinable @inline(__always)
  public static func clamp(_ value: Pair, within bound: Pair) -> Pair {
    let inside = greatest(negate(bound), least(value, bound))
    return Pair.zero.replacing(with: inside, where: value .== value)
  }

  /// The least whole number that is not below `value`, for 0...2^51.
  ///
  /// From 2^52 on a Double has no fraction, so that adding it rounds to whole numbers. There is no
  /// vector instruction for it in the x86_64 baseline, and `Int(value)` would trap on what is no number.
  @_noAllocation @_noLocks @inlinable @inline(__always)
  public static func ceiling(_ value: Pair) -> Pair {
    let whole = (value + 0x1p52) - 0x1p52
    return whole.replacing(with: whole + 1, where: whole .< value)
  }
}
