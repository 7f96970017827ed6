import Glibc

/// What a shell command writes to standard output.
func shell(_ command: String) -> String {
  guard let pipe = popen(command, "r") else { return "" }
  defer { pclose(pipe) }
  var text = ""
  while let line = readLine(from: pipe) { text += line }
  return text
}

private func readLine(from file: UnsafeMutablePointer<FILE>) -> String? {
  var bytes = [CChar](repeating: 0, count: 4096)
  guard fgets(&bytes, Int32(bytes.count), file) != nil else { return nil }
  return String(decoding: bytes.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}
