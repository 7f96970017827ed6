import Glibc
import RobotAssembly
import RobotConfiguration
import RobotHAL
import RobotUnits
import SimulatedHAL
import VhostUser

/// The simulated buses and lines for a process of this machine, without a kernel between: what clients of a `LineSocket`
/// ask. Documentation/hil.md has the words.
///
/// What a client has claimed is let go when it leaves, also because its process died; an output then does what the
/// board file says (`gpio.on_release`).
final class WireRequests {
  /// A line that a connection has.
  private struct Claim {
    let client: Int32
    let line: Int
    let isOutput: Bool
  }

  private struct Refusal: Error {
    let text: String
  }

  private let world: SimulatedWorld
  private let buses: [String]
  private let lines: [GPIOLine]
  private let reverts: Bool
  private var claims: [Int: Claim] = [:]
  private var nextClaim = 1

  /// Those of `world`, by their names there; `reverts`: nobody drives an output that was let go.
  init(
    _ world: SimulatedWorld, buses: [String], _ lines: [GPIOLine], reverts: Bool
  ) {
    self.world = world
    self.buses = buses
    self.lines = lines
    self.reverts = reverts
  }

  /// What the kernel does when the last descriptor of a request is closed.
  func letGo(of client: Int32) {
    for (number, claim) in claims where claim.client == client {
      claims[number] = nil
      if claim.isOutput, reverts { lines[claim.line].drive?(nil) }
    }
  }

  /// What to reply to a line of `client`.
  func answer(_ request: String, _ client: Int32, _ now: MonotonicInstant) -> String {
    let words = request.split(separator: " ").map(String.init)
    do throws(Refusal) {
      switch (words.first ?? "", words.count) {
      case ("lines", 1): return "ok " + lines.map(\.name).joined(separator: " ")
      case ("claim", 3): return "ok \(try claim(words[1], words[2], client))"
      case ("set", 3):
        let claim = try claim(words[1])
        guard claim.isOutput else { throw Refusal(text: "EPERM") }
        lines[claim.line].drive?(words[2] == "1")
        return "ok"
      case ("get", 2): return "ok \(lines[try claim(words[1]).line].level() ? 1 : 0)"
      case ("i2c", 3...): return try transfer(words[1], words[2...], now)
      default: throw Refusal(text: "EINVAL")
      }
    } catch {
      return "error \(error.text)"
    }
  }

  private func claim(_ number: String) throws(Refusal) -> Claim {
    guard let claim = Int(number).flatMap({ claims[$0] }) else { throw Refusal(text: "ENODEV") }
    return claim
  }

  /// Makes line `number` the client's: `in`, or `0` or `1` for an output of that level.
  private func claim(_ number: String, _ how: String, _ client: Int32) throws(Refusal) -> Int {
    guard let line = Int(number), lines.indices.contains(line) else {
      throw Refusal(text: "EINVAL")
    }
    guard !claims.values.contains(where: { $0.line == line }) else { throw Refusal(text: "EBUSY") }
    let isOutput = how != "in"
    if isOutput {
      guard let drive = lines[line].drive else { throw Refusal(text: "EPERM") }
      drive(how == "1")
    }
    defer { nextClaim += 1 }
    claims[nextClaim] = Claim(client: client, line: line, isOutput: isOutput)
    return nextClaim
  }

  /// Plays messages as one transfer: `w36:0c0d` writes these bytes to 0x36, `r36:2` reads two. The answer: how many
  /// were done, how long the wire needs still [ns], what was read.
  private func transfer(
    _ name: String, _ words: ArraySlice<String>, _ now: MonotonicInstant
  ) throws(Refusal) -> String {
    guard let bus = buses.firstIndex(of: name) else { throw Refusal(text: "ENODEV") }
    var parts: [(address: I2CAddress, isReading: Bool, bytes: [UInt8])] = []
    for word in words {
      let halves = word.dropFirst().split(separator: ":", omittingEmptySubsequences: false)
      guard halves.count == 2, let number = UInt8(halves[0], radix: 16),
        let address = I2CAddress(number)
      else { throw Refusal(text: "EINVAL") }
      if word.hasPrefix("r") {
        guard let count = Int(halves[1]), (0...4096).contains(count) else {
          throw Refusal(text: "EINVAL")
        }
        parts.append((address, true, [UInt8](repeating: 0, count: count)))
      } else {
        guard let bytes = halves[1].isEmpty ? [] : ScenarioText.bytes(String(halves[1])) else {
          throw Refusal(text: "EINVAL")
        }
        parts.append((address, false, bytes))
      }
    }
    var all = parts.flatMap(\.bytes)
    // Even messages without bytes need an address.
    all.append(0)
    let done = all.withUnsafeMutableBufferPointer { buffer -> Int in
      guard var place = buffer.baseAddress else { return 0 }
      var messages = parts.map { part in
        defer { place += part.bytes.count }
        return I2CMessage(
          address: part.address, flags: part.isReading ? .read : [], length: part.bytes.count,
          buffer: place)
      }
      return messages.withUnsafeMutableBufferPointer { world.buses[bus].play($0).done }
    }
    var read: [UInt8] = []
    var offset = 0
    for part in parts {
      if part.isReading { read += all[offset..<offset + part.bytes.count] }
      offset += part.bytes.count
    }
    let wire = max((world.buses[bus].busTime - now).nanoseconds, 0)
    return "ok \(done) \(wire) \(ScenarioText.word(read))"
  }
}
