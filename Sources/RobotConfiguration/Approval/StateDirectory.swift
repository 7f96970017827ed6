internal import Glibc

/// Where what outlives a restart is kept: a person's approval.
public enum StateDirectory {
  /// Where the service keeps it: systemd makes the folder (`StateDirectory=`).
  public static let service = "/var/lib/cerebellum"

  /// `$STATE_DIRECTORY`, which systemd sets; else the service's folder where it exists; else one of this
  /// user's own: a robot that is tried by hand needs no preparation.
  public static func standard() -> String {
    standard(
      environment: { name in getenv(name).map { String(cString: $0) } },
      hasServiceFolder: access(service, F_OK) == 0)
  }

  /// The same as a function of its inputs.
  public static func standard(
    environment: (String) -> String?, hasServiceFolder: Bool
  ) -> String {
    // systemd lists several with colons; the first is ours.
    if let list = environment("STATE_DIRECTORY"), let first = list.split(separator: ":").first {
      return String(first)
    }
    if hasServiceFolder { return service }
    guard let home = environment("HOME"), !home.isEmpty else { return service }
    return "\(home)/.local/state/cerebellum"
  }
}
