/// Compares what a third-party driver made of its readings with what our drivers make of the same
/// bytes. A call that no rule knows is counted, not failed.
struct GoldenJudge {
  /// The transcript shows what not to do (README): a different result is then to be expected.
  let isNegativeExample: Bool

  init(_ transcript: Transcript) {
    let text = transcript.name + transcript.notes + transcript.steps.map(\.call).joined()
    isNegativeExample = ["DEFECT", "torn", "COLLISION", "destroyed"].contains(where: text.contains)
  }

  func judge(
    _ step: Transcript.Step, readings: [GoldenReading], writes: [(GoldenChip, [UInt8])],
    of chips: [GoldenChip], into outcome: inout GoldenReplay.Outcome
  ) {
    let results = step.result.numbers
    var isCompared = false
    for chip in chips {
      let call = GoldenCall(
        name: step.call.lowercased(), results: results,
        readings: readings.filter { $0.chip.device === chip.device },
        writes: writes.filter { $0.0.device === chip.device }.map(\.1))
      let opinion = chip.device.opinion(of: call)
      outcome.judgedResults += opinion.comparedEncodings
      outcome.deviations.formUnion(opinion.deviations)
      outcome.failures += opinion.failures.map { "\(step.call): \($0)" }
      // The call is about the chip that it read last.
      guard !results.isEmpty, readings.last?.chip.device === chip.device,
        !opinion.alternatives.isEmpty
      else { continue }
      isCompared = true
      outcome.judgedResults += 1
      guard !opinion.alternatives.contains(where: { Self.agree($0, results) }) else { continue }
      let text =
        "\(step.call): our conversion of the same bytes gives \(opinion.alternatives), the driver "
        + "\(results)"
      if isNegativeExample || opinion.isKnownDefect(results) {
        outcome.deviations.insert(text)
      } else {
        outcome.failures.append(text)
      }
    }
    if !isCompared, !results.isEmpty, !readings.isEmpty { outcome.unjudgedCalls.append(step.call) }
  }

  static func agree(_ ours: [Double], _ theirs: [Double]) -> Bool {
    ours.count == theirs.count && zip(ours, theirs).allSatisfy(agree)
  }

  /// C++ drivers print 32-bit floats.
  static func agree(_ ours: Double, _ theirs: Double) -> Bool {
    abs(ours - theirs) <= 1e-6 * max(abs(ours), abs(theirs)) + 1e-12
  }
}
