import Glibc

/// One of the daemon's inputs. `run` returns for every input there is, or ends the process: then libFuzzer keeps
/// the input.
protocol FuzzTarget: AnyObject {
  func run(_ input: [UInt8])
}

/// The inputs by name.
enum FuzzTargets {
  static let names = ["robot", "board", "urdf", "wire", "vhost", "serial"]

  /// The target called `name`; `nil` when there is none.
  static func make(_ name: String) -> (any FuzzTarget)? {
    switch name {
    case "robot": RobotTarget()
    case "board": BoardTarget()
    case "urdf": URDFTarget()
    case "wire": WireTarget()
    case "vhost": VhostTarget()
    case "serial": SerialTarget()
    default: nil
    }
  }
}

/// The target of this process, for libFuzzer's callback, which can capture nothing.
enum Chosen {
  // libFuzzer calls from the main thread alone, which also sets it.
  nonisolated(unsafe) static var target: (any FuzzTarget)?
}

/// Ends the process when `condition` does not hold: what it says is what was found.
func require(_ condition: Bool, _ finding: @autoclosure () -> String) {
  guard !condition else { return }
  let words = Array("finding: \(finding())\n".utf8)
  _ = write(STDERR_FILENO, words, words.count)
  abort()
}
