import RobotHAL

extension BusSegment {
  /// The muxes on these wires.
  var muxes: [TCA9548AModel] { chips.compactMap { $0 as? TCA9548AModel } }

  /// What is soldered at `place`; with `.bus` everything, behind muxes too.
  func chips(at place: FaultPlace) -> [any SimulatedChip] {
    switch place {
    case .bus: chips + muxes.flatMap { mux in (0..<8).flatMap { mux.segment($0).chips(at: .bus) } }
    case .device(let address): chips.filter { $0.address == address }
    case .behind(let mux, let channel, let address):
      muxes.filter { $0.address == mux }
        .flatMap { $0.segment(channel).chips(at: .device(address)) }
    }
  }
}
