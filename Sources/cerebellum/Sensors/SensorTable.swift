import RobotAssembly
import RobotUnits
import RobotWire

/// The sensors as a table, one line for each channel.
struct SensorTable {
  let sensors: [SensorReport]
  let console: Console

  var lines: [String] {
    guard !sensors.isEmpty else {
      return [console.text("the robot has no sensors", "机器人没有传感器")]
    }
    var table = Table(header: [
      console.text("device", "器件"), console.text("channel", "通道"), console.text("value", "数值"),
      console.text("unit", "单位"), console.text("age ms", "时效 ms"), console.text("quality", "质量"),
    ])
    for sensor in sensors {
      for (channel, info) in sensor.info.channels.enumerated() {
        let number = sensor.readings.channels[channel]
        table.add([
          channel == 0 ? sensor.info.name : "", info.name,
          number.isValid ? SensorFigures.text(number.value) : "–", info.unit,
          Figures.fixed(
            sensor.readings.validAt.map { _ in Double(sensor.readings.age.nanoseconds) * 1e-6 }, 1),
          sensor.quality(channel).text(console.language),
        ])
      }
    }
    return table.lines
      + sensors.flatMap(\.warnings).map { console.coloured($0.text(console.language), .caution) }
  }
}

/// Numbers of any size for people.
enum SensorFigures {
  /// `value` with about six significant digits: teslas are small, and pascals great.
  static func text(_ value: Double) -> String {
    let size = abs(value)
    guard value.isFinite else { return "–" }
    if size == 0 { return "0" }
    if size < 1e-3 || size >= 1e7 { return scientific(value) }
    let digits = size >= 1e5 ? 0 : size >= 1e3 ? 2 : size >= 10 ? 3 : 5
    return Figures.fixed(value, digits)
  }

  /// `4.500e-05`.
  private static func scientific(_ value: Double) -> String {
    var exponent = 0
    var mantissa = abs(value)
    while mantissa >= 10 {
      mantissa /= 10
      exponent += 1
    }
    while mantissa < 1 {
      mantissa *= 10
      exponent -= 1
    }
    // 9.9996 is to be 1.000e1.
    if mantissa >= 9.9995 {
      mantissa = 1
      exponent += 1
    }
    let number = Figures.fixed(value < 0 ? -mantissa : mantissa, 3)
    let places = abs(exponent) < 10 ? "0\(abs(exponent))" : "\(abs(exponent))"
    return "\(number)e\(exponent < 0 ? "-" : "+")\(places)"
  }
}
