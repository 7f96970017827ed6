/// A chip of another kind at somebody's address: 256 registers that hold what is written, with a pointer
/// that moves on.
struct Stranger {
  private var registers: [UInt8]
  private var pointer: UInt8 = 0
  private var expectsPointer = false

  init(seed: UInt64) {
    var random = FaultRandom(seed: seed)
    registers = (0..<256).map { _ in UInt8(truncatingIfNeeded: random.next()) }
  }

  mutating func start(reading: Bool) { expectsPointer = !reading }

  mutating func write(_ byte: UInt8) {
    if expectsPointer {
      pointer = byte
      expectsPointer = false
    } else {
      registers[Int(pointer)] = byte
      pointer &+= 1
    }
  }

  mutating func read() -> UInt8 {
    defer { pointer &+= 1 }
    return registers[Int(pointer)]
  }
}
