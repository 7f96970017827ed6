/// What keeps the compiler's real-time checks whole: who runs in a cycle carries their attributes, and
/// the ways past them stand in one file.
enum RealtimeRule {
  /// The only Swift file that may call what the checks do not look into.
  static let escapes = "Sources/RobotRuntime/Escapes.swift"
  /// The only folders whose headers may vouch for C functions.
  static let vouching = ["CRealtime", "CI2C", "CGPIOD"].map { "Sources/\($0)/include/" }

  /// Files on the path read -> ... -> publish, and those of their functions that run before it.
  static let path: [String: Set<String>] = [
    "Sources/RobotAssembly/ActuatorWatch.swift": [],
    "Sources/RobotAssembly/Bindings.swift": ["encoder", "bridge", "places"],
    "Sources/RobotAssembly/BusLinks.swift": ["makeExecutor"],
    "Sources/RobotAssembly/ControlLoop.swift": [],
    "Sources/RobotAssembly/SafetyLines.swift": [],
    "Sources/RobotControl/DCMotor.swift": [],
    "Sources/RobotControl/EncoderScale.swift": [],
    "Sources/RobotControl/HBridge.swift": [],
    "Sources/RobotControl/JointLaw.swift": [],
    "Sources/RobotControl/LimitFlags.swift": [],
    "Sources/RobotControl/QuinticSegment.swift": [],
    "Sources/RobotControl/ReferenceLimiter.swift": [],
    "Sources/RobotControl/VelocityEstimator.swift": ["exponential"],
    "Sources/RobotCore/ControlCycle.swift": [],
    "Sources/RobotCore/ControlCycle+Control.swift": [],
    "Sources/RobotCore/ControlCycle+Estimate.swift": [],
    "Sources/RobotCore/ControlCycle+Reference.swift": [],
    "Sources/RobotCore/ControlCycle+Requests.swift": [],
    "Sources/RobotCore/ControlCycle+Supervise.swift": [],
    "Sources/RobotCore/FaultCode.swift": [],
    "Sources/RobotCore/Lifecycle.swift": [],
    "Sources/RobotCore/Motion.swift": [],
    "Sources/RobotDrivers/AS5600/AS5600+Sample.swift": [],
    "Sources/RobotDrivers/INA226/INA226+Sample.swift": [],
    "Sources/RobotDrivers/PCA9685/PCA9685+Encoding.swift": [],
    "Sources/RobotDynamics/KinematicTree.swift": [],
    "Sources/RobotDynamics/Rotation.swift": [],
    "Sources/RobotRuntime/HandOff/Ring.swift": [],
    "Sources/RobotRuntime/HandOff/TripleBuffer.swift": [],
    "Sources/RobotRuntime/Statistics/Counter.swift": [],
    "Sources/RobotRuntime/Trace/CycleTrace.swift": [],
    "Sources/RobotUnits/RealtimeMath.swift": [],
  ]

  /// Functions of the path that carry neither the attributes nor, being generic, `@inlinable`: the
  /// compiler then checks them where a function with the attributes calls them.
  static func findings(in file: SourceFile) -> [Finding] {
    halves(of: file) + ways(past: file) + functions(of: file, but: path[file.path])
  }

  /// Rules for C sources and headers, and for the package: their text, line by line.
  static func findings(inText text: String, path: String) -> [Finding] {
    let mayVouch = vouching.contains { path.hasPrefix($0) }
    let words =
      ["-Ounchecked", "-enforce-exclusivity"] + (mayVouch ? [] : ["swift_attr", "_REALTIME"])
    return text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
      .flatMap { index, line in
        words.filter { line.contains($0) }.map {
          Finding(
            path: path, line: index + 1,
            message:
              "`\($0)`: only the headers of the C shims vouch for C, and nothing is unchecked")
        }
      }
  }

  private static func functions(of file: SourceFile, but setUp: Set<String>?) -> [Finding] {
    guard let setUp else { return [] }
    return file.lines.indices.compactMap { index in
      guard let name = functionName(file.lines[index].code), !setUp.contains(name) else {
        return nil
      }
      let attributes = attributes(file.lines, at: index)
      if attributes.contains("@_noAllocation") || attributes.contains("@inlinable") { return nil }
      return Finding(
        path: file.path, line: index + 1,
        message: "\(name) runs in a cycle: write @_noAllocation @_noLocks, or name it as set-up in "
          + "RealtimeRule.path")
    }
  }

  private static func halves(of file: SourceFile) -> [Finding] {
    file.lines.indices.compactMap { index in
      let code = file.lines[index].code
      guard code.containsWord("@_noAllocation") != code.containsWord("@_noLocks") else {
        return nil
      }
      return Finding(
        path: file.path, line: index + 1,
        message: "@_noAllocation and @_noLocks belong together, on one line")
    }
  }

  private static func ways(past file: SourceFile) -> [Finding] {
    guard file.path != escapes else { return [] }
    let words = ["@_semantics", "@_silgen_name", "@_extern", "unsafeBitCast", "@_optimize"]
    return file.lines.enumerated().flatMap { index, line in
      words.filter { line.code.containsWord($0) }.map {
        Finding(
          path: file.path, line: index + 1,
          message: "`\($0)`: ways past the compiler's checks stand in \(escapes) only")
      }
    }
  }

  /// `func name(`, whatever stands before it.
  private static func functionName(_ code: String) -> String? {
    let words = code.split(whereSeparator: \.isWhitespace)
    guard let place = words.firstIndex(of: "func"), place + 1 < words.count else { return nil }
    return String(words[place + 1].prefix { $0.isLetter || $0.isNumber || $0 == "_" })
  }

  /// All attributes on the line and on the lines of attributes above it.
  private static func attributes(_ lines: [SwiftSource.Line], at index: Int) -> String {
    var text = lines[index].code
    var above = index - 1
    while above >= 0, lines[above].code.drop(while: \.isWhitespace).hasPrefix("@") {
      text += " " + lines[above].code
      above -= 1
    }
    return text
  }
}
