import RobotUnits

/// What is inside a `PaXiniConverterModel`.
struct PaXiniConverterState: ~Copyable {
  private let taxels: Int
  private var zeros: [SIMD3<Double>]
  private var request = PaXiniRequest(countAt: 11, headerCount: 13)
  var speed = 921_600.0

  init(taxels: Int) {
    self.taxels = taxels
    zeros = [SIMD3<Double>](repeating: .zero, count: taxels)
  }

  mutating func receive(
    _ byte: UInt8, at now: MonotonicInstant, _ forces: any TaxelForceSource,
    answering frames: inout SerialFrames
  ) {
    guard speed == 921_600, request.push(byte), request[4] == 1 else { return }
    let count = request.number(at: 11, 2)
    switch (request[6], request.number(at: 7, 4)) {
    case (0xFB, 0x03F0) where count == 3:
      let sum = begin(status: 1, at: now, into: &frames)
      var total = SIMD3<Double>.zero
      for taxel in 0..<taxels { total += force(taxel, forces, at: now) }
      end(sum, total, into: &frames)
    case (0xFB, 0x040E) where count == 3 * taxels:
      var sum = begin(status: 1, at: now, into: &frames)
      for taxel in 0..<taxels - 1 {
        let bytes = taxelBytes(force(taxel, forces, at: now))
        for axis in 0..<3 {
          frames.append(bytes[axis])
          sum &+= bytes[axis]
        }
      }
      end(sum, force(taxels - 1, forces, at: now), into: &frames)
    case (0x79, 0x0003):
      for taxel in 0..<taxels { zeros[taxel] = forces.force(taxel: taxel, module: 0, at: now) }
      frames.append(0 &- begin(status: 0, at: now, into: &frames))
    default:
      frames.append(0 &- begin(status: 3, at: now, into: &frames))
    }
  }

  private func force(_ taxel: Int, _ forces: any TaxelForceSource, at now: MonotonicInstant)
    -> SIMD3<Double>
  {
    forces.force(taxel: taxel, module: 0, at: now) - zeros[taxel]
  }

  /// Head, the request's own header and the status; gives their sum. Only a good read carries data.
  private func begin(status: UInt8, at now: MonotonicInstant, into frames: inout SerialFrames)
    -> UInt8
  {
    frames.begin(due: now)
    let count = 10 + (status == 1 ? request.number(at: 11, 2) : 0)
    var sum: UInt8 = 0
    for index in 0..<14 {
      let byte: UInt8 =
        switch index {
        case 0: 0xAA
        case 1: 0x55
        case 2: UInt8(truncatingIfNeeded: count)
        case 3: UInt8(truncatingIfNeeded: count >> 8)
        // Bit 7 says that data follow.
        case 6 where status > 1: request[6] & 0x7F
        case 13: status
        default: request[index]
        }
      frames.append(byte)
      sum &+= byte
    }
    return sum
  }

  private func end(_ sum: UInt8, _ force: SIMD3<Double>, into frames: inout SerialFrames) {
    let bytes = taxelBytes(force)
    for axis in 0..<3 { frames.append(bytes[axis]) }
    frames.append(0 &- (sum &+ bytes[0] &+ bytes[1] &+ bytes[2]))
  }
}

/// A request as a board takes it from the line: 55 AA, header, data of a write, LRC.
struct PaXiniRequest {
  private var bytes = InlineArray<64, UInt8>(repeating: 0)
  private var filled = 0
  private let countAt: Int
  private let headerCount: Int

  /// The number of data is at `countAt`, in a header of `headerCount` bytes.
  init(countAt: Int, headerCount: Int) {
    self.countAt = countAt
    self.headerCount = headerCount
  }

  subscript(place: Int) -> UInt8 { bytes[place] }

  func number(at place: Int, _ count: Int) -> Int {
    (0..<count).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) }
  }

  /// Whether data follow the header: not after a read.
  private var carries: Bool { headerCount == 8 ? bytes[3] != 0x03 : bytes[6] & 0x80 == 0 }

  /// Takes the next byte; says whether a request is complete, with the right LRC.
  mutating func push(_ byte: UInt8) -> Bool {
    if filled == 0, byte != 0x55 { return false }
    if filled == 1, byte != 0xAA {
      filled = byte == 0x55 ? 1 : 0
      return false
    }
    bytes[filled] = byte
    filled += 1
    guard filled > headerCount else { return false }
    let data = carries ? number(at: countAt, 2) : 0
    guard headerCount + data < 64 else {
      filled = 0
      return false
    }
    guard filled == headerCount + data + 1 else { return false }
    let end = filled
    filled = 0
    var sum: UInt8 = 0
    for index in 0..<end { sum &+= bytes[index] }
    return sum == 0
  }
}
