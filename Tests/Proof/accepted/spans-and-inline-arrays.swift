@_noAllocation @_noLocks
func sum(_ bytes: Span<UInt8>) -> Int {
  var counts = InlineArray<4, Int>(repeating: 0)
  for index in 0..<bytes.count { counts[index & 3] += Int(bytes[index]) }
  return counts[0] + counts[1] + counts[2] + counts[3]
}

@_noAllocation @_noLocks
func clear(_ bytes: inout MutableSpan<UInt8>) {
  for index in 0..<bytes.count { bytes[index] = 0 }
}
