import RobotHAL
import RobotUnits

extension Wire {
  /// Plays `all` as `run` does, with what the faults make of it.
  mutating func run(
    _ all: UnsafeMutableBufferPointer<I2CMessage>, on segment: inout BusSegment,
    failing: inout [UInt32], _ faults: inout FaultInjector
  ) -> WireOutcome {
    delay = faults.beginTransfer(at: begin, on: segment)
    if faults.isHeldLow {
      delay = delay + timeout
      return .heldLow
    }
    for index in all.indices {
      let outcome = play(all[index], number: index, on: &segment, failing: &failing, &faults)
      // A chip that holds SDA low lets no STOP pass.
      if case .timedOut = outcome, faults.isHeldLow { return outcome }
      var isDone = false
      if case .done = outcome { isDone = true }
      if index == all.count - 1 || !isDone || all[index].flags.contains(.stop) {
        clocks += 1
        segment.stop(at: now)
      }
      guard isDone else { return outcome }
      completed += 1
      if index < all.count - 1, faults.isHeldLow { return giveUp() }
    }
    return .done
  }

  private mutating func play(
    _ message: I2CMessage, number: Int, on segment: inout BusSegment, failing: inout [UInt32],
    _ faults: inout FaultInjector
  ) -> WireOutcome {
    let effect = faults.effect(on: message, number: number, at: now)
    if effect.endsBefore { return .short }
    let reading = message.flags.contains(.read)
    messages += 1
    clocks += 1
    guard countByte(effect) else { return .timedOut }
    if effect.losesArbitration { return .arbitrationLost }
    if effect.isRefused { return .notAcknowledged }
    if effect.stranger >= 0 {
      return playStranger(message, effect, &faults)
    }
    guard refusesNot(message.address, &failing),
      segment.start(address: UInt8(message.address), reading: reading, at: now)
    else { return .notAcknowledged }
    for offset in 0..<Int(message.length) {
      if offset == effect.stuckByte {
        faults.holdData(by: effect.stuckBy, address: message.address)
        return giveUp()
      }
      guard countByte(effect) else { return .timedOut }
      if reading {
        message.buffer[offset] = segment.read(at: now)
      } else {
        if offset == effect.refusedByte { return .notAcknowledged }
        let byte = faults.altered(message.buffer[offset], effect)
        guard segment.write(byte, at: now) else { return .notAcknowledged }
      }
    }
    if reading { faults.alter(message, effect) }
    return .done
  }

  private mutating func playStranger(
    _ message: I2CMessage, _ effect: MessageEffect, _ faults: inout FaultInjector
  ) -> WireOutcome {
    let reading = message.flags.contains(.read)
    _ = faults.withStranger(effect.stranger) { $0.start(reading: reading) }
    for offset in 0..<Int(message.length) {
      guard countByte(effect) else { return .timedOut }
      if reading {
        message.buffer[offset] = faults.withStranger(effect.stranger) { $0.read() } ?? 0xFF
      } else {
        let byte = message.buffer[offset]
        _ = faults.withStranger(effect.stranger) { $0.write(byte) }
      }
    }
    if reading { faults.alter(message, effect) }
    return .done
  }

  /// Counts a byte and how long the chip stretches it; false when that is too long for the adapter.
  private mutating func countByte(_ effect: MessageEffect) -> Bool {
    countByte()
    guard effect.stretch > 0 else { return true }
    delay = delay + TimeSpan(nanoseconds: effect.stretch)
    guard timeout < now - begin else { return true }
    delay = timeout - TimeSpan(nanoseconds: Int64(Double(clocks) * 1e9 / hertz))
    return false
  }

  private mutating func giveUp() -> WireOutcome {
    delay = delay + timeout
    return .timedOut
  }
}
