import FoundationEssentials

/// What Tests/Differential/mujoco_reference.py recorded of MuJoCo's motions.
struct MotionReference: Decodable {
  var motions: [Motion]

  struct Motion: Decodable {
    var label: String
    var path: String
    var joints: [String]
    /// The length of a step [s].
    var step: Double
    var stepsPerSample: Int
    /// Of every joint [kg.m^2; N.m.s/rad].
    var armature: Double
    var damping: Double
    /// Each joint is driven with amplitude * sin(rate * time), held over a step [N.m; rad/s].
    var amplitudes: [Double]
    var rates: [Double]
    /// At the start.
    var positions: [Double]
    var velocities: [Double]
    /// The positions after each `stepsPerSample` steps.
    var samples: [[Double]]
    /// Where the continuous motion ends.
    var end: [Double]
  }

  init(path: String) throws {
    let data = try Data(contentsOf: URL(filePath: path))
    self = try JSONDecoder().decode(MotionReference.self, from: data)
  }
}
