public import RobotAssembly
public import RobotConfiguration
import RobotUnits
import SimulatedHAL

/// One run of a campaign: a simulated robot on the virtual clock, to which happens what its seed says.
///
/// The same seed on the same robot is the same run, bit for bit, in every process and on every computer. Runs share
/// nothing: any number of them may be on as many threads. Real-time: no.
public struct CampaignRun: Sendable {
  /// What it was drawn from.
  public let seed: UInt64
  /// What was to go wrong.
  public let scenario: FaultScenario
  /// What came of it.
  public let report: FaultReport
  /// SHA-256 of where the joints were in each cycle, where they should have been, and what was applied to them.
  public let fingerprint: FileDigest
  /// From the start of each fault until the outputs must be off [s]; `nil` where the robot may ride through.
  public let bounds: [Double?]
  /// From the cycle that latched a fault until the outputs must be off [s].
  public let brakingBound: Double

  /// Arming, and so long on end [s].
  public static let duration = 0.6

  /// Plays `seed` on `model`.
  public init(seed: UInt64, on model: RobotModel) {
    self.seed = seed
    // Neighbours have nothing in common.
    var draw = FaultRandom(seed: seed &* 0x9E37_79B9)
    scenario = RandomScenario(model.robot, duration: Self.duration).make(seed: draw.next() >> 32)
    var random = FaultRandom(seed: scenario.seed &+ 1)
    let motion = ScenarioMotion.swing(
      model, shares: model.joints.map { _ in random.number(-0.2...1) },
      rate: random.number(2...8), seconds: Self.duration + 1)
    var report = FaultReport()
    do throws(ConfigurationErrors) {
      report = try FaultRun.report(of: scenario, on: model, doing: motion, keepsTrace: true)
    } catch {
      report.problems = ["\(error)"]
    }
    fingerprint = (report.trace ?? FaultTrace(jointCount: 0)).digest
    report.trace = nil
    self.report = report
    let bounds = StopBounds(model)
    self.bounds = scenario.faults.map { bounds.outputsOff(after: $0) }
    brakingBound = bounds.braking
  }

  /// What was to go wrong as a scenario file, to be kept. The motion is the seed's, and no part of it.
  public var scenarioText: String { scenario.fileText }

  /// Each fault's word in scenario files, and its line: `address_nak`, `kind: address_nak, device: flex_angle, at: 0.2 s`.
  public var faultTexts: [(word: String, line: String)] {
    scenario.faults.map { ($0.kind.word, $0.fileText) }
  }
}
