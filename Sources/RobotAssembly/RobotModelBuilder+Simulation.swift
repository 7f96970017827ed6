internal import RobotConfiguration
internal import RobotDynamics
internal import SimulatedHAL

extension RobotModelBuilder {
  /// Refuses tips on links that the URDF does not have, and a floating base that weighs nothing.
  mutating func checkSimulation() {
    checkFloatingBase()
    for contact in robot.simulation.contacts where tree?.body(ofLink: contact.link) == nil {
      errors.append(
        robot.error(
          at: contact.linkPosition, keyPath: "simulation.contacts.\(contact.name).link",
          problem: tree == nil
            ? "without a URDF there is no link \"\(contact.link)\""
            : "the URDF has no link \"\(contact.link)\"",
          allowed: tree.map { $0.links.joined(separator: ", ") },
          hint: tree == nil ? "add urdf: { path: robot.urdf }" : nil))
    }
  }
}

extension RobotModelBuilder {
  private mutating func checkFloatingBase() {
    guard let base = robot.simulation.floatingBase, !hasHeavyRoot else { return }
    errors.append(
      robot.error(
        at: base.filePosition, keyPath: "simulation.floating_base",
        problem: tree == nil
          ? "without a URDF there is no base"
          : "the URDF's root weighs nothing, so it cannot float",
        hint: tree == nil
          ? "add urdf: { path: robot.urdf }"
          : "give the root link, or one on a fixed joint to it, an <inertial> with a mass"))
  }

  /// Whether the root, with all that is fixed to it, has a mass.
  private var hasHeavyRoot: Bool {
    var isRoot: [Bool] = []
    var mass = 0.0
    for body in bodies {
      let isPart = body.motion == .fixed && (body.parent < 0 || isRoot[body.parent])
      isRoot.append(isPart)
      if isPart { mass += body.mass }
    }
    return mass > 0
  }
}

extension RobotModel {
  /// The index of the body of the URDF's link `name`; `nil` where there is none.
  public func body(ofLink name: String) -> Int? { links.firstIndex(of: name) }

  /// Where the simulation's floating base stands at the beginning; `nil`: the tree's root is the world.
  var plantBase: Pose? {
    robot.simulation.floatingBase.map {
      Pose(p_WF: $0.position, R_WF: .rollPitchYaw($0.orientation))
    }
  }

  /// The tips as the plant has them.
  var plantContacts: [PlantContact] {
    robot.simulation.contacts.compactMap { contact in
      body(ofLink: contact.link).map { body in
        PlantContact(
          body: body, point_B: contact.point, radius: contact.radius,
          material: PlantContact.Material(
            stiffness: contact.stiffness, dissipation: contact.dissipation,
            friction: contact.friction))
      }
    }
  }

  /// The surfaces as the plant has them.
  var plantSurfaces: [PlantSurface] {
    robot.simulation.surfaces.map { surface in
      switch surface {
      case .ground(let height): .ground(height: height)
      case .sphere(let center, let radius): .sphere(center: center, radius: radius)
      case .box(let center, let size): .box(center: center, half: size / 2)
      }
    }
  }
}
