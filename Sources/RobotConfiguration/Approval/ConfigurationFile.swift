internal import Glibc

/// A file as it was read: what is parsed and what is digested are the same bytes, whatever is written to
/// the file meanwhile. Real-time: no.
public struct ConfigurationFile: Hashable, Sendable {
  /// What a file is for.
  public enum Role: String, Hashable, Sendable, CaseIterable {
    case robot, urdf, calibration, board
  }

  /// What it is for.
  public let role: Role
  /// Where it is, as the reader named it.
  public let path: String
  /// What it holds.
  public let bytes: [UInt8]

  /// Reads the robot, board or calibration file at `path`; at most one byte more than a reader takes. Throws one
  /// error that names the path and the system's reason.
  public init(_ role: Role, path: String) throws(ConfigurationErrors) {
    self.init(role, path: path, bytes: try ConfigurationText.read(path: path))
  }

  /// Reads the URDF at `path`. Throws one error at 1:1 where it cannot be read.
  public init(urdf path: String) throws(URDFErrors) {
    self.init(.urdf, path: path, bytes: try URDF.read(path: path))
  }

  /// A file that was read elsewhere.
  public init(_ role: Role, path: String, bytes: [UInt8]) {
    self.role = role
    self.path = path
    self.bytes = bytes
  }

  /// What it holds.
  public var digest: FileDigest { FileDigest(of: bytes) }

  /// The path from the root on, without symbolic links; of a file that is gone the path that was given.
  public var fullPath: String {
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}
