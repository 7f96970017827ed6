internal import RobotConfiguration
internal import RobotDrivers
internal import RobotHAL
internal import RobotUnits

/// Finds where the incremental encoders of a robot begin. Real-time: no.
enum PulseEncoderSetUp {
  /// A shaft that turns may have an edge between the look at the levels and the look for edges.
  private static let attempts = 100

  /// The encoders of `robot`, which count from now on, in the order of its joints; `inputs` are their lines.
  static func run(
    _ model: RobotModel, _ inputs: [any EdgeInput]
  ) throws(SetUpError) -> [PulseEncoder] {
    let robot = model.robot
    var encoders: [PulseEncoder] = []
    for (joint, description) in robot.joints.enumerated() {
      guard let quadrature = description.encoder.quadrature else { continue }
      let names = quadrature.lines.map { robot.lines[$0].name }.joined(separator: ", ")
      guard encoders.count < inputs.count else {
        throw SetUpError(
          device: "encoder of \(description.name)", place: "lines \(names)",
          problem: "this hardware counts no edges")
      }
      do throws(Problem) {
        let (levels, last) = try still(inputs[encoders.count])
        encoders.append(
          PulseEncoder(
            quadrature, joint: joint, EncoderPlace(joint, model),
            try configuration(of: quadrature), levels: levels, after: last))
      } catch {
        throw SetUpError(
          device: "encoder of \(description.name)", place: "lines \(names)",
          problem: error.text)
      }
    }
    return encoders
  }

  private static func configuration(
    of quadrature: QuadratureDescription
  ) throws(Problem) -> Quadrature.Configuration {
    do throws(Quadrature.ConfigurationError) {
      return try Quadrature.Configuration(
        linesPerTurn: quadrature.countsPerTurn / 4, hasIndex: quadrature.index != nil)
    } catch {
      throw .configuration(error)
    }
  }

  /// The levels of the lines, and the number of the last edge that is in them.
  private static func still(
    _ input: any EdgeInput
  ) throws(Problem) -> (levels: UInt64, last: UInt32) {
    var last: UInt32 = 0
    do throws(BusError) {
      _ = try drain(input, &last)
      for _ in 0..<attempts {
        let levels = try input.levels()
        if try !drain(input, &last) { return (levels, last) }
      }
    } catch {
      throw .lines(error)
    }
    throw .turns
  }

  /// Takes all edges that are there; says whether there were any.
  private static func drain(_ input: any EdgeInput, _ last: inout UInt32) throws(BusError) -> Bool {
    var hadEdges = false
    var edges = [LineEdge](
      repeating: LineEdge(
        line: 0, isRising: false, time: MonotonicInstant(nanoseconds: 0), sequence: 0), count: 64)
    for _ in 0..<attempts {
      var span = edges.mutableSpan
      let count = try input.drain(into: &span)
      guard count > 0 else { return hadEdges }
      hadEdges = true
      last = edges[count - 1].sequence
    }
    return true
  }

  private enum Problem: Error {
    case lines(BusError)
    /// The shaft does not stand still.
    case turns
    case configuration(Quadrature.ConfigurationError)

    var text: String {
      switch self {
      case .lines(let error):
        "the lines cannot be read: \(error.kind) (errno \(error.errno)); check the GPIO chip"
      case .turns:
        "edges keep coming: let the shaft stand still while the daemon starts; if it does, look for "
          + "interference on A and B, or a missing resistor (edges: pull_up)"
      case .configuration(let error): "\(error)"
      }
    }
  }
}
