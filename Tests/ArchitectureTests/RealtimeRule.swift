/// What keeps the compiler's real-time checks whole: who runs in a cycle carries their attributes, and
/// the ways past them stand in one file.
enum RealtimeRule {
  /// The only Swift file that may call what the checks do not look into.
  static let escapes = "Sources/RobotRuntime/Escapes.swift"
  /// The only folders whose headers may vouch for C functions.
  static let vouching = ["CRealtime", "CI2C", "CGPIOD", "CSerial"].map { "Sources/\($0)/include/" }

  /// Folders and files on the path read -> ... -> publish. Files named `...+SetUp.swift` run before it.
  static let path = [
    "Sources/RobotAssembly/ActuatorReports.swift",
    "Sources/RobotAssembly/ActuatorWatch.swift",
    "Sources/RobotAssembly/Bindings.swift",
    "Sources/RobotAssembly/BridgeBinding.swift",
    "Sources/RobotAssembly/BusLinks.swift",
    "Sources/RobotAssembly/BusThread.swift",
    "Sources/RobotAssembly/CommandAhead.swift",
    "Sources/RobotAssembly/ControlLoop.swift",
    "Sources/RobotAssembly/DeviceErrors.swift",
    "Sources/RobotAssembly/DeviceWatch.swift",
    "Sources/RobotAssembly/Devices/EncoderDecoding.swift",
    "Sources/RobotAssembly/Devices/SensorDecoding.swift",
    "Sources/RobotAssembly/EncoderPlace.swift",
    "Sources/RobotAssembly/EncoderSample.swift",
    "Sources/RobotAssembly/DirectionLines.swift",
    "Sources/RobotAssembly/ErrorWindow.swift",
    "Sources/RobotAssembly/Evidence/EvidenceRecorder.swift",
    "Sources/RobotAssembly/InlineCycle.swift",
    "Sources/RobotAssembly/PulseEncoder.swift",
    "Sources/RobotAssembly/PulseEncoders.swift",
    "Sources/RobotAssembly/SafetyLines.swift",
    "Sources/RobotAssembly/SensorBank.swift",
    "Sources/RobotAssembly/Servos/SerialChannel.swift",
    "Sources/RobotAssembly/Servos/ServoBank.swift",
    "Sources/RobotAssembly/Servos/ServoBinding.swift",
    "Sources/RobotAssembly/StillWatch.swift",
    "Sources/RobotAssembly/TactileBank.swift",
    "Sources/RobotControl/",
    "Sources/RobotCore/",
    "Sources/RobotDynamics/",
    "Sources/RobotHAL/EdgeInput.swift",
    "Sources/RobotHAL/Reply.swift",
    "Sources/RobotHAL/Serial/PushedFrameParser.swift",
    "Sources/RobotHAL/Serial/ServoFrame.swift",
    "Sources/RobotHAL/Serial/ServoFrameParser.swift",
    "Sources/RobotRuntime/Bus/BusComposer.swift",
    "Sources/RobotRuntime/Bus/BusExecutor+Gate.swift",
    "Sources/RobotRuntime/Bus/BusExecutor+Guest.swift",
    "Sources/RobotRuntime/Bus/BusExecutor+Transfers.swift",
    "Sources/RobotRuntime/Bus/BusExecutor.swift",
    "Sources/RobotRuntime/Bus/BusGate.swift",
    "Sources/RobotRuntime/Bus/BusStatistics.swift",
    "Sources/RobotRuntime/Bus/BusStep.swift",
    "Sources/RobotRuntime/Bus/BusWork.swift",
    "Sources/RobotRuntime/Bus/CycleTable.swift",
    "Sources/RobotRuntime/Bus/GuestTransfer.swift",
    "Sources/RobotRuntime/HandOff/",
    "Sources/RobotRuntime/Schedule/",
    "Sources/RobotRuntime/Serial/",
    "Sources/RobotRuntime/Statistics/Counter.swift",
    "Sources/RobotRuntime/Statistics/LoopStatistics.swift",
    "Sources/RobotRuntime/Trace/CycleRecord.swift",
    "Sources/RobotRuntime/Trace/CycleTrace.swift",
    "Sources/RobotRuntime/Trace/Stage.swift",
    "Sources/RobotUnits/RealtimeMath.swift",
  ]

  /// The files of every driver that are on the path, by the ends of their names.
  static let driverParts = [
    "+Sample.swift", "+Decoder.swift", "+Encoding.swift",
  ]

  private static func isOnPath(_ file: String) -> Bool {
    if file.hasSuffix("+SetUp.swift") { return false }
    return path.contains { file.hasPrefix($0) }
      || file.hasPrefix("Sources/RobotDrivers/") && driverParts.contains { file.hasSuffix($0) }
  }

  /// Functions in those files that run before the first cycle, after the last, or on other threads.
  static let beside: [String: Set<String>] = [
    "Sources/RobotAssembly/ActuatorReports.swift": ["all"],
    "Sources/RobotAssembly/Bindings.swift": ["encoder", "bridge", "places"],
    "Sources/RobotAssembly/BridgeBinding.swift": ["offsets"],
    "Sources/RobotAssembly/BusLinks.swift": ["makeExecutor"],
    "Sources/RobotAssembly/DirectionLines.swift": ["isActiveHigh"],
    "Sources/RobotAssembly/SensorBank.swift": ["add"],
    "Sources/RobotAssembly/Servos/SerialChannel.swift": ["all", "makeExecutor"],
    "Sources/RobotAssembly/Servos/ServoBinding.swift": ["add", "addServos"],
    "Sources/RobotControl/VelocityEstimator.swift": ["exponential"],
    "Sources/RobotCore/AdmittancePair.swift": ["idle"],
    "Sources/RobotCore/JointPair.swift": ["idle"],
    "Sources/RobotCore/LimitSwitch.swift": ["none"],
    "Sources/RobotCore/LoopLaw.swift": ["idle"],
    "Sources/RobotCore/ObserverPair.swift": ["idle"],
    "Sources/RobotHAL/Serial/ServoFrame.swift": ["mostServos"],
    "Sources/RobotRuntime/Bus/BusGate.swift": ["shut", "open"],
    "Sources/RobotRuntime/Bus/GuestTransfer.swift": ["post", "take"],
    "Sources/RobotRuntime/Serial/SerialPlan.swift": ["mostServos", "wireBytes"],
    "Sources/RobotRuntime/Schedule/CommandAging.swift": ["hold", "extrapolate"],
    "Sources/RobotRuntime/Schedule/StopFlag.swift": ["raise"],
    "Sources/RobotRuntime/Statistics/LoopStatistics.swift": ["histogram", "deallocate", "count"],
  ]

  /// Functions of the path that carry neither the attributes nor, being generic, `@inlinable`: the
  /// compiler then checks them where a function with the attributes calls them.
  static func findings(in file: SourceFile) -> [Finding] {
    halves(of: file) + ways(past: file) + functions(of: file)
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

  private static func functions(of file: SourceFile) -> [Finding] {
    guard isOnPath(file.path) else { return [] }
    return file.lines.indices.compactMap { index in
      guard let name = functionName(file.lines[index].code),
        beside[file.path]?.contains(name) != true
      else { return nil }
      let attributes = attributes(file.lines, at: index)
      if attributes.contains("@_noAllocation") || attributes.contains("@inlinable") { return nil }
      // A requirement has no body; who conforms carries the attributes.
      if !file.lines[index...].prefix(4).contains(where: { $0.code.contains("{") }) { return nil }
      return Finding(
        path: file.path, line: index + 1,
        message: "\(name) runs in a cycle: write @_noAllocation @_noLocks, or name it in "
          + "RealtimeRule.beside")
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
    return String(
      words[place + 1].prefix { $0 != "(" && ($0 != "<" || words[place + 1].first == "<") })
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
