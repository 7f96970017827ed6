import FoundationEssentials
import TestSupport

extension AnyJSON {
  /// A number; `true` and `false` as 1 and 0, as C++ prints them.
  var number: Double? {
    switch self {
    case .number(let value): value
    case .bool(let value): value ? 1 : 0
    default: nil
    }
  }

  /// One number or a list of them; nothing for everything else.
  var numbers: [Double] {
    if let number { return [number] }
    guard case .array(let values) = self else { return [] }
    let numbers = values.compactMap(\.number)
    return numbers.count == values.count ? numbers : []
  }

  var string: String? {
    if case .string(let value) = self { value } else { nil }
  }
}

/// One transcript of `i2c-golden-1`: see ../shared/goldens/README.md.
struct Transcript: Sendable, CustomStringConvertible {
  struct Step: Sendable {
    let call: String
    let acts: [Act]
    let result: AnyJSON
    let wireBytes: Int?
    let wireClocks: Int?
  }

  enum Message: Sendable {
    case write([UInt8])
    case read(count: Int, data: [UInt8]?)
  }

  enum Act: Sendable {
    case transfer(address: UInt8, messages: [Message], isAcknowledged: Bool)
    case delay(microseconds: Int64)
    /// Something else that happened to the chips, in the transcript's words.
    case event(String)
  }

  let name: String
  let device: String
  let driver: String
  let notes: String
  /// Values by register name, by path (`0x70/ch0/0x36`).
  let initial: [String: [String: String]]
  let final: [String: [String: String]]
  let steps: [Step]

  var description: String { name }
}

// MARK: Decoding

extension Transcript {
  private struct File: Decodable {
    let format: String?
    let device: String?
    let scenarios: [Scenario]?
  }

  private struct Scenario: Decodable {
    let name: String
    let device: String?
    let driver: String?
    let note: String?
    let assumptions: AnyJSON?
    let initial_registers: [String: AnyJSON]?
    let final_registers: [String: AnyJSON]?
    let steps: [RawStep]?
  }

  private struct RawStep: Decodable {
    let call: String
    let transactions: [AnyJSON]?
    let result: AnyJSON?
    let wire: [String: AnyJSON]?
  }

  /// The transcripts of a file; none when it is of another format.
  static func read(_ data: Data) throws -> [Transcript] {
    let file = try JSONDecoder().decode(File.self, from: data)
    guard file.format == "i2c-golden-1" else { return [] }
    return try (file.scenarios ?? []).map { scenario in
      Transcript(
        name: scenario.name, device: scenario.device ?? file.device ?? "",
        driver: scenario.driver ?? "",
        notes: [scenario.note, scenario.assumptions?.string].compactMap(\.self).joined(),
        initial: (scenario.initial_registers ?? [:]).mapValues { registers($0) },
        final: (scenario.final_registers ?? [:]).mapValues { registers($0) },
        steps: try (scenario.steps ?? []).map(Self.step))
    }
  }

  /// Values by register name; registers in banks are named `bank:register`.
  private static func registers(_ value: AnyJSON, in bank: String = "") -> [String: String] {
    guard case .object(let members) = value else { return [:] }
    var registers: [String: String] = [:]
    for (name, member) in members {
      switch member {
      case .string(let text): registers[bank + name] = text
      case .number(let number): registers[bank + name] = String(Int(number))
      case .object:
        registers.merge(Self.registers(member, in: bank + name + ":")) { _, new in new }
      case .null, .bool, .array: break
      }
    }
    return registers
  }

  private static func step(_ raw: RawStep) throws -> Step {
    Step(
      call: raw.call, acts: try (raw.transactions ?? []).map(act), result: raw.result ?? .null,
      wireBytes: raw.wire?["bytes"]?.number.map { Int($0) },
      wireClocks: raw.wire?["scl_clocks"]?.number.map { Int($0) })
  }

  private static func act(_ value: AnyJSON) throws -> Act {
    guard case .object(let members) = value else { throw Malformed(value: "\(value)") }
    if let delay = members["delay_us"]?.number { return .delay(microseconds: Int64(delay)) }
    guard let text = members["addr"]?.string, let address = integer(text),
      case .array(let messages)? = members["msgs"]
    else { return .event(members.map { "\($0.key) \($0.value.string ?? "")" }.joined()) }
    return .transfer(
      address: UInt8(address), messages: try messages.map(message),
      isAcknowledged: members["nak"]?.number != 1)
  }

  private static func message(_ value: AnyJSON) throws -> Message {
    guard case .object(let members) = value else { throw Malformed(value: "\(value)") }
    if let text = members["w"]?.string { return .write(try bytes(text)) }
    guard let count = members["r"]?.number else { throw Malformed(value: "\(value)") }
    return .read(count: Int(count), data: try members["data"]?.string.map(bytes))
  }

  struct Malformed: Error { let value: String }

  static func integer(_ text: String) -> Int? {
    text.hasPrefix("0x") ? Int(text.dropFirst(2), radix: 16) : Int(text)
  }

  private static func bytes(_ text: String) throws -> [UInt8] {
    let digits = Array(text)
    guard digits.count.isMultiple(of: 2) else { throw Malformed(value: text) }
    return try stride(from: 0, to: digits.count, by: 2).map { index in
      guard let byte = UInt8(String(digits[index...index + 1]), radix: 16) else {
        throw Malformed(value: text)
      }
      return byte
    }
  }
}
