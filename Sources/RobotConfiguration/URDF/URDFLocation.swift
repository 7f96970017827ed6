import Glibc

/// Why the file that a robot file's `urdf: { package, path }` names was not found.
public struct URDFLocationError: Error, Hashable, Sendable {
  /// The package that was asked for, if any.
  public var package: String?
  /// The path inside the package, or relative to the robot file, that was asked for.
  public var path: String
  /// Every file that was looked for, in this order; empty where the request itself is at fault.
  public var tried: [String]
  /// What is wrong.
  public var message: String
  /// How to get the file, with and without a network.
  public var hint: String
}

extension URDFLocationError: CustomStringConvertible {
  /// The message, one line per file looked for, and the remedy.
  public var description: String {
    ([message] + tried.map { "  tried \($0)" } + [hint]).joined(separator: "\n")
  }
}

extension URDF {
  /// The search path that the process's environment gives.
  public static var searchPath: [String] {
    searchPath { variable in getenv(variable).map { String(cString: $0) } }
  }

  /// The directories to look for packages in: those of `CEREBELLUM_URDF_PATH` and then those of
  /// `ROS_PACKAGE_PATH`, both separated by colons, without empty ones and repetitions. `environment`
  /// gives the value of a variable.
  public static func searchPath(environment: (String) -> String?) -> [String] {
    var directories: [String] = []
    for name in ["CEREBELLUM_URDF_PATH", "ROS_PACKAGE_PATH"] {
      for directory in (environment(name) ?? "").split(separator: ":").map(String.init)
      where !directories.contains(directory) {
        directories.append(directory)
      }
    }
    return directories
  }

  /// The file `path` in the folder of `robotFile`, or wherever it is when it begins with `/`.
  ///
  /// - Returns: the path of the file.
  /// - Throws: the file looked for.
  public static func locate(
    path: String, beside robotFile: String
  ) throws(URDFLocationError) -> String {
    let folder = robotFile.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    let file = path.hasPrefix("/") ? path : (folder + [path[...]]).joined(separator: "/")
    if URDFFile.exists(file) { return file }
    throw URDFLocationError(
      package: nil, path: path, tried: [file], message: "there is no file '\(path)'",
      hint:
        "the path is relative to the folder of the robot file; put the URDF there (those of Robots/models: `make robots`), or name the "
        + "package that it lies in (package: …)")
  }

  /// The file `path` of `package`, sought below each directory of `searchPath` in turn.
  ///
  /// A directory may hold packages (a ROS workspace's `src` or `share`), be the package itself, or be
  /// Python's `site-packages`, where a wheel puts its files into a folder with `_` for `-`, and a cmeel
  /// wheel (`example-robot-data`) into `cmeel.prefix/share`.
  ///
  /// - Returns: the path of the file.
  /// - Throws: the list of all files looked for, and how to get the package.
  public static func locate(
    package: String, path: String, searchPath: [String]
  ) throws(URDFLocationError) -> String {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    if path.isEmpty || path.hasPrefix("/") || parts.contains("..") {
      throw URDFLocationError(
        package: package, path: path, tried: [],
        message: "'\(path)' is no path inside package '\(package)'",
        hint: "give it from the package's folder on, without a leading '/' and without '..'")
    }
    if package.isEmpty || package.hasPrefix(".") || package.utf8.contains(UInt8(ascii: "/")) {
      throw URDFLocationError(
        package: package, path: path, tried: [], message: "'\(package)' is no name of a package",
        hint: "give the name alone; its directory belongs into CEREBELLUM_URDF_PATH")
    }
    var tried: [String] = []
    for directory in searchPath {
      for file in candidates(package, path, in: directory) {
        if URDFFile.exists(file) { return file }
        tried.append(file)
      }
    }
    throw URDFLocationError(
      package: package, path: path, tried: tried,
      message: searchPath.isEmpty
        ? "package '\(package)' was not looked for: the search path is empty"
        : "no package '\(package)' with a file '\(path)' in \(searchPath.joined(separator: ", "))",
      hint: """
        set CEREBELLUM_URDF_PATH to the directory that holds '\(package)'. To get it from PyPI:
          pip install --no-deps --target urdf \(package) && export CEREBELLUM_URDF_PATH=$PWD/urdf
        or, for a machine without a network, fetch it on another one and carry 'wheels' over:
          pip download --no-deps --dest wheels \(package)
          pip install --no-deps --no-index --find-links wheels --target urdf \(package)
        """)
  }

  private static func candidates(
    _ package: String, _ path: String, in directory: String
  ) -> [String] {
    let module = String(package.map { $0 == "-" ? "_" : $0 })
    var files = ["\(directory)/\(package)/\(path)"]
    if module != package { files.append("\(directory)/\(module)/\(path)") }
    if directory.split(separator: "/").last.map(String.init) == package {
      files.append("\(directory)/\(path)")
    }
    files.append("\(directory)/cmeel.prefix/share/\(package)/\(path)")
    files.append("\(directory)/cmeel.prefix/share/\(package)/robots/\(path)")
    return files
  }
}
