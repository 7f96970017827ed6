/// A place that breaks a rule, with what to do about it.
struct Finding: CustomStringConvertible {
  let path: String
  let line: Int
  let message: String

  var description: String { "\(path):\(line): \(message)" }
}
