/// What registers read last, for replies that freeze or tear. Of fixed size; what finds no room is not
/// remembered.
struct ReplyMemory {
  private static let slotCount = 32
  private static let slotBytes = 64

  private var keys = [UInt64](repeating: 0, count: slotCount)
  private var used = 0
  private var bytes = [UInt8](repeating: 0, count: slotCount * slotBytes)

  /// Forgets everything.
  mutating func clear() { used = 0 }

  /// Where the reply with `key` lies; `nil` when it is not known.
  func slot(_ key: UInt64) -> Int? {
    for slot in 0..<used where keys[slot] == key { return slot }
    return nil
  }

  /// Takes `reply` for `key`.
  mutating func store(_ key: UInt64, _ reply: UnsafeBufferPointer<UInt8>) {
    var place = slot(key)
    if place == nil, used < Self.slotCount {
      place = used
      keys[used] = key
      used += 1
    }
    guard let place else { return }
    for index in 0..<min(reply.count, Self.slotBytes) {
      bytes[place * Self.slotBytes + index] = reply[index]
    }
  }

  /// Puts the first `count` bytes of `slot` over those of `reply`.
  func copy(_ slot: Int, count: Int, to reply: UnsafeMutableBufferPointer<UInt8>) {
    for index in 0..<min(count, reply.count, Self.slotBytes) {
      reply[index] = bytes[slot * Self.slotBytes + index]
    }
  }
}
