import RobotDrivers
import RobotHAL
import SimulatedHAL

/// The DRV8830 of the transcripts.
final class DRV8830Golden: GoldenDevice {
  private let model: DRV8830Model
  var chip: any SimulatedChip { model }
  let listed = [0x00, 0x01]

  init?(_ place: GoldenPlace) {
    guard place.device.contains("DRV8830") else { return nil }
    model = DRV8830Model(address: place.address)
    seed(place)
  }

  var pointer: Int { Int(model.pointer) }
  func load(_ register: Int, _ value: Int) {
    model.load(register: UInt8(register), value: UInt8(value))
  }
  func peek(_ register: Int) -> Int { Int(model.peek(register: UInt8(register))) }
  func powerCycle() { model.powerCycle() }

  /// What the bridge meets is the world's affair.
  func isMeasured(_ register: Int) -> Bool { register == 0x01 }

  func opinion(of call: GoldenCall) -> GoldenOpinion {
    var opinion = GoldenOpinion()
    if let reading = call.readings.last, reading.data.count == 1, call.writes.last?.count == 1 {
      let byte = reading.data[0]
      if reading.register == 0x00, call.name.contains("volt") {
        let volts = DRV8830.volts(setting: byte >> 2)
        // The datasheet's table has hundredths of a volt, and half a hundredth rounds up.
        opinion.alternatives = [[volts], [(volts * 100 + 1e-9).rounded() / 100]]
      } else if reading.register == 0x01, call.name.contains("fault") {
        opinion.alternatives = Self.lists(DRV8830.Fault(byte: byte))
      }
    }
    judgeEncoding(call, &opinion)
    return opinion
  }

  /// By name and by place, as drivers list them; the first is CLEAR, which reads 0.
  private static func lists(_ fault: DRV8830.Fault) -> [[Double]] {
    func number(_ flag: Bool) -> Double { flag ? 1 : 0 }
    let limit = number(fault.currentLimit)
    let hot = number(fault.overTemperature)
    let low = number(fault.underVoltage)
    let short = number(fault.overCurrent)
    let any = number(fault.isAny)
    return [
      [0, limit, any, short, hot, low], [0, limit, hot, low, short, any], [any],
      [Double(fault.byte)],
    ]
  }

  private func judgeEncoding(_ call: GoldenCall, _ opinion: inout GoldenOpinion) {
    guard let wrote = call.writes.last(where: { $0.count == 2 && $0[0] == 0x00 })?[1] else {
      return
    }
    if call.name.contains("set_voltage"), let volts = call.arguments.first {
      opinion.comparedEncodings += 1
      let ours = DRV8830.setting(volts: volts)
      if ours != wrote >> 2 {
        opinion.deviations.append(
          "VSET for \(volts) V: the driver writes \(wrote >> 2), the nearest is \(ours)")
      }
    }
    for (word, control) in [("brake", DRV8830.brake), ("coast", DRV8830.coast)]
    where call.name.contains(word) {
      opinion.comparedEncodings += 1
      if wrote & 0x03 != control & 0x03 {
        opinion.failures.append("\(word) is \(wrote & 0x03), ours \(control)")
      }
    }
    for (word, volts) in [("forward", 3.0), ("reverse", -3.0)] where call.name.contains(word) {
      opinion.comparedEncodings += 1
      if wrote & 0x03 != DRV8830.control(volts: volts) & 0x03 {
        opinion.deviations.append(
          "\(word) is IN2..IN1 = \(wrote & 0x03); ours calls IN1 alone forward; the wiring decides")
      }
    }
  }
}
