internal import RobotConfiguration
internal import RobotDynamics
internal import SimulatedHAL

extension RobotModelBuilder {
  /// Refuses tips on links that the URDF does not have.
  mutating func checkContacts() {
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

extension RobotModel {
  /// The index of the body of the URDF's link `name`; `nil` where there is none.
  public func body(ofLink name: String) -> Int? { links.firstIndex(of: name) }

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
