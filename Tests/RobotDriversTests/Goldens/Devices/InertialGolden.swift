import RobotDrivers

/// What drivers of inertial sensors may have meant by a reading: three axes, or all sensors together, in
/// the units that they return.
struct InertialGolden {
  /// One count [m/s²].
  var acceleration = 0.0
  /// One count [rad/s].
  var angularVelocity = 0.0
  /// One count of the magnetometer [T].
  var field = 0.15e-6

  private static let degree = Double.pi / 180
  private static let gravity = 9.80665

  static func words(_ data: some Collection<UInt8>, isBigEndian: Bool) -> [Double] {
    let bytes = Array(data)
    return stride(from: 0, to: bytes.count - 1, by: 2).map { index in
      let high = UInt16(bytes[isBigEndian ? index : index + 1])
      let low = UInt16(bytes[isBigEndian ? index + 1 : index])
      return Double(Int16(bitPattern: high << 8 | low))
    }
  }

  /// In m/s², g, mg and counts.
  func accelerations(_ counts: [Double]) -> [[Double]] {
    let si = counts.map { $0 * acceleration }
    return [si, si.map { $0 / Self.gravity }, si.map { $0 / Self.gravity * 1000 }, counts]
  }

  /// In rad/s, °/s, m°/s and counts.
  func angularVelocities(_ counts: [Double]) -> [[Double]] {
    let si = counts.map { $0 * angularVelocity }
    return [si, si.map { $0 / Self.degree }, si.map { $0 / Self.degree * 1000 }, counts]
  }

  /// In T, µT, gauss and counts.
  func fields(_ counts: [Double]) -> [[Double]] {
    let si = counts.map { $0 * field }
    return [si, si.map { $0 * 1e6 }, si.map { $0 * 1e4 }, counts]
  }

  /// In °C, °F, K and counts.
  static func temperatures(_ celsius: Double, counts: Double) -> [[Double]] {
    [[celsius], [celsius * 1.8 + 32], [celsius + 273.15], [counts]]
  }

  /// Acceleration, temperature and angular velocity of one burst: each for itself, and together in the
  /// orders that drivers return them in.
  func burst(_ force: [Double], _ rate: [Double], celsius: Double, counts: Double) -> [[Double]] {
    let forces = accelerations(force)
    let rates = angularVelocities(rate)
    let temperatures = Self.temperatures(celsius, counts: counts)
    var alternatives = forces + rates + temperatures
    for force in forces {
      for rate in rates {
        alternatives += [force + rate, rate + force]
        for temperature in temperatures {
          alternatives += [
            force + rate + temperature, force + temperature + rate, temperature + rate + force,
            temperature + force + rate,
          ]
        }
      }
    }
    return alternatives
  }

  /// The opinion that `alternatives` are all that `call` may mean. What returns another count of numbers
  /// is not understood; what differs by the ratio of two ranges is a driver that believes in another
  /// range than the chip has.
  ///
  /// `defects` are what drivers are known to make of the same bytes by mistake.
  static func opinion(
    _ alternatives: [[Double]], of call: GoldenCall, defects: [[Double]] = []
  ) -> GoldenOpinion {
    var opinion = GoldenOpinion()
    opinion.alternatives = alternatives.filter { $0.count == call.results.count }
    let known = opinion.alternatives
    opinion.isKnownDefect = { results in
      defects.contains { GoldenJudge.agree($0, results) }
        || known.contains { ours in
          [0.125, 0.25, 0.5, 2, 4, 8].contains { ratio in
            GoldenJudge.agree(ours.map { $0 * ratio }, results)
          }
        }
    }
    return opinion
  }

  /// A register of a chip with banks or pages as bank · 256 + address, in whatever words a transcript
  /// has for it: `0x201`, `b2:0x01`, `bank2/0x01`, `2:01`.
  static func register(named name: String, banks: Int) -> Int? {
    if let number = Transcript.integer(name) { return number < banks * 256 ? number : nil }
    guard let last = name.split(whereSeparator: { !$0.isHexDigit && $0 != "x" }).last,
      let bank = name.dropLast(last.count).last(where: \.isNumber)?.wholeNumberValue,
      let address = Transcript.integer(String(last)) ?? Int(last, radix: 16),
      bank < banks, address <= 0xFF
    else { return nil }
    return bank << 8 | address
  }
}
