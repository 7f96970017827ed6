/// A robot, board or motion that is shipped with the tool: below the working directory in a checkout, in
/// `/usr/share/cerebellum` where the package is installed.
enum ShippedFile {
  static let folder = "/usr/share/cerebellum"

  /// `path`, if that is there; else the installed file of the same name, if that is; else `path`, for whoever opens it to
  /// say that it is missing.
  static func find(_ path: String, exists: (String) -> Bool = Environment.exists) -> String {
    let installed = "\(folder)/\(path)"
    return !exists(path) && !path.hasPrefix("/") && exists(installed) ? installed : path
  }
}
