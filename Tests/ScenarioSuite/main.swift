import FaultRig
import FoundationEssentials
import Glibc

guard let options = Options(CommandLine.arguments.dropFirst()) else {
  print(Options.usage)
  exit(2)
}
do {
  let matrix = try await Suite(options).run()
  print(matrix.text)
  if let folder = options.report {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for (name, text) in [("fault-matrix.md", matrix.markdown), ("fault-matrix.html", matrix.html)] {
      try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(name)"), options: .atomic)
      print("written: \(folder)/\(name)")
    }
  }
  exit(matrix.rows.isEmpty || !matrix.failed.isEmpty ? 1 : 0)
} catch {
  print(error)
  exit(2)
}
