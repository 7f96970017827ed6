import FaultRig
import FoundationEssentials
import Glibc

guard let options = Options(CommandLine.arguments.dropFirst()) else {
  print(Options.usage)
  exit(2)
}
do {
  let suite = try Suite(options)
  let matrix = try await suite.run()
  print(matrix.text)
  let comparison = options.usesWallClock ? try suite.compare(matrix) : nil
  if let comparison { print(comparison.markdown) }
  if let folder = options.report {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    var files = [("fault-matrix.md", matrix.markdown), ("fault-matrix.html", matrix.html)]
    if let comparison { files.append(("wall-clock.md", comparison.markdown)) }
    for (name, text) in files {
      try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(name)"), options: .atomic)
      print("written: \(folder)/\(name)")
    }
  }
  let passes = matrix.failed.isEmpty && comparison?.agrees ?? true
  exit(matrix.rows.isEmpty || !passes ? 1 : 0)
} catch {
  print(error)
  exit(2)
}
