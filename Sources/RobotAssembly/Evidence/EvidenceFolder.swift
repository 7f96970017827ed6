internal import Glibc

/// Where the cycles about faults and stops are kept on disk, a file each: what happened survives the daemon.
///
/// A file that has its name is whole: it is written under another one, brought to the disk, and renamed. What was being
/// written when the power went ends at its last whole line (`recover`). It is slow where the disk is: never call it from
/// a thread that the robot waits for. Real-time: no.
public struct EvidenceFolder: Sendable {
  /// So many are kept, the newest.
  public static let capacity = 32
  static let ending = ".csv"
  static let unfinished = ".part"
  static let recovered = ".incomplete.csv"

  /// The folder; made with the first file.
  public let path: String

  /// The files in `path`.
  public init(path: String) { self.path = path }

  /// Why a file could not be kept.
  public struct Failure: Error, Hashable, Sendable {
    /// What was tried (`write`).
    public let call: String
    /// The C `errno`.
    public let errno: Int32
  }

  /// The names of what is kept, the oldest first: they begin with the time.
  public var names: [String] {
    entries.filter { $0.hasSuffix(Self.ending) && !$0.hasPrefix(".") }.sorted()
  }

  /// Keeps `text` as `name`. Of a disk that is full it takes older evidence away, the oldest first, and no other file.
  public func keep(_ text: String, as name: String) throws(Failure) {
    if mkdir(path, 0o755) != 0, errno != EEXIST { throw Failure(call: "mkdir", errno: errno) }
    while true {
      do throws(Failure) {
        try write(text, as: name)
        break
      } catch {
        guard [ENOSPC, EDQUOT].contains(error.errno), let oldest = names.first else { throw error }
        guard unlink("\(path)/\(oldest)") == 0 else { throw error }
      }
    }
    for old in names.dropLast(Self.capacity) { unlink("\(path)/\(old)") }
  }

  /// Ends what was being written when the computer lost its power at its last whole line, and names it so; the new names.
  public func recover() -> [String] {
    var names: [String] = []
    for entry in entries where entry.hasSuffix(Self.unfinished) {
      let name =
        String(entry.dropFirst().dropLast(Self.unfinished.count + Self.ending.count))
        + Self.recovered
      if finish("\(path)/\(entry)", as: "\(path)/\(name)") { names.append(name) }
    }
    return names
  }

  private var entries: [String] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      names.append(
        withUnsafePointer(to: &entry.pointee.d_name) { name in
          name.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        })
    }
    return names
  }

  private func write(_ text: String, as name: String) throws(Failure) {
    let part = "\(path)/.\(name)\(Self.unfinished)"
    let file = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw Failure(call: "open", errno: errno) }
    var failure = Self.write(text, to: file)
    if failure == nil, fsync(file) != 0 { failure = Failure(call: "fsync", errno: errno) }
    if close(file) != 0, failure == nil { failure = Failure(call: "close", errno: errno) }
    if failure == nil, rename(part, "\(path)/\(name)") != 0 {
      failure = Failure(call: "rename", errno: errno)
    }
    if let failure {
      unlink(part)
      throw failure
    }
    synchronize()
  }

  private static func write(_ text: String, to file: Int32) -> Failure? {
    var text = text
    return text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)
      while !rest.isEmpty {
        let count = Glibc.write(file, rest.baseAddress, rest.count)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return Failure(call: "write", errno: count < 0 ? errno : ENOSPC) }
        rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
      }
      return nil
    }
  }

  /// Cuts `part` behind its last end of a line, and renames it; whether anything was left.
  private func finish(_ part: String, as name: String) -> Bool {
    let file = open(part, O_RDWR | O_CLOEXEC)
    guard file >= 0 else { return false }
    defer { close(file) }
    var end: off_t = 0
    var place: off_t = 0
    var bytes = [UInt8](repeating: 0, count: 65_536)
    while case let count = pread(file, &bytes, bytes.count, place), count > 0 {
      if let last = bytes[..<count].lastIndex(of: UInt8(ascii: "\n")) { end = place + last + 1 }
      place += count
    }
    guard end > 0 else {
      unlink(part)
      return false
    }
    guard ftruncate(file, end) == 0, fsync(file) == 0, rename(part, name) == 0 else { return false }
    synchronize()
    return true
  }

  /// A name is on the disk once its folder is.
  private func synchronize() {
    let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { return }
    fsync(folder)
    close(folder)
  }
}
