internal import Glibc

/// Where daemon and clients meet when nobody says otherwise.
public enum SocketPath {
  /// Where the service listens: systemd makes the folder.
  public static let service = "/run/cerebellum/control.sock"

  /// `$CEREBELLUM_SOCKET`; else the service's path where its folder exists; else a path of this user's
  /// own in `$XDG_RUNTIME_DIR`, or in /tmp: a simulation then needs no preparation.
  public static func standard() -> String {
    standard(
      environment: { name in unsafe getenv(name).map { unsafe String(cString: $0) } },
      hasServiceFolder: unsafe access("/run/cerebellum", X_OK) == 0, user: getuid())
  }

  /// The same as a function of its inputs.
  public static func standard(
    environment: (String) -> String?, hasServiceFolder: Bool, user: UInt32
  ) -> String {
    if let path = environment("CEREBELLUM_SOCKET"), !path.isEmpty { return path }
    if hasServiceFolder { return service }
    if let folder = environment("XDG_RUNTIME_DIR"), !folder.isEmpty {
      return "\(folder)/cerebellum.sock"
    }
    return "/tmp/cerebellum-\(user).sock"
  }
}
