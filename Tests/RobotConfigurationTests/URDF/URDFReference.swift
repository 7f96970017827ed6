import FoundationEssentials

/// What Tests/Differential/urdf_reference.py recorded of MuJoCo's and Pinocchio's reading.
struct URDFReference: Decodable {
  var files: [File]
  var skipped: [String]

  struct File: Decodable {
    var label: String
    var path: String
    var mujoco: Reading<MuJoCo>
    var pinocchio: Reading<Pinocchio>
  }

  struct Reading<Model: Decodable>: Decodable {
    var model: Model?
    var refusal: String?
  }

  struct MuJoCo: Decodable {
    var links: [String: Link]
    var joints: [String: Joint]
    var mimics: [String: Mimic]

    struct Link: Decodable {
      var parent: String?
      var mass: Double
      var centre: [Double?]
      var inertia: [Double?]  // xx yy zz xy xz yz; null where the file gives none, or 0
      var position: [Double]
      var quaternion: [Double]  // w x y z
    }

    struct Joint: Decodable {
      var kind: String
      var link: String
      var axis: [Double]
      var range: [Double]
      var damping: Double
      var friction: Double
    }

    struct Mimic: Decodable {
      var joint: String
      var offset: Double
      var multiplier: Double
    }
  }

  struct Pinocchio: Decodable {
    var joints: [String: Joint]
    var fixed: [String]
    var rootMass: Double
    var name: String

    struct Joint: Decodable {
      var kind: String
      var axis: [Double]?
      var range: [Double?]
      var velocity: Double?  // null where the joint has no limit
      var effort: Double?
      var damping: Double
      var friction: Double
      var mass: Double
    }
  }

  init(path: String) throws {
    let data = try Data(contentsOf: URL(filePath: path))
    self = try JSONDecoder().decode(URDFReference.self, from: data)
  }
}
