internal import Glibc

/// A serial line that udev gave a lasting name.
public struct LinuxSerialLine: Hashable, Sendable {
  /// The name, of maker, product and serial number, like
  /// `usb-1a86_USB_Single_Serial_5A68011234-if00`. It stays the same in every port and boot.
  public let identity: String
  /// The link to its device node, in `/dev/serial/by-id`.
  public let path: String
}

/// The serial lines of this machine.
///
/// `/dev/ttyUSB0` is whichever adapter came first; the names in `/dev/serial/by-id` are not.
/// Real-time: no.
public struct LinuxSerialLines: Sendable {
  private let root: String

  /// The lines under the file system `root`, which is empty but in tests.
  public init(root: String = "") { self.root = root }

  /// All lines with a lasting name, by that name. None is no error: a board's own lines have none.
  public func all() -> [LinuxSerialLine] {
    let folder = root + "/dev/serial/by-id"
    guard case .success(let entries) = System.entries(of: folder) else { return [] }
    return entries.map { LinuxSerialLine(identity: $0, path: "\(folder)/\($0)") }
  }

  /// The one line whose lasting name has `part` in it: its serial number, for one. Throws `missing` or
  /// `ambiguous`, naming the lines there are.
  public func line(identifiedBy part: String) throws(LinuxDeviceError) -> LinuxSerialLine {
    let lines = all()
    let matches = lines.filter { contains($0.identity, part) }
    if let line = matches.first, matches.count == 1 { return line }
    let device = "serial line \"\(part)\""
    guard matches.isEmpty else {
      throw LinuxDeviceError(
        .ambiguous, device: device, problem: "\(matches.count) lines answer to it",
        remedy: "Name more of one of: \(list(matches))")
    }
    guard !lines.isEmpty else { throw LinuxDeviceError(.serial, device: device, errno: ENOENT) }
    throw LinuxDeviceError(
      .missing, device: device, problem: "no such line",
      remedy: "Plug it in, or name one of: \(list(lines))")
  }

  private func contains(_ name: String, _ part: String) -> Bool {
    guard !part.isEmpty else { return false }
    return name.indices.contains { name[$0...].hasPrefix(part) }
  }

  private func list(_ lines: [LinuxSerialLine]) -> String {
    lines.map(\.identity).joined(separator: ", ")
  }
}
