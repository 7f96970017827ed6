import Glibc
import RobotDynamics

/// A slow second opinion: 4x4 homogeneous matrices, libm's sine and cosine, numeric derivatives of the
/// potential and of the kinetic energy. Shares nothing with the code under test but the description.
struct ReferenceTree {
  var bodies: [Body]
  var gravity = Vector3(0, 0, -9.81)

  /// Position of a body's frame and its columns.
  struct Frame {
    var origin: Vector3
    var columns: [Vector3]

    func place(_ v: Vector3) -> Vector3 { origin + turn(v) }
    func turn(_ v: Vector3) -> Vector3 {
      columns[0] * v.x + columns[1] * v.y + columns[2] * v.z
    }
  }

  func frames(_ positions: [Double]) -> [Frame] {
    var frames: [Frame] = []
    for body in bodies {
      let world = Frame(
        origin: .zero, columns: [Vector3(1, 0, 0), Vector3(0, 1, 0), Vector3(0, 0, 1)])
      let parent = body.parent < 0 ? world : frames[body.parent]
      var origin = parent.place(body.p_PB)
      var columns = [body.R_PB.x, body.R_PB.y, body.R_PB.z].map(parent.turn)
      let joint = Frame(origin: .zero, columns: columns)
      switch body.motion {
      case .fixed: break
      case .prismatic: origin += joint.turn(body.axis_B) * positions[body.coordinate]
      case .revolute:
        let q = positions[body.coordinate]
        columns = [Vector3(1, 0, 0), Vector3(0, 1, 0), Vector3(0, 0, 1)].map {
          joint.turn(turned($0, about: body.axis_B, by: q))
        }
      }
      frames.append(Frame(origin: origin, columns: columns))
    }
    return frames
  }

  /// Rodrigues for a single vector.
  private func turned(_ v: Vector3, about a: Vector3, by angle: Double) -> Vector3 {
    v * cos(angle) + product(a, v) * sin(angle) + a * ((a * v).sum() * (1 - cos(angle)))
  }

  private func product(_ a: Vector3, _ b: Vector3) -> Vector3 {
    Vector3(a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x)
  }

  /// U = - sum m g . c
  func potential(_ positions: [Double]) -> Double {
    var energy = 0.0
    for (body, frame) in zip(bodies, frames(positions)) {
      energy -= body.mass * (gravity * frame.place(body.com_B)).sum()
    }
    return energy
  }

  /// dU/dq by central differences.
  func gravityEffort(_ positions: [Double], _ coordinate: Int) -> Double {
    let h = 1e-5
    var (before, after) = (positions, positions)
    before[coordinate] -= h
    after[coordinate] += h
    return (potential(after) - potential(before)) / (2 * h)
  }

  /// Twice the kinetic energy at unit speed of one joint: m v.v + w.I w of every body, its velocities by
  /// central differences of its frame.
  func inertia(_ positions: [Double], _ coordinate: Int) -> Double {
    let h = 1e-5
    var (before, after) = (positions, positions)
    before[coordinate] -= h
    after[coordinate] += h
    let frames = (self.frames(before), self.frames(positions), self.frames(after))
    var energy = 0.0
    for (index, body) in bodies.enumerated() {
      let (a, now, b) = (frames.0[index], frames.1[index], frames.2[index])
      let velocity = (b.place(body.com_B) - a.place(body.com_B)) / (2 * h)
      // R^T dR = [w]x, in the body's frame.
      let rates = (0..<3).map { (b.columns[$0] - a.columns[$0]) / (2 * h) }
      let w = Vector3(
        (now.columns[2] * rates[1]).sum(), (now.columns[0] * rates[2]).sum(),
        (now.columns[1] * rates[0]).sum())
      let (d, p) = body.inertia_B
      let turning = Vector3(
        d.x * w.x + p.x * w.y + p.y * w.z, p.x * w.x + d.y * w.y + p.z * w.z,
        p.y * w.x + p.z * w.y + d.z * w.z)
      energy += body.mass * (velocity * velocity).sum() + (w * turning).sum()
    }
    return energy
  }
}
