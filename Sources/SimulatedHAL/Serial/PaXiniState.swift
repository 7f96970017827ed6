import RobotUnits

/// What is inside a `PaXiniModel`.
struct PaXiniState: ~Copyable {
  private static let period = TimeSpan(nanoseconds: Int64(1e9 / PaXiniModel.pushRate))

  var registers = [UInt8](repeating: 0, count: 0x4000)
  var speed = 921_600.0
  var error: UInt8 = 0
  private let taxels: [Int]
  /// What each taxel felt at the last calibration.
  private var zeros: [SIMD3<Double>]
  private var request = PaXiniRequest()
  private var nextPush: MonotonicInstant?

  init(taxels: [Int: Int]) {
    self.taxels = (0..<28).map { taxels[$0] ?? 0 }
    zeros = [SIMD3<Double>](repeating: .zero, count: 28 * 256)
    for (place, character) in "GEN3-HS-V1.0.0".utf8.enumerated() { registers[place] = character }
    for (module, count) in taxels {
      registers[0x10 + module / 8] |= 1 << UInt8(module % 8)
      registers[0x30 + 2 * module] = UInt8(truncatingIfNeeded: count)
      registers[0x31 + 2 * module] = UInt8(truncatingIfNeeded: count >> 8)
    }
    registers[0x16] = 1
  }

  /// As after a loss of its supply: it sends nothing until it is told to.
  mutating func restart() {
    registers[0x16] = 1
    registers[0x17] = 0
    nextPush = nil
    for index in zeros.indices { zeros[index] = .zero }
  }

  mutating func receive(
    _ byte: UInt8, at now: MonotonicInstant, _ forces: any TaxelForceSource,
    answering frames: inout SerialFrames
  ) {
    guard speed == 921_600, request.push(byte) else { return }
    let place = request.number(at: 4, 2)
    let count = request.number(at: 6, 2)
    switch request[3] {
    case 0x03 where place + count <= registers.count:
      measure(forces, at: now)
      answer(place, count: count, at: now, into: &frames)
    case 0x10 where count <= 10 && place + count <= registers.count:
      for index in 0..<count { registers[place + index] = request[8 + index] }
      nextPush = registers[0x17] == 1 ? nextPush ?? now : nil
      if place == 0x17, nextPush != nil { return }
      acknowledge(place, at: now, into: &frames)
    case 0x17:
      for module in 0..<28 {
        for taxel in 0..<taxels[module] {
          zeros[module << 8 | taxel] = forces.force(taxel: taxel, module: module, at: now)
        }
      }
      acknowledge(place, at: now, into: &frames)
    default:
      // Refused: bit 7, and which error.
      begin([0xAA, 0x55, 0x00, 0x82], at: now, into: &frames)
      for byte in [request[4], request[5], 0, 0] { append(byte, into: &frames) }
      end(&frames)
    }
  }

  mutating func speak(
    until now: MonotonicInstant, _ forces: any TaxelForceSource, into frames: inout SerialFrames
  ) {
    // Not further ahead than one call of a host waits, in frames that there is room for.
    var left = 8
    while let due = nextPush, due <= now, left > 0 {
      left -= 1
      measure(forces, at: due)
      var count = 1
      for module in 0..<28 where registers[0x10 + module / 8] & 1 << UInt8(module % 8) != 0 {
        if registers[0x16] & 1 != 0 { count += 6 }
        if registers[0x16] & 2 != 0 { count += 3 * taxels[module] }
      }
      let (low, high) = (UInt8(truncatingIfNeeded: count), UInt8(truncatingIfNeeded: count >> 8))
      guard frames.hasRoom(for: count + 6) else { return }
      begin([0xAA, 0x56, 0x00, low], at: due, into: &frames)
      append(high, into: &frames)
      append(error, into: &frames)
      for module in 0..<28 where registers[0x10 + module / 8] & 1 << UInt8(module % 8) != 0 {
        if registers[0x16] & 1 != 0 { append(registers: 0x500 + 6 * module, 6, into: &frames) }
        if registers[0x16] & 2 != 0 {
          append(registers: place(ofModule: module), 3 * taxels[module], into: &frames)
        }
      }
      end(&frames)
      // A line that is too slow for the rate takes the frames as fast as it can.
      let wire = TimeSpan(nanoseconds: Int64(Double(count + 6) * 10 / speed * 1e9) + 1)
      nextPush = due + max(Self.period, wire)
    }
  }

  private func place(ofModule module: Int) -> Int {
    module < 20 ? 0x1000 + 0x200 * module : 0x3800 + 0x100 * (module - 20)
  }

  /// Brings the registers of all forces up to `now`.
  private mutating func measure(_ forces: any TaxelForceSource, at now: MonotonicInstant) {
    for module in 0..<28 where taxels[module] > 0 {
      var sum = SIMD3<Double>.zero
      for taxel in 0..<taxels[module] {
        let force =
          forces.force(taxel: taxel, module: module, at: now) - zeros[module << 8 | taxel]
        sum += force
        // A palm's window has room for 85.
        guard module < 20 || taxel < 85 else { continue }
        let bytes = taxelBytes(force)
        for axis in 0..<3 { registers[place(ofModule: module) + 3 * taxel + axis] = bytes[axis] }
      }
      let bytes = taxelBytes(sum)
      for axis in 0..<3 { registers[0x500 + 6 * module + 2 * axis] = bytes[axis] }
    }
  }

  private mutating func acknowledge(
    _ place: Int, at now: MonotonicInstant, into frames: inout SerialFrames
  ) {
    begin([0xAA, 0x55, 0x00, request[3]], at: now, into: &frames)
    for byte in [request[4], request[5], 1, 0, 0] { append(byte, into: &frames) }
    end(&frames)
  }

  private mutating func answer(
    _ place: Int, count: Int, at now: MonotonicInstant, into frames: inout SerialFrames
  ) {
    begin([0xAA, 0x55, 0x00, 0x03], at: now, into: &frames)
    for byte in [request[4], request[5], request[6], request[7]] { append(byte, into: &frames) }
    append(registers: place, count, into: &frames)
    end(&frames)
  }

  private mutating func append(registers place: Int, _ count: Int, into frames: inout SerialFrames)
  {
    for index in place..<place + count { append(registers[index], into: &frames) }
  }

  // MARK: Frames

  private var sum: UInt8 = 0

  private mutating func begin(
    _ bytes: InlineArray<4, UInt8>, at now: MonotonicInstant, into frames: inout SerialFrames
  ) {
    frames.begin(due: now)
    sum = 0
    for index in 0..<4 { append(bytes[index], into: &frames) }
  }

  private mutating func append(_ byte: UInt8, into frames: inout SerialFrames) {
    sum &+= byte
    frames.append(byte)
  }

  private func end(_ frames: inout SerialFrames) { frames.append(0 &- sum) }
}

/// A force as a board gives it: 0.1 N each; signed, signed, unsigned; stopped at their ends.
func taxelBytes(_ force: SIMD3<Double>) -> InlineArray<3, UInt8> {
  let x = min(max(force.x * 10, -128), 127).rounded()
  let y = min(max(force.y * 10, -128), 127).rounded()
  let z = min(max(force.z * 10, 0), 255).rounded()
  return [UInt8(bitPattern: Int8(x)), UInt8(bitPattern: Int8(y)), UInt8(z)]
}
