import FoundationEssentials

/// What Tests/Differential/dynamics_reference.py recorded of Pinocchio's results.
struct DynamicsReference: Decodable {
  var files: [File]

  struct File: Decodable {
    var label: String
    var path: String
    var dynamics: Reading
  }

  struct Reading: Decodable {
    var model: Model?
    var refusal: String?
  }

  struct Model: Decodable {
    var fixed: Base
    var floating: Base
    var mimic: Mimic?
  }

  struct Base: Decodable {
    /// In the order of their velocities.
    var joints: [String]
    /// The links.
    var frames: [String]
    var states: [State]
  }

  struct State: Decodable {
    var positions: [Double]
    var velocities: [Double]
    /// Of `forward`, the efforts.
    var accelerations: [Double]
    var efforts: [Double]
    var gravity: [Double]
    var nonlinear: [Double]
    var coriolis: [Double]  // by rows
    /// The link that `force` pushes, and whose Jacobian was asked for.
    var body: String
    var force: [Double]  // linear, angular
    var pushed: [Double]
    var forward: [Double?]  // null where it is infinite
    var forwardPushed: [Double?]
    var inertia: [Double]  // lower triangle by rows
    var condition: Double
    var jacobians: [String: [Double]]  // by columns
    var poses: [[Double]]  // of each frame: origin, columns of the rotation
  }

  struct Mimic: Decodable {
    var joints: [String]
    var positions: [Double]
    var velocities: [Double]
    var accelerations: [Double]
    var efforts: [Double]
    var inertia: [Double]  // lower triangle by rows
  }

  init(path: String) throws {
    let data = try Data(contentsOf: URL(filePath: path))
    self = try JSONDecoder().decode(DynamicsReference.self, from: data)
  }
}
