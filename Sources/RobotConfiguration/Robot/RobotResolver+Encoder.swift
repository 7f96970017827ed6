extension RobotResolver {
  /// What measures the joint `name`; `nil` where there is an error about it.
  mutating func encoder(
    _ joint: Record, _ name: String, _ kind: JointDescription.Kind, _ drafts: [DeviceDraft],
    _ taken: inout TakenParts
  ) -> EncoderDescription? {
    guard let encoder = joint.record("encoder") else { return nil }
    if let servo = joint.record("actuator")?.text("servo") {
      return servoEncoder(encoder, servo: servo)
    }
    let source =
      encoder.has("quadrature")
      ? quadrature(encoder, name, &taken) : encoderDevice(encoder, name, drafts, &taken)
    guard let source, let scale = encoderScale(encoder, kind) else { return nil }
    let isAtStart = encoder.text("zero") != nil
    guard let zero = encoder.number("zero") ?? (isAtStart ? 0 : nil) else { return nil }
    return EncoderDescription(
      source: source, direction: Double(encoder.integer("direction") ?? 1), zero: zero,
      side: scale.side, ratio: scale.ratio, position: encoder.position)
  }

  /// What measures the joint `name` a second time; `nil` where there is nothing, or an error about it.
  mutating func redundantEncoder(
    _ joint: Record, _ name: String, _ kind: JointDescription.Kind, isCoupled: Bool,
    _ drafts: [DeviceDraft], _ taken: inout TakenParts
  ) -> RedundantEncoderDescription? {
    guard let encoder = joint.record("redundant_encoder") else { return nil }
    let isServo = joint.record("actuator")?.has("servo") ?? false
    if encoder.text("side") == EncoderDescription.Side.actuator.rawValue, isCoupled || isServo {
      complaints.add(
        encoder.position(of: "side"), encoder.path("side"),
        isCoupled
          ? "the shafts of a coupling move several joints, and this encoder must measure one"
          : "a servo has its own encoder there",
        allowed: "joint", hint: "put it on the joint, and remove side")
    }
    let source = encoderDevice(encoder, name, drafts, &taken)
    guard let source, let scale = encoderScale(encoder, kind), let zero = encoder.number("zero"),
      let tolerance = encoder.number("tolerance")
    else { return nil }
    return RedundantEncoderDescription(
      encoder: EncoderDescription(
        source: source, direction: Double(encoder.integer("direction") ?? 1), zero: zero,
        side: scale.side, ratio: scale.ratio, position: encoder.position),
      tolerance: tolerance)
  }

  private mutating func encoderDevice(
    _ encoder: Record, _ name: String, _ drafts: [DeviceDraft], _ taken: inout TakenParts
  ) -> EncoderSourceDescription? {
    guard let deviceName = encoder.text("device") else { return nil }
    let (position, path) = (encoder.position(of: "device"), encoder.path("device"))
    guard let device = device(deviceName, .encoder, at: position, path: path, drafts) else {
      return nil
    }
    if let user = taken.encoders[deviceName] {
      complaints.add(position, path, "\"\(deviceName)\" measures the joint \"\(user)\" already")
    }
    taken.encoders[deviceName] = name
    return .device(device)
  }

  private mutating func quadrature(
    _ encoder: Record, _ name: String, _ taken: inout TakenParts
  ) -> EncoderSourceDescription? {
    guard let record = encoder.record("quadrature") else { return nil }
    var found: [String: Int] = [:]
    for key in ["a", "b", "z"] where record.has(key) {
      found[key] = edgeLine(record, key, name, &taken)
    }
    checkBias(record)
    let isAtStart = encoder.text("zero") != nil
    if !record.has("z"), encoder.number("zero") != nil {
      complaints.add(
        encoder.position(of: "zero"), encoder.path("zero"),
        "an incremental encoder without an index never knows where this is",
        allowed: "at_start, or an angle where there is an index",
        hint:
          "name the index's line as z, or put the joint at its position 0 before each start and "
          + "write zero: at_start")
    }
    guard let counts = record.integer("counts_per_turn") else { return nil }
    guard counts % 4 == 0 else {
      complaints.add(
        record.position(of: "counts_per_turn"), record.path("counts_per_turn"),
        "\(counts) is no multiple of 4: each period of A has four edges",
        hint: "an encoder of \(counts) lines (PPR) has \(4 * counts) counts")
      return nil
    }
    guard let a = found["a"], let b = found["b"], record.has("z") == (found["z"] != nil) else {
      return nil
    }
    return .quadrature(
      QuadratureDescription(
        a: a, b: b, index: found["z"], countsPerTurn: counts, isZeroAtStart: isAtStart))
  }

  /// A line with `edges` that no encoder has yet.
  private mutating func edgeLine(
    _ record: Record, _ key: String, _ name: String, _ taken: inout TakenParts
  ) -> Int? {
    guard let line = record.text(key) else { return nil }
    let (position, path) = (record.position(of: key), record.path(key))
    guard lines.contains(line, at: position, path: path, &complaints),
      let declared = lines.records.first(where: { $0.name == line })?.record
    else { return nil }
    guard declared.has("edges") else {
      if declared.has("input") || declared.has("output") {
        complaints.add(
          position, path, "the edges of \"\(line)\" are not counted",
          hint: "declare it as `{ line: \(declared.text("line") ?? "GPIO5"), edges: pull_up }`")
      }
      return nil
    }
    if let user = taken.lines[line] {
      complaints.add(
        position, path,
        user == name
          ? "\"\(line)\" is another line of this encoder already"
          : "\"\(line)\" belongs to the encoder of \"\(user)\" already")
      return nil
    }
    taken.lines[line] = name
    return lines.all.firstIndex(of: line)
  }

  /// The kernel gives all lines of one encoder the same resistor.
  private mutating func checkBias(_ record: Record) {
    let biases = ["a", "b", "z"].compactMap { key -> (key: String, bias: String)? in
      guard let name = record.text(key),
        let bias = lines.records.first(where: { $0.name == name })?.record.text("edges")
      else { return nil }
      return (key, bias)
    }
    guard let first = biases.first, let other = biases.first(where: { $0.bias != first.bias })
    else { return }
    complaints.add(
      record.position(of: other.key), record.path(other.key),
      "its line has \(other.bias), and that of \(first.key) has \(first.bias)",
      hint: "the lines of one encoder are requested together: give them the same resistor")
  }
}
