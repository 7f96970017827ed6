/// A file that the daemon read at its start, as it was then.
public struct FileInfo: Hashable, Sendable {
  /// What a file is for.
  public enum Role: UInt8, Hashable, Sendable, CaseIterable {
    case robot = 0
    case urdf = 1
    case calibration = 2
    case board = 3
  }

  /// What it is for.
  public var role: Role
  /// Its path from the root on, without symbolic links.
  public var path: String
  /// The SHA-256 of the bytes that were read, 64 lower-case hexadecimal digits.
  public var sha256: String

  /// A file.
  public init(role: Role, path: String, sha256: String) {
    self.role = role
    self.path = path
    self.sha256 = sha256
  }
}

extension FileInfo: WireCodable {
  func encode(into writer: inout WireWriter) {
    writer.integer(role.rawValue)
    writer.string(path)
    writer.string(sha256)
  }

  init(from reader: inout WireReader) throws(WireError) {
    role = try reader.choice("role")
    path = try reader.string("path")
    sha256 = try reader.string("sha256")
  }
}
