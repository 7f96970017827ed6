/// The keys of a fault scenario.
enum FaultScenarioShape {
  /// The top of the file.
  static let fields = [
    Field(
      "scenario", .word(.title), required: true, example: "encoder-unplugged",
      summary: "the scenario's name"),
    Field(
      "robot", .word(.title), required: true, example: "arm6",
      summary: "the robot's name; any: every robot that has what the scenario names"),
    Field(
      "seed", .integer(0...Int(UInt32.max)), required: true, example: "1",
      summary: "every random choice comes from it"),
    Field(
      "motion", .text, example: "../arm6-sine.motion.yaml",
      summary:
        "the motion file that the robot plays, relative to this file; without it every joint "
        + "swings about its centre"),
    Field(
      "stream", .quantity(.time, .positive(upTo: 60)), example: "100 ms",
      summary:
        "a client commands the swing of every joint in each cycle, in the place of a motion, and each "
        + "command counts for so long"),
    Field(
      "begin", .choice(FaultScenario.Beginning.allCases.map(\.rawValue)), example: "arming",
      summary:
        "what happens at time 0: the set-up of the devices, the request to arm, or the beginning of "
        + "the motion or stream (without this key)"),
    Field(
      "duration", .quantity(.time, NumberRange(0.1...600)), required: true, example: "3 s",
      summary: "how long the robot is watched, from time 0"),
    Field(
      "faults", .list(of: .variants(fault), count: 1...100),
      example: "[ { kind: unpowered, device: elbow_angle, at: 1 s } ]",
      summary: "what goes wrong; without this key nothing does"),
    Field(
      "expect", .record(expectation), required: true,
      example: "{ fault: encoder_lost, state: faulted, within: 20 ms }",
      summary: "what must become of the robot"),
  ]

  /// What may stop the robot, by its name, or nothing.
  static let codes = ["none"] + FaultNames.faults

  private static let expectation = [
    Field(
      "fault",
      .alternative(
        codes, or: .list(of: .choice(codes), count: 2...8), written: "a list of some of them"),
      required: true, example: "encoder_lost",
      summary: "the fault that latches first, or those of which one does; none: the robot rides "
        + "through"),
    Field(
      "stop", .choice(FaultNames.stops), example: "command_timeout",
      summary: "what stops or slows the robot first, without a fault"),
    Field(
      "state",
      .choice([
        "unconfigured", "disarmed", "arming", "active", "degraded", "holding", "stopping",
        "faulted",
      ]), required: true, example: "faulted", summary: "where the robot stands at the end"),
    Field(
      "within", .quantity(.time, .positive(upTo: 600)), example: "20 ms",
      summary:
        "from the first fault's start until the outputs are off, at most; in the state holding, until "
        + "the references are at rest"),
    Field(
      "stays", .quantity(.angle, .positive(upTo: 10)), example: "0.02 rad",
      summary: "how far a joint may move from then on, at most; a prismatic joint at its lever"),
    Field(
      "tracking", .quantity(.angle, .positive(upTo: 10)), example: "0.05 rad",
      summary:
        "how far the worst joint may be from its reference, as root mean square while the robot follows commands; a "
        + "prismatic joint at its lever"),
  ]

  private static let fault = Variants(
    selector: .value(of: "kind", summary: "what goes wrong"),
    common: [
      Field(
        "at", .quantity(.time, NumberRange(0...600)), required: true, example: "1 s",
        summary: "from when on"),
      Field(
        "for", .quantity(.time, .positive(upTo: 600)), example: "10 ms",
        summary: "for how long; without it to the end"),
    ], cases: onBuses + elsewhere + offTheWires)

  private static let onBuses: [Variants.Case] = [
    chance("address_nak"), chance("data_nak", byte("that is not acknowledged")),
    chance("stuck_sda", byte("in which the chip stops, holding SDA low")),
    chance(
      "stretch",
      Field(
        "per_byte", time, required: true, example: "20 us",
        summary: "how long the chip holds SCL low in each byte")),
    chance("arbitration_lost"),
    chance(
      "short_transfer",
      Field(
        "messages", .integer(0...41), required: true, example: "1",
        summary: "after how many messages the adapter ends a transfer")),
    chance(
      "bit_flips",
      Field(
        "per_bit", probability, required: true, example: "0.01",
        summary: "how probable it is for each bit that it flips"),
      Field(
        "direction", .choice(["read", "write"]), required: true, example: "read",
        summary: "whether what is read changes, or what is written")),
    chance(
      "constant_reply",
      Field(
        "value", .integer(0...255), required: true, example: "0xFF",
        summary: "what every byte reads")
    ),
    chance("frozen_reply"),
    chance(
      "torn_reply",
      Field(
        "bytes", .integer(1...63), required: true, example: "2",
        summary: "how many bytes are those of the reply before")), chance("reset"),
    Variants.Case(name: "unpowered", fields: place),
    Variants.Case(name: "wrong_device", fields: [device]),
    Variants.Case(
      name: "swapped_channels",
      fields: [
        device,
        Field(
          "channels", .list(of: .integer(0...7), count: 2...2), required: true, example: "[0, 1]",
          summary: "the two channels of the mux whose wires are swapped"),
      ]),
    chance(
      "slow_adapter",
      Field(
        "overhead", time, required: true, example: "300 us",
        summary: "how much longer every transfer takes")),
  ]

  private static let elsewhere = [
    Variants.Case(
      name: "press",
      fields: [
        Field(
          "line", .word(.name), required: true, example: "estop",
          summary: "the input whose button is pressed")
      ]),
    Variants.Case(name: "unplug", fields: [serial]),
    Variants.Case(
      name: "lost_bytes",
      fields: [
        serial,
        Field(
          "per_byte", probability, required: true, example: "0.01",
          summary: "how probable it is for each byte that it is lost, which tears its frame"),
      ]),
    Variants.Case(name: "overload", fields: [device]),
    Variants.Case(
      name: "noise",
      fields: [
        serial,
        Field(
          "per_byte", probability, required: true, example: "0.01",
          summary: "how probable it is for each byte that it changes"),
      ]),
  ]

  private static let time = Shape.quantity(.time, .positive(upTo: 10))
  private static let probability = Shape.quantity(.number, .positive(upTo: 1))
  static let device = Field(
    "device", .word(.name), required: true, example: "elbow_angle",
    summary: "the device that it happens to")
  private static let serial = Field(
    "serial", .word(.name), required: true, example: "arm", summary: "the serial port")
  private static let place = [
    Field(
      "device", .word(.name), example: "elbow_angle", summary: "the device that it happens to"),
    Field("bus", .word(.name), example: "left", summary: "the bus, where it happens to all of it"),
  ]

  /// What strikes transfers: so many, or some of them.
  private static func chance(_ name: String, _ fields: Field...) -> Variants.Case {
    Variants.Case(
      name: name,
      fields: place + fields + [
        Field(
          "count", .integer(1...1_000_000), example: "1", summary: "the most times that it happens"),
        Field(
          "probability", probability, example: "0.1",
          summary: "how probable it is for each transfer; without it, certain"),
      ])
  }

  private static func byte(_ what: String) -> Field {
    Field(
      "byte", .integer(0...255), required: true, example: "1",
      summary: "the byte of a message, from 0 and without the address, \(what)")
  }
}
