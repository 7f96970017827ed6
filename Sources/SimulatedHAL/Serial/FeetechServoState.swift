import RobotUnits

/// What is inside a `FeetechServoModel`.
struct FeetechServoState: ~Copyable {
  private static let speeds: [Double] = [
    1_000_000, 500_000, 250_000, 128_000, 115_200, 76_800, 57_600, 38_400,
  ]
  /// Where SRAM begins, and where it can only be read.
  private static let sram = 40
  private static let readOnly = 56

  // No `let`: Swift 6.2 then has no `powerOn()` in `init`.
  private(set) var kind: FeetechServoModel.Kind
  var registers = [UInt8](repeating: 0, count: 128)
  private var eprom: [UInt8]
  private(set) var epromWrites = 0
  var motion: FeetechServoMotion
  var speed = 1_000_000.0
  var volts = FeetechServoModel.usual.volts
  var celsius = FeetechServoModel.usual.celsius
  var load = 0.0
  var lateness = TimeSpan.zero
  var isPlugged = true
  private var overloadedSince: MonotonicInstant?
  private var request = FeetechRequest()
  /// What `registerWrite` brought: the first register, and how many.
  private var pending = [UInt8](repeating: 0, count: 128)
  private var pendingPlace = 0
  private var pendingCount = 0

  init(
    id: UInt8, kind: FeetechServoModel.Kind, counts: Double, mechanism: (any ServoMechanism)?
  ) {
    self.kind = kind
    motion = FeetechServoMotion(counts: counts, range: kind.counts, mechanism: mechanism)
    eprom = [UInt8](repeating: 0, count: Self.sram)
    // The factory's settings: firmware 3.9, limits of a whole turn, 70 degC, 4...14 V, 2 us steps of return
    // delay, unloads on everything but the encoder, speeds in counts per second.
    for (place, value) in [
      0: 3 as UInt8, 1: 9, 5: id, 8: 1, 13: 70, 14: 140, 15: 40, 18: 0x0C, 19: 44,
    ] {
      eprom[place] = value
    }
    eprom[21] = 32
    for (place, word) in [3: Int(kind.model), 11: kind.counts - 1, 16: 1000] {
      (eprom[place], eprom[place + 1]) = Self.bytes(of: word, isBigEndian: kind.isBigEndian)
    }
    powerOn()
  }

  private var lock: Int { kind.isBigEndian ? 48 : 55 }

  mutating func powerOn() {
    for index in registers.indices { registers[index] = index < Self.sram ? eprom[index] : 0 }
    registers[lock] = 1
    if !kind.isBigEndian {
      registers[48] = eprom[16]
      registers[49] = eprom[17]
    }
    overloadedSince = nil
    motion.hasTorque = false
    request = FeetechRequest()
    // It stays where it is until it is written a goal.
    set(42, signed: present, bit: 15)
  }

  /// What it says of where its shaft is.
  private var present: Int {
    (kind.counts - 1) & (Int(motion.counts.rounded()) - signed(31, bit: 11))
  }

  mutating func load(_ place: Int, _ value: UInt8) {
    registers[place] = value
    if place < Self.sram { eprom[place] = value }
  }

  // MARK: The protocol

  mutating func receive(
    _ byte: UInt8, at now: MonotonicInstant, answering frames: inout SerialFrames
  ) {
    // At another speed there are no bytes, only noise.
    guard isPlugged, Self.speeds[Int(registers[6] & 7)] == speed, request.push(byte) else { return }
    let isForAll = request.id == 0xFE
    guard isForAll || request.id == registers[5] else { return }
    update(at: now)
    switch request.instruction {
    case 1: answer(0, count: 0, at: now, order: Int(registers[5]), into: &frames)
    case 2 where !isForAll && request.count == 2:
      answer(Int(request[0]), count: Int(request[1]), at: now, order: 0, into: &frames)
    case 3 where request.count >= 1:
      for index in 1..<max(request.count, 1) {
        write(Int(request[0]) + index - 1, request[index], at: now)
      }
      acknowledge(isForAll, at: now, into: &frames)
    case 4 where request.count >= 1:
      pendingPlace = Int(request[0])
      pendingCount = request.count - 1
      for index in 0..<pendingCount { pending[index & 127] = request[index + 1] }
      registers[64] = 1
      acknowledge(isForAll, at: now, into: &frames)
    case 5:
      for index in 0..<pendingCount { write(pendingPlace + index, pending[index & 127], at: now) }
      pendingCount = 0
      registers[64] = 0
      acknowledge(isForAll, at: now, into: &frames)
    case 0x82 where isForAll && !kind.isBigEndian && request.count > 2:
      for index in 2..<request.count where request[index] == registers[5] {
        answer(Int(request[0]), count: Int(request[1]), at: now, order: index, into: &frames)
      }
    case 0x83 where isForAll && request.count > 2: takeSyncWrite(at: now)
    default: break
    }
  }

  private mutating func takeSyncWrite(at now: MonotonicInstant) {
    let (place, width) = (Int(request[0]), Int(request[1]))
    var index = 2
    while index + width < request.count {
      if request[index] == registers[5] {
        for offset in 0..<width { write(place + offset, request[index + 1 + offset], at: now) }
      }
      index += width + 1
    }
  }

  private mutating func acknowledge(
    _ isForAll: Bool, at now: MonotonicInstant, into frames: inout SerialFrames
  ) {
    guard !isForAll, registers[8] != 0 else { return }
    answer(0, count: 0, at: now, order: 0, into: &frames)
  }

  private func answer(
    _ place: Int, count: Int, at now: MonotonicInstant, order: Int,
    into frames: inout SerialFrames
  ) {
    let delay = TimeSpan.microseconds(2 * Int64(registers[7])) + lateness
    frames.begin(order: order, due: now, delay: delay)
    var sum = registers[5] &+ UInt8(truncatingIfNeeded: count + 2) &+ registers[65]
    frames.append(0xFF)
    frames.append(0xFF)
    frames.append(registers[5])
    frames.append(UInt8(truncatingIfNeeded: count + 2))
    frames.append(registers[65])
    for index in place..<place + count {
      let byte = registers.indices.contains(index) ? registers[index] : 0
      sum &+= byte
      frames.append(byte)
    }
    frames.append(~sum)
  }

  private mutating func write(_ place: Int, _ value: UInt8, at now: MonotonicInstant) {
    guard (5..<Self.readOnly).contains(place) else { return }
    registers[place] = value
    if place < Self.sram, registers[lock] == 0 {
      eprom[place] = value
      epromWrites += 1
    }
    // The second byte of the goal completes it.
    if place == 43 { registers[40] = 1 }
    if place == 40 || place == 43 { update(at: now) }
  }

  // MARK: The servo

  /// Brings shaft and measurements up to `now`.
  private mutating func update(at now: MonotonicInstant) {
    let offset = signed(31, bit: 11)
    let unit = registers[18] & 4 != 0 ? 1.0 : 50
    let limits = (signed(9, bit: 15), signed(11, bit: 15))
    let goal = signed(42, bit: 15)
    let isBounded = limits.0 != limits.1
    motion.goal = Double((isBounded ? min(max(goal, limits.0), limits.1) : goal) + offset)
    motion.speedLimit = Double(signed(46, bit: 15).magnitude) * unit
    motion.accelerationLimit = kind.isBigEndian ? 0 : Double(registers[41]) * 100
    motion.torqueLimit = Double(word(kind.isBigEndian ? 16 : 48)) / 1000
    if registers[40] == 0 { motion.hasTorque = false }
    motion.advance(to: now)
    motion.hasTorque = registers[40] != 0
    motion.drive(at: now)
    watch(at: now)
    set(56, signed: present, bit: 15)
    set(58, signed: Int((motion.velocity / unit).rounded()), bit: 15)
    set(60, signed: Int((1000 * (motion.duty + load)).rounded()), bit: 10)
    registers[62] = UInt8(min(max(volts * 10, 0), 255).rounded())
    registers[63] = UInt8(min(max(celsius, 0), 255).rounded())
    registers[66] = motion.velocity != 0 ? 1 : 0
    if !kind.isBigEndian {
      // A motor of 2.4 A at stall: what its label says of the 12 V one.
      set(69, signed: Int((2.4 * (motion.duty + load) / 6.5e-3).rounded()), bit: 15)
    }
  }

  /// Complains of what it is exposed to, and unloads where it was told to.
  private mutating func watch(at now: MonotonicInstant) {
    var faults: UInt8 = 0
    if volts * 10 > Double(registers[14]) || volts * 10 < Double(registers[15]) { faults |= 1 }
    if celsius > Double(registers[13]) { faults |= 4 }
    if abs(load) >= 0.8, registers[40] != 0 {
      let since = overloadedSince ?? now
      overloadedSince = since
      // Factory: 2 s of overload.
      if now - since >= .milliseconds(2000) { faults |= 32 }
    } else if abs(load) < 0.8 {
      overloadedSince = nil
    } else {
      faults |= registers[65] & 32
    }
    registers[65] = faults
    guard faults & registers[19] != 0 else { return }
    registers[40] = 0
    motion.hasTorque = false
  }

  private func word(_ place: Int) -> Int {
    let (first, second) = (Int(registers[place]), Int(registers[place + 1]))
    return kind.isBigEndian ? first << 8 | second : second << 8 | first
  }

  private func signed(_ place: Int, bit: Int) -> Int {
    let word = word(place)
    let magnitude = word & ((1 << bit) - 1)
    return word & 1 << bit != 0 ? -magnitude : magnitude
  }

  private mutating func set(_ place: Int, signed value: Int, bit: Int) {
    let magnitude = min(Int(value.magnitude), (1 << bit) - 1)
    let word = value < 0 ? magnitude | 1 << bit : magnitude
    (registers[place], registers[place + 1]) = Self.bytes(of: word, isBigEndian: kind.isBigEndian)
  }

  private static func bytes(of word: Int, isBigEndian: Bool) -> (UInt8, UInt8) {
    let (low, high) = (UInt8(truncatingIfNeeded: word), UInt8(truncatingIfNeeded: word >> 8))
    return isBigEndian ? (high, low) : (low, high)
  }
}
