import RobotHAL
import RobotUnits
import SimulatedHAL

/// A simulated bus with the chips of a transcript.
struct GoldenWorld {
  let bus: SimulatedI2CBus
  private(set) var chips: [GoldenChip] = []
  /// Paths at which a chip without a model stands.
  private(set) var unknown: [String] = []

  init(_ transcript: Transcript) {
    bus = SimulatedI2CBus(
      speed: Frequency(unchecked: 400_000), clock: SimulationClock(.virtual))
    // Parents first: a path is longer than that of its mux.
    for path in transcript.initial.keys.sorted(by: { ($0.count, $0) < ($1.count, $1) }) {
      add(path: path, registers: transcript.initial[path] ?? [:], device: transcript.device)
    }
    // A transcript lists non-zero registers: a chip that acknowledges is there even if it is not.
    for address in Self.acknowledged(transcript).sorted() where address != 0 {
      let known = transcript.initial.keys.contains { Self.address(ofPath: $0) == address }
      let call = chips.contains { $0.device.answers(address) }
      guard !known, !call else { continue }
      let digits = String(address, radix: 16, uppercase: true)
      add(
        path: "0x" + (digits.count == 1 ? "0" : "") + digits, registers: [:],
        device: transcript.device)
    }
  }

  private static func acknowledged(_ transcript: Transcript) -> Set<UInt8> {
    var addresses: Set<UInt8> = []
    for step in transcript.steps {
      for case .transfer(let address, _, true) in step.acts { addresses.insert(address) }
    }
    return addresses
  }

  static func address(ofPath path: String) -> UInt8? {
    path.split(separator: "/").last.flatMap { Transcript.integer(String($0)) }.map { UInt8($0) }
  }

  private mutating func add(path: String, registers: [String: String], device: String) {
    guard let address = Self.address(ofPath: path),
      let chip = GoldenChip(path: path, address: address, registers: registers, device: device)
    else {
      unknown.append(path)
      return
    }
    chips.append(chip)
    let parts = path.split(separator: "/").map(String.init)
    guard parts.count >= 3 else {
      bus.attach(chip.device.chip)
      return
    }
    let parent = parts.dropLast(2).joined(separator: "/")
    let channel = Int(parts[parts.count - 2].drop { !$0.isNumber })
    guard let channel, let mux = mux(parent) else {
      unknown.append(path)
      return
    }
    mux.attach(chip.device.chip, channel: channel)
  }

  private func mux(_ path: String) -> TCA9548AModel? {
    chips.lazy.filter { $0.path == path }.compactMap { ($0.device as? TCA9548AGolden)?.model }.first
  }

  func chip(_ path: String) -> GoldenChip? { chips.first { $0.path == path } }

  /// The chips that hear `address` now.
  func listeners(_ address: UInt8) -> [GoldenChip] {
    chips.filter { chip in
      guard chip.address == address else { return false }
      let parts = chip.path.split(separator: "/").map(String.init)
      return stride(from: 1, to: parts.count - 1, by: 2).allSatisfy { index in
        guard let channel = Int(parts[index].drop { !$0.isNumber }) else { return false }
        let control = mux(parts[..<index].joined(separator: "/"))?.control ?? 0
        return control & (1 << UInt8(channel)) != 0
      }
    }
  }
}
