import RobotDrivers
import TestSupport

/// Compares what `paxini-sdk` made of bytes with what we make of them.
enum PaXiniGolden {
  struct Outcome {
    var failures: [String] = []
    var compared = 0
  }

  static func compare(_ transcript: SerialTranscript) -> Outcome {
    var outcome = Outcome()
    switch transcript.function.split(separator: ".").last.map(String.init) ?? "" {
    case "build_simple_request": compareRequest(transcript, &outcome)
    case "parse_simple_response":
      compareFrame(transcript, &outcome) { () throws(PaXini.FrameError) in
        let answer = try PaXini.Answer(transcript.bytes)
        return Fields(
          numbers: [
            "func_code": Int(answer.function), "reg_addr": Int(answer.register),
            "data_len": answer.bytes.count,
          ], bytes: answer.bytes)
      }
    case "parse_auto_push":
      compareFrame(transcript, &outcome) { () throws(PaXini.FrameError) in
        let push = try PaXini.Push(transcript.bytes)
        return Fields(
          numbers: [
            "error_code": Int(push.error), "valid_frame_len": push.bytes.count + 1,
          ], bytes: push.bytes)
      }
    case "split_force_xyz", "_decode_distributed_3bytes":
      compareForces(transcript, transcript.bytes, &outcome)
    case "_decode_resultant_6bytes" where transcript.bytes.count >= 6:
      compareForces(transcript, [0, 2, 4].map { transcript.bytes[$0] }, &outcome)
    case "lrc":
      outcome.check(
        transcript, transcript.result.number == Double(PaXini.checksum(transcript.bytes)))
    case "parse_active_modules_bitmap" where transcript.bytes.count >= 4:
      let counts = [UInt8](repeating: 0, count: 56)
      let modules = try? PaXini.Layout(
        bitmap: Array(transcript.bytes[..<4]), types: [], counts: counts
      ).modules.map { Double($0.index) }
      outcome.check(transcript, transcript.result.numbers == modules)
    default: break
    }
    return outcome
  }

  // MARK: Requests

  private static func compareRequest(_ transcript: SerialTranscript, _ outcome: inout Outcome) {
    // Refused arguments make no bytes.
    guard !transcript.bytes.isEmpty, let request = request(transcript) else { return }
    outcome.check(transcript, request == transcript.bytes)
  }

  private static func request(_ transcript: SerialTranscript) -> [UInt8]? {
    let positional = transcript.positional
    guard positional.count >= 2 else { return nil }
    let (code, place) = (UInt8(truncatingIfNeeded: positional[0]), positional[1])
    let data = transcript.bytes("data") ?? []
    let count = transcript.number("data_len") ?? data.count
    let register = UInt16(truncatingIfNeeded: place)
    return switch PaXini.Function(rawValue: code) {
    case .read: PaXini.readRequest(count, from: register)
    case .write where count == data.count: PaXini.writeRequest(data, to: register)
    case .calibrate where register == 2 && data == [1]: PaXini.calibrationRequest()
    default: nil
    }
  }

  // MARK: Frames

  private struct Fields {
    var numbers: [String: Int]
    var bytes: [UInt8]
  }

  private static func compareFrame(
    _ transcript: SerialTranscript, _ outcome: inout Outcome,
    _ read: () throws(PaXini.FrameError) -> Fields
  ) {
    let fields: Fields
    do { fields = try read() } catch {
      // What cannot be believed is refused by both.
      return outcome.check(transcript, isException(transcript.result), "we refuse it: \(error)")
    }
    if isException(transcript.result) {
      return outcome.check(transcript, false, "we take what it refuses")
    }
    guard case .object(let members) = transcript.result else {
      return compareForces(transcript, fields.bytes, &outcome)
    }
    for (name, value) in members {
      if let wanted = fields.numbers[name] {
        outcome.check(transcript, value.number == Double(wanted), name)
      } else if ["data", "valid_data"].contains(name) {
        let bytes =
          value.string.flatMap { SerialTranscript.hexadecimal($0) }
          ?? value.numbers.compactMap { UInt8(exactly: $0) }
        outcome.check(transcript, bytes == fields.bytes, name)
      }
    }
  }

  private static func isException(_ result: AnyJSON) -> Bool {
    guard case .object(let members) = result else { return false }
    return members["exception"] != nil || members["error"]?.string != nil
  }

  // MARK: Forces

  /// The result's numbers are forces in counts or in newtons, in the order of `bytes`.
  private static func compareForces(
    _ transcript: SerialTranscript, _ bytes: [UInt8], _ outcome: inout Outcome
  ) {
    let numbers = numbers(in: transcript.result)
    guard !numbers.isEmpty, numbers.count <= bytes.count, numbers.count.isMultiple(of: 3) else {
      return
    }
    let newtons = stride(from: 0, to: numbers.count, by: 3).flatMap { place in
      let force = PaXini.force(bytes[place], bytes[place + 1], bytes[place + 2])
      return [force.x, force.y, force.z]
    }
    let isSame = [1.0, 10].contains { scale in
      zip(numbers, newtons).allSatisfy { abs($0 - $1 * scale) <= 1e-6 * max(abs($0), 1) }
    }
    outcome.check(transcript, isSame, "forces")
  }

  private static func numbers(in value: AnyJSON) -> [Double] {
    switch value {
    case .number(let number): [number]
    case .array(let values): values.flatMap(numbers)
    case .null, .bool, .string, .object: []
    }
  }
}

extension PaXiniGolden.Outcome {
  fileprivate mutating func check(
    _ transcript: SerialTranscript, _ isSame: Bool, _ what: String = "result"
  ) {
    compared += 1
    if !isSame { failures.append("\(transcript.name): \(what) differs (\(transcript.call))") }
  }
}
