import RobotHAL
import RobotUnits
import SimulatedHAL

/// A bus of 400 kHz on a virtual clock: an encoder at 0x36, a mux at 0x70 with an encoder at 0x37 behind each
/// of its channels 0 and 1.
final class FaultBench {
  let clock = SimulationClock(.virtual)
  let bus: SimulatedI2CBus
  let encoder = AS5600Model(shaft: FixedShaft(radians: 0))
  let mux = TCA9548AModel(address: 0x70)
  /// What was read last.
  private(set) var reply: [UInt8] = []

  init() {
    bus = SimulatedI2CBus(speed: Frequency(unchecked: 400_000), clock: clock)
    bus.attach(encoder)
    bus.attach(mux)
    for (channel, counts) in [100, 200].enumerated() {
      let shaft = FixedShaft(radians: Double(counts) * 2 * .pi / 4096)
      mux.attach(AS5600Model(address: 0x37, shaft: shaft), channel: channel)
    }
  }

  func inject(
    _ fault: BusFault, at place: FaultPlace = .device(0x36), from start: Int64 = 0,
    until end: Int64? = nil, count: Int? = nil, probability: Double = 1
  ) {
    bus.inject(
      FaultPlan(
        seed: 7,
        [
          PlannedFault(
            fault, at: place, from: MonotonicInstant(nanoseconds: start),
            until: end.map { MonotonicInstant(nanoseconds: $0) }, count: count,
            probability: probability)
        ]))
  }

  func wait(until nanoseconds: Int64) {
    clock.advance(to: MonotonicInstant(nanoseconds: nanoseconds))
  }

  /// Status and raw angle of the encoder; the error, if any.
  func read() -> BusError? { read(3, from: 0x36, register: 0x0B) }

  /// The reply of the encoder with its shaft at `counts`; `nil` after an error.
  func read(turnedTo counts: UInt16, register: UInt8 = 0x0B, count: Int = 3) -> [UInt8]? {
    encoder.load(register: 0x0C, value: UInt8(counts >> 8))
    encoder.load(register: 0x0D, value: UInt8(counts & 0xFF))
    return read(count, from: 0x36, register: register) == nil ? reply : nil
  }

  /// The reply of the encoder behind `channel`.
  func readBehind(_ channel: Int) -> [UInt8]? {
    guard writeMux(1 << UInt8(channel)) == nil else { return nil }
    return read(3, from: 0x37, register: 0x0B) == nil ? reply : nil
  }

  func write(_ bytes: [UInt8], to address: I2CAddress = 0x36) -> BusError? {
    var handle = SharedI2CBus(bus)
    do throws(BusError) {
      try handle.write(bytes, to: address)
      return nil
    } catch {
      return error
    }
  }

  func writeMux(_ control: UInt8...) -> BusError? { write(control, to: 0x70) }

  /// One write of `bytes` to the encoder from where they stand.
  func transfer(write bytes: inout [UInt8]) -> BusError? {
    bytes.withUnsafeMutableBufferPointer { write in
      guard let base = write.baseAddress else { return nil }
      var message = I2CMessage(address: 0x36, flags: [], length: write.count, buffer: base)
      return withUnsafeMutablePointer(to: &message) { message in
        do throws(BusError) {
          try bus.transfer(UnsafeMutableBufferPointer(start: message, count: 1))
          return nil
        } catch { return error }
      }
    }
  }

  private func read(_ count: Int, from address: I2CAddress, register: UInt8) -> BusError? {
    var handle = SharedI2CBus(bus)
    do throws(BusError) {
      reply = try handle.read(count, from: address, register: register)
      return nil
    } catch {
      return error
    }
  }
}
