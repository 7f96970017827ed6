extension RobotShape {
  /// The keys of `loop`.
  static let loop = [
    Field(
      "overrun",
      .alternative(
        ["skip"], or: .variants(overrun),
        written: "{ catch_up: n }, { hold: n }, { extrapolate: n }"),
      example: "skip",
      summary:
        "what happens to cycles that were lost: skip them (the default); { catch_up: n } runs "
        + "up to n late; { hold: n } and { extrapolate: n } say what the buses send meanwhile"),
    Field(
      "credits", .record(credits), example: "{ most: 10, regain: 1 s }",
      summary:
        "how many lost cycles the robot bears: without a credit left it stops and holds, then "
        + "it is a fault; default: only a stall of 100 ms stops it"),
    Field(
      "wake_up", .alternative(["sleep"], or: .record(spin), written: "{ spin: 60 us }"),
      example: "sleep",
      summary:
        "sleep until a cycle is due (the default), or until shortly before and then read the "
        + "clock: more exact, and the processor is busy for that time"),
    Field(
      "scheduler", .variants(scheduler), example: "{ policy: fifo, priority: 80, cpu: last }",
      summary: "how the threads are scheduled; default: SCHED_FIFO on the last processor"),
    Field(
      "buses", .choice(["threads", "inline"]), example: "threads",
      summary: "threads: one for each bus (the default); inline: the control thread carries all "
        + "traffic itself, one bus after the other"),
  ]

  /// More than three cycles without a reading, as those that are caught up are, is a lost encoder.
  private static let overrun = Variants(
    selector: .presence, common: [],
    cases: [
      Variants.Case(
        name: "catch_up",
        fields: [
          Field(
            "catch_up", .integer(1...3), required: true, example: "2",
            summary: "at most so many lost cycles run late, back to back; the rest is skipped")
        ]),
      Variants.Case(
        name: "hold",
        fields: [
          Field(
            "hold", .integer(1...1000), required: true, example: "5",
            summary: "the last outputs go out for at most so many cycles, then safe ones; with the "
              + "other policies for 5")
        ]),
      Variants.Case(
        name: "extrapolate",
        fields: [
          Field(
            "extrapolate", .integer(1...4), required: true, example: "2",
            summary: "the outputs' last change goes on for at most so many cycles, then safe ones "
              + "go out")
        ]),
    ])

  private static let credits = [
    Field(
      "most", .integer(1...100_000), required: true, example: "10",
      summary: "the stock: an overrun costs the cycles that it lost, at least 1"),
    Field(
      "regain", .quantity(.time, NumberRange(1e-4...3600)), required: true, example: "1 s",
      summary: "a credit comes back after so long without overrun"),
  ]

  private static let spin = [
    Field(
      "spin", .quantity(.time, .positive(upTo: 0.01)), required: true, example: "60 us",
      summary: "for how long the clock is read before each cycle; at most a quarter of the period "
        + "(inline: half), because the kernel stops real-time threads that never sleep")
  ]

  private static let scheduler = Variants(
    selector: .value(
      of: "policy", summary: "fifo; deadline: reserves time, else fifo; other: not real-time"),
    common: [],
    cases: [
      Variants.Case(
        name: "fifo",
        fields: [
          Field(
            "priority", .integer(1...90), example: "80",
            summary: "of the control thread; the buses' threads have one more; default 50; the "
              + "daemon's --priority goes before it"),
          Field(
            "cpu",
            .alternative(["last", "isolated"], or: .integer(0...1023), written: "a number"),
            example: "last",
            summary: "the processor of all threads: the last one (the default), the last isolated "
              + "one (isolcpus=), or a number"),
        ]),
      Variants.Case(name: "deadline", fields: []),
      Variants.Case(name: "other", fields: []),
    ])
}
