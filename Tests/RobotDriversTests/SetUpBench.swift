import RobotHALTesting

/// Set-ups against scripts.
enum SetUpBench {
  /// One bus for each transfer of `script`, which goes without an acknowledge there: the set-up must report
  /// it and do nothing more.
  static func interruptions(of script: [ScriptedI2CBus.Step]) -> [ScriptedI2CBus] {
    script.indices.filter { script[$0].isTransfer }.map {
      ScriptedI2CBus(Array(script[..<$0]) + [script[$0].failing()])
    }
  }
}
