import RobotControl

/// What Tests/Differential/pid_reference.py computed.
struct PIDReference: Decodable {
  var open: [Open]
  var closed: [Closed]

  /// A law with given inputs.
  struct Open: Decodable {
    var seed: Int
    var period: Double
    var configuration: Configuration
    /// r, r', r'', r''', y, tau, scheduling variable.
    var inputs: [[Double]]
    var manual: [Double?]
    var applied: [Double?]
    var outputs: [Double]
  }

  /// A linear law and a linear plant.
  struct Closed: Decodable {
    var seed: Int
    var period: Double
    var kp: Double
    var ki: Double
    var kd: Double
    var proportionalWeight: Double
    var derivativeWeight: Double
    var ff1: Double
    var filterTime: Double
    /// The rows of A, then B, for position and velocity.
    var plant: [Double]
    /// r, r'.
    var inputs: [[Double]]
    var outputs: [Double]
  }

  struct Configuration: Decodable {
    var schedule: [Point]
    var proportionalWeight: Double
    var derivativeWeight: Double
    var filterTime: Double
    var ff: [Double]
    var kind: String
    var trackingTime: Double
    var integralLimit: Double
    var lower: Double
    var upper: Double
    var outputRate: Double
    var deadband: Double
    var transferTime: Double

    struct Point: Decodable {
      var variable: Double
      var kp: Double
      var ki: Double
      var kd: Double
    }

    var configuration: PID.Configuration {
      get throws(PIDError) {
        let points = schedule.map {
          GainSchedule.Point(at: $0.variable, PID.Gains(kp: $0.kp, ki: $0.ki, kd: $0.kd))
        }
        var made = PID.Configuration(
          schedule: try GainSchedule(points), lower: lower, upper: upper)
        made.proportionalWeight = proportionalWeight
        made.derivativeWeight = derivativeWeight
        made.filterTime = filterTime
        made.feedForward = PID.FeedForward(ff0: ff[0], ff1: ff[1], ff2: ff[2], ff3: ff[3])
        made.antiWindup =
          switch kind {
          case "clamp": .clamp
          case "conditional": .conditional
          default: .backCalculation(trackingTime: trackingTime)
          }
        made.integralLimit = integralLimit
        made.outputRate = outputRate
        made.deadband = deadband
        made.transferTime = transferTime
        return made
      }
    }
  }
}
