/// A unit that a person may write, and what it is in SI units.
struct Unit: Sendable {
  /// The spelling that messages use.
  let name: String
  /// Every accepted spelling, `name` first.
  let spellings: [String]
  /// The SI value is `value * 10^exponent * multiplier / divisor`. The power of ten stands apart,
  /// because it can be read as part of the number, without a rounding error.
  let exponent: Int
  let multiplier: Double
  let divisor: Double

  init(_ spellings: String..., exponent: Int = 0, multiplier: Double = 1, divisor: Double = 1) {
    self.init(spellings, exponent: exponent, multiplier: multiplier, divisor: divisor)
  }

  init(_ spellings: [String], exponent: Int, multiplier: Double, divisor: Double) {
    name = spellings[0]
    self.spellings = spellings
    self.exponent = exponent
    self.multiplier = multiplier
    self.divisor = divisor
  }

  /// `self` with `prefix` and `suffix` around every spelling of it.
  func wrapped(prefix: String = "", suffixes: [String]) -> Unit {
    Unit(
      suffixes.flatMap { suffix in spellings.map { prefix + $0 + suffix } }, exponent: exponent,
      multiplier: multiplier, divisor: divisor)
  }

  /// `self` divided by `other`, written with a slash.
  func per(_ other: Unit) -> Unit {
    Unit(
      spellings.flatMap { over in other.spellings.map { "\(over)/\($0)" } },
      exponent: exponent - other.exponent, multiplier: multiplier * other.divisor,
      divisor: divisor * other.multiplier)
  }
}

extension Dimension {
  private static let radian = Unit("rad")
  private static let degree = Unit("deg", "°", multiplier: .pi, divisor: 180)
  private static let lengths = [Unit("m"), Unit("mm", exponent: -3)]
  private static let torques = [
    Unit("N.m", "Nm", "N·m", "N*m"), Unit("mN.m", "mNm", "mN·m", "mN*m", exponent: -3),
  ]
  /// Torque times time. Not `N.ms`, which could be milliseconds.
  private static let impulses = [
    Unit("N.m.s", "Nms", "N·m·s", "N*m*s"),
    Unit("mN.m.s", "mNms", "mN·m·s", "mN*m*s", exponent: -3),
  ]

  /// The units that a value of this dimension may have; the SI unit first. Empty for a pure number.
  var units: [Unit] {
    switch self {
    case .number: []
    case .angle: [Self.radian, Self.degree, Unit("mrad", exponent: -3)]
    case .angularVelocity:
      [Self.radian, Self.degree].map { $0.wrapped(suffixes: ["/s"]) }
        + [Unit("rpm", multiplier: .pi, divisor: 30)]
    case .angularAcceleration:
      [Self.radian, Self.degree].map { $0.wrapped(suffixes: ["/s^2", "/s²", "/s2"]) }
    case .angularJerk:
      [Self.radian, Self.degree].map { $0.wrapped(suffixes: ["/s^3", "/s³", "/s3"]) }
    case .time:
      // µ is U+00B5 (micro sign) or U+03BC (Greek mu).
      [
        Unit("s"), Unit("ms", exponent: -3),
        Unit("us", "\u{B5}s", "\u{3BC}s", exponent: -6),
      ]
    case .frequency:
      [Unit("Hz"), Unit("kHz", exponent: 3), Unit("MHz", exponent: 6)]
    case .voltage: [Unit("V"), Unit("mV", exponent: -3)]
    case .current: [Unit("A"), Unit("mA", exponent: -3)]
    case .resistance:
      // Ω is U+03A9 (Greek omega) or U+2126 (ohm sign).
      [("", 0), ("m", -3), ("k", 3)].map { prefix, exponent in
        Unit(
          ["Ohm", "ohm", "\u{3A9}", "\u{2126}"].map { prefix + $0 }, exponent: exponent,
          multiplier: 1, divisor: 1)
      }
    case .torque: Self.torques
    case .torquePerAngle:
      [Self.radian, Self.degree].flatMap { angle in Self.torques.map { $0.per(angle) } }
    case .torquePerAngularVelocity:
      [Self.radian, Self.degree].flatMap { angle in
        zip(Self.torques, Self.impulses).map { torque, impulse in
          impulse.per(angle).adding(torque.per(angle.wrapped(prefix: "(", suffixes: ["/s)"])))
        }
      }
    case .torquePerAngleTime:
      [Self.radian, Self.degree].flatMap { angle in
        Self.torques.map { torque in
          torque.per(angle.wrapped(prefix: "(", suffixes: [".s)", "·s)", "*s)"]))
        }
      }
    case .torquePerCurrent:
      Self.torques.map { $0.per(Unit("A")) } + [Unit("V.s/rad", "Vs/rad", "V·s/rad", "V*s/rad")]
    case .inertia: [Unit("kg.m^2", "kg.m²", "kg·m²", "kgm^2", "kg*m^2")]
    case .length: Self.lengths
    case .velocity: Self.lengths.map { $0.wrapped(suffixes: ["/s"]) }
    case .acceleration: Self.lengths.map { $0.wrapped(suffixes: ["/s^2", "/s²", "/s2"]) }
    case .jerk: Self.lengths.map { $0.wrapped(suffixes: ["/s^3", "/s³", "/s3"]) }
    case .force: [Unit("N"), Unit("kN", exponent: 3)]
    case .forcePerLength: Self.lengths.map { Unit("N").per($0) }
    case .forcePerVelocity: [Unit("N.s/m", "Ns/m", "N·s/m", "N*s/m", "N/(m/s)")]
    case .forcePerLengthTime: [Unit("N/(m.s)", "N/(m·s)", "N/(m*s)")]
    case .perTime: [Unit("s^-1")]
    case .perTimeSquared: [Unit("s^-2")]
    case .timeSquared: [Unit("s^2", "s²")]
    case .torqueRate: [Unit("N.m/s", "Nm/s", "N·m/s", "N*m/s")]
    case .torquePerJerk: [Unit("N.m.s^3/rad", "N.m.s³/rad", "N·m·s³/rad", "N*m*s^3/rad")]
    case .mass: [Unit("kg")]
    case .energy: [Unit("J"), Unit("mJ", exponent: -3)]
    case .forceRate: [Unit("N/s")]
    case .forcePerJerk: [Unit("N.s^3/m", "N.s³/m", "N·s³/m", "N*s^3/m")]
    // Not kelvin: no thermometer of a robot shows it, and a bare 80 would be -193 degC.
    case .temperature: [Unit("degC", "°C", "\u{2103}")]
    }
  }

  /// The dimension with its article, in words.
  var words: String {
    switch self {
    case .number: "a number"
    case .angle: "an angle"
    case .angularVelocity: "an angular velocity"
    case .angularAcceleration: "an angular acceleration"
    case .angularJerk: "an angular jerk"
    case .time: "a time"
    case .frequency: "a frequency"
    case .voltage: "a voltage"
    case .current: "a current"
    case .resistance: "a resistance"
    case .torque: "a torque"
    case .torquePerAngle: "a stiffness (torque per angle)"
    case .torquePerAngularVelocity: "a damping (torque per angular velocity)"
    case .torquePerAngleTime: "an integral gain (torque per angle and time)"
    case .torquePerCurrent: "a torque constant (torque per current)"
    case .inertia: "a moment of inertia"
    case .length: "a length"
    case .velocity: "a velocity"
    case .acceleration: "an acceleration"
    case .jerk: "a jerk"
    case .force: "a force"
    case .forcePerLength: "a stiffness (force per length)"
    case .forcePerVelocity: "a damping (force per velocity)"
    case .forcePerLengthTime: "an integral gain (force per length and time)"
    case .perTime: "a gain per time"
    case .perTimeSquared: "a gain per time squared"
    case .timeSquared: "a time squared"
    case .torqueRate: "a torque rate"
    case .torquePerJerk: "a torque per angular jerk"
    case .mass: "a mass"
    case .energy: "an energy"
    case .forceRate: "a force rate"
    case .forcePerJerk: "a force per jerk"
    case .temperature: "a temperature"
    }
  }

  /// The names of the units, for messages.
  var unitNames: String { units.map(\.name).joined(separator: ", ") }

  /// `value` [SI] for messages: with six digits, in the decimal multiple of the SI unit that reads
  /// best (`400 kHz`).
  func text(_ value: Double) -> String {
    let rounded = DecimalNumber.rounded(value)
    guard let base = units.first else { return DecimalNumber.text(rounded) }
    let multiples = units.filter { $0.multiplier == 1 && $0.divisor == 1 }.map { unit in
      let scaled = DecimalNumber.prefix(of: "\(rounded)", exponent: -unit.exponent)?.value
      return (value: scaled ?? rounded, unit: unit)
    }
    let best = multiples.first { 1..<1000 ~= abs($0.value) } ?? (rounded, base)
    return "\(DecimalNumber.text(best.value)) \(best.unit.name)"
  }
}

extension Unit {
  /// `self` with the spellings of `other`, which is the same unit.
  fileprivate func adding(_ other: Unit) -> Unit {
    Unit(
      spellings + other.spellings, exponent: exponent, multiplier: multiplier, divisor: divisor)
  }
}
