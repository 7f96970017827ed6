extension PCA9685 {
  /// Writes a duty of 0...1 for the `offset`-th channel of an `outputs` burst into its `request`.
  ///
  /// 0, negative and non-finite duties are full OFF; what rounds to a whole period is full ON;
  /// otherwise the pulse begins at count 0, so that ON and OFF counts never meet.
  /// Real-time: yes.
  @_noAllocation @_noLocks
  public static func encode(
    duty: Double, offset: Int, into request: inout MutableSpan<UInt8>
  ) {
    encode(counts: counts(duty: duty), offset: offset, into: &request)
  }

  /// Writes a pulse of `counts` of a period's 4096 for the `offset`-th channel: 0 is full OFF, 4096
  /// and more full ON. Real-time: yes.
  @_noAllocation @_noLocks
  public static func encode(
    counts: UInt16, offset: Int, into request: inout MutableSpan<UInt8>
  ) {
    let base = 1 + 4 * offset
    let fullOn = counts >= 4096
    request[base] = 0
    request[base + 1] = fullOn ? 0x10 : 0
    request[base + 2] = fullOn ? 0 : UInt8(truncatingIfNeeded: counts)
    request[base + 3] = fullOn ? 0 : counts == 0 ? 0x10 : UInt8(truncatingIfNeeded: counts >> 8)
  }
}
