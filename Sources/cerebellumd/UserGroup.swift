import RobotConfiguration
import RobotWire

/// Groups of the system by name.
enum UserGroup {
  /// The group that `text` names in /etc/group, or whose number it is; `nil` when there is none.
  ///
  /// The file and not getgrnam(3), which may connect to name services: the daemon connects to nobody. A group of a
  /// directory service has a number.
  static func named(_ text: String) -> RolePolicy.Group? {
    if let number = UInt32(text) { return RolePolicy.Group(name: text, number: number) }
    do throws(ConfigurationErrors) {
      return named(text, in: try ConfigurationText.read(path: "/etc/group"))
    } catch {
      return nil
    }
  }

  /// The same with the bytes of group(5): lines of name, password, number and members.
  static func named(_ name: String, in file: [UInt8]) -> RolePolicy.Group? {
    for line in String(decoding: file, as: UTF8.self).split(separator: "\n") {
      let fields = line.split(separator: ":", omittingEmptySubsequences: false)
      if fields.count == 4, fields[0] == name, let number = UInt32(fields[2]) {
        return RolePolicy.Group(name: name, number: number)
      }
    }
    return nil
  }
}
