internal import Glibc

/// Who has a device that we wanted for ourselves alone. Real-time: no.
public enum DeviceHolder: Hashable, Sendable {
  /// The process of that number; `command` is the kernel's name for it, where it may be read.
  case process(Int32, command: String?)
  /// What gpioinfo shows as the owner of a line.
  case consumer(String)
  /// A process that cannot be seen from here.
  case unknown

  /// Looks for the process that has the file at `path`: in /proc/locks, then among the open files of all
  /// processes that we may look at. `root` is empty but in tests.
  static func find(_ path: String, root: String = "") -> DeviceHolder {
    var status = stat()
    guard stat(path, &status) == 0 else { return .unknown }
    guard let id = locker(of: status, root) ?? opener(of: status, root) else { return .unknown }
    return .process(id, command: System.line(of: "\(root)/proc/\(id)/comm"))
  }

  /// Who holds a flock(2) on it. Source: proc(5), `/proc/locks`.
  private static func locker(of status: stat, _ root: String) -> Int32? {
    let device = UInt64(status.st_dev)
    // gnu_dev_major and gnu_dev_minor of <sys/sysmacros.h>.
    let major = (device >> 8 & 0xFFF) | (device >> 32 & ~0xFFF)
    let minor = (device & 0xFF) | (device >> 12 & ~0xFF)
    let file = "\(hexadecimal(major)):\(hexadecimal(minor)):\(status.st_ino)"
    for line in System.lines(of: "\(root)/proc/locks") {
      // `1: FLOCK  ADVISORY  WRITE 1234 00:05:1043 0 EOF`; who waits for it has an arrow.
      let words = line.split(separator: " ")
      guard words.count >= 6, words[1] == "FLOCK", words[5] == file else { continue }
      // 0: a process of another namespace.
      if let id = Int32(words[4]), id > 0 { return id }
    }
    return nil
  }

  /// Who else has it open.
  private static func opener(of status: stat, _ root: String) -> Int32? {
    guard case .success(let entries) = System.entries(of: "\(root)/proc") else { return nil }
    for id in entries.compactMap({ Int32($0) }) where id != getpid() {
      let folder = "\(root)/proc/\(id)/fd"
      guard case .success(let descriptors) = System.entries(of: folder) else { continue }
      for descriptor in descriptors {
        var other = stat()
        guard stat("\(folder)/\(descriptor)", &other) == 0 else { continue }
        if other.st_dev == status.st_dev, other.st_ino == status.st_ino { return id }
      }
    }
    return nil
  }

  /// At least two digits, as the kernel writes them.
  private static func hexadecimal(_ number: UInt64) -> String {
    (number < 16 ? "0" : "") + String(number, radix: 16)
  }
}

extension LinuxDeviceError {
  /// Another process has the device at `path`; looks for it.
  static func held(_ path: String) -> LinuxDeviceError {
    let holder = DeviceHolder.find(path)
    return LinuxDeviceError(
      .occupied, device: path,
      problem: holder.problem, remedy: "Stop that program: two masters undo each other's commands",
      errno: EBUSY, holder: holder)
  }
}

extension DeviceHolder {
  /// What is wrong, in English.
  var problem: String {
    switch self {
    case .process(let id, let command?): "in use by \(command) (process \(id))"
    case .process(let id, nil): "in use by process \(id)"
    case .consumer(let name): "owned by \"\(name)\""
    case .unknown: "in use by a process that cannot be seen from here; root sees it"
    }
  }
}
