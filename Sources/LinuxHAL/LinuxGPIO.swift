internal import CGPIOD
internal import Glibc

/// A GPIO chip and its lines, as they were when looked at.
public struct LinuxGPIOChip: Hashable, Sendable {
  /// The device node, like `/dev/gpiochip0`. The number may change from kernel to kernel.
  public let path: String
  /// The kernel's name, like `gpiochip0`.
  public let name: String
  /// What the chip's driver calls it, like `pinctrl-rp1`.
  public let label: String
  /// The lines, by offset.
  public let lines: [LinuxGPIOLine]
}

/// A line of a GPIO chip, as it was when looked at.
public struct LinuxGPIOLine: Hashable, Sendable {
  /// The device node of the chip.
  public let chipPath: String
  /// The number of the line on its chip.
  public let offset: UInt32
  /// The board's name for the line, like `GPIO17`; empty where there is none. Not always unique.
  public let name: String
  /// Who owns the line; empty where the kernel does not say.
  public let consumer: String
  /// Whether someone, the kernel included, owns the line.
  public let isUsed: Bool
}

/// The GPIO chips of this machine. Real-time: no.
public struct LinuxGPIO: Sendable {
  /// How to recognise a line. A chip is named by its label, name or device node.
  public enum Selector: Hashable, Sendable {
    /// By the board's name for it; on that chip, or on any.
    case name(String, chip: String?)
    /// By its number on a chip.
    case offset(UInt32, chip: String)
  }

  /// The chips, by device node.
  public let chips: [LinuxGPIOChip]

  /// The version of the installed libgpiod, like `1.6.3`.
  public static var libraryVersion: String { String(cString: cgpiod_version()) }

  init(chips: [LinuxGPIOChip]) { self.chips = chips }

  /// Looks at all chips of this machine. Throws when one of them may not be opened, because a name
  /// that is unique among the others might not be.
  public static func look() throws(LinuxDeviceError) -> LinuxGPIO {
    let entries: [String]
    switch System.entries(of: "/dev") {
    case .success(let names): entries = names
    case .failure(let errno):
      throw LinuxDeviceError(.gpio, device: "/dev", errno: errno.code)
    }
    var chips: [LinuxGPIOChip] = []
    for entry in entries where entry.hasPrefix("gpiochip") {
      let path = "/dev/" + entry
      // Raspberry Pi OS links the former number of the header's chip to the present one.
      guard !System.isSymbolicLink(path) else { continue }
      chips.append(try chip(at: path))
    }
    return LinuxGPIO(chips: chips)
  }

  /// Looks at the chip at `path`.
  public static func chip(at path: String) throws(LinuxDeviceError) -> LinuxGPIOChip {
    var opened: OpaquePointer?
    let result = cgpiod_chip_open(path, &opened)
    guard result == 0, let chip = opened else {
      throw LinuxDeviceError(.gpio, device: path, errno: -result)
    }
    defer { cgpiod_chip_close(chip) }
    var lines: [LinuxGPIOLine] = []
    for offset in 0..<cgpiod_chip_line_count(chip) {
      var info = cgpiod_line_info()
      let result = cgpiod_line_info(chip, offset, &info)
      guard result == 0 else {
        throw LinuxDeviceError(.gpio, device: "\(path) line \(offset)", errno: -result)
      }
      lines.append(
        LinuxGPIOLine(
          chipPath: path, offset: offset, name: string(&info.name),
          consumer: string(&info.consumer), isUsed: info.is_used))
    }
    return LinuxGPIOChip(
      path: path, name: String(cString: cgpiod_chip_name(chip)),
      label: String(cString: cgpiod_chip_label(chip)), lines: lines)
  }

  /// The one line that `selector` recognises. Throws `missing` or `ambiguous`, naming the candidates.
  public func line(_ selector: Selector) throws(LinuxDeviceError) -> LinuxGPIOLine {
    let device = describe(selector)
    guard !chips.isEmpty else { throw LinuxDeviceError(.gpio, device: device, errno: ENOENT) }
    var chipName: String?
    switch selector {
    case .name(_, let chip): chipName = chip
    case .offset(_, let chip): chipName = chip
    }
    let candidates = chips.filter { chip in
      chipName.map { $0 == chip.label || $0 == chip.name || $0 == chip.path } ?? true
    }
    guard !candidates.isEmpty else {
      throw LinuxDeviceError(
        .missing, device: device, problem: "no such chip", remedy: "There are \(list(chips))")
    }
    let matches = candidates.flatMap { chip in
      chip.lines.filter { line in
        switch selector {
        case .name(let name, _): line.name == name
        case .offset(let offset, _): line.offset == offset
        }
      }
    }
    if let line = matches.first, matches.count == 1 { return line }
    guard matches.isEmpty else {
      let places = matches.map { "\($0.chipPath) offset \($0.offset)" }.joined(separator: ", ")
      throw LinuxDeviceError(
        .ambiguous, device: device, problem: "\(matches.count) lines answer to it",
        remedy: "Name one by chip and offset: \(places)")
    }
    throw LinuxDeviceError(
      .missing, device: device, problem: "no such line",
      remedy: "Run gpioinfo to see the lines of \(list(candidates))")
  }

  private func describe(_ selector: Selector) -> String {
    switch selector {
    case .name(let name, nil): "GPIO line \"\(name)\""
    case .name(let name, let chip?): "GPIO line \"\(name)\" of chip \(chip)"
    case .offset(let offset, let chip): "GPIO line \(offset) of chip \(chip)"
    }
  }

  private func list(_ chips: [LinuxGPIOChip]) -> String {
    chips.map { "\($0.path) \"\($0.label)\"" }.joined(separator: ", ")
  }

  /// The text of a C array of characters, which ends with a zero.
  private static func string<Characters>(_ characters: inout Characters) -> String {
    withUnsafeBytes(of: &characters) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
  }
}
