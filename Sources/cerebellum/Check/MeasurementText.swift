import RobotAssembly
import RobotUnits

/// A measured adapter as text, with the line for the board file.
struct MeasurementText {
  let measured: BusMeasurement
  let console: Console

  init(_ measured: BusMeasurement, _ console: Console) {
    self.measured = measured
    self.console = console
  }

  var lines: [String] {
    let figures = measured.figures
    let half = Figures.microseconds(figures.half)
    let most = Figures.microseconds(figures.most)
    let device = "\(measured.device) (0x\(String(measured.address, radix: 16)))"
    var lines = [
      console.text(
        "\(figures.count) reads of \(device) on \(measured.bus): beyond the wire p50 \(half) µs, "
          + "p99 \(most) µs",
        "在 \(measured.bus) 上读取 \(device) \(figures.count) 次：超出线上时间 p50 \(half) µs，p99 \(most) µs")
    ]
    if let hertz = figures.wireHertz {
      let clock = Figures.fixed(hertz / 1e3, 0)
      lines.append(
        console.text(
          "The wire runs at about \(clock) kHz, by the difference of 1 and 9 bytes.",
          "由 1 字节与 9 字节之差推算，总线时钟约为 \(clock) kHz。"))
    }
    return lines + [
      console.text("For the board file, under i2c:", "写入主板文件的 i2c 部分："),
      "  " + measured.boardLine,
    ]
  }
}
