import Glibc

/// Paths as text: nothing is looked up but the current folder, so that links stay what they are.
enum FilePath {
  /// `path` from the folder of the file `output` on; of the current folder where there is none.
  static func relative(_ path: String, to output: String?) -> String {
    guard !path.hasPrefix("/") else { return path }
    let target = parts(absolute(path))
    let folder = Array(parts(absolute(output ?? "robot.yaml")).dropLast())
    var shared = 0
    while shared < folder.count, shared < target.count - 1, folder[shared] == target[shared] {
      shared += 1
    }
    return (folder[shared...].map { _ in ".." } + target[shared...]).joined(separator: "/")
  }

  private static func absolute(_ path: String) -> String {
    guard !path.hasPrefix("/"), let folder = getcwd(nil, 0) else { return path }
    defer { free(folder) }
    return String(cString: folder) + "/" + path
  }

  /// Without `.` and `..`.
  private static func parts(_ path: String) -> [String] {
    var parts: [String] = []
    for part in path.split(separator: "/").map(String.init) where part != "." {
      if part == "..", !parts.isEmpty {
        parts.removeLast()
      } else if part != ".." {
        parts.append(part)
      }
    }
    return parts
  }
}
