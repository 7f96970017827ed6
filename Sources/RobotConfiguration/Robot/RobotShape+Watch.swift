extension RobotShape {
  /// The key `watch`.
  static let watch = Field(
    "watch", .table(of: .record(watched), keys: .name, what: "device"),
    example: "{ supply: { voltage: [10.5 V, 14 V] }, drivers: { temperature: 85 degC } }",
    summary: "what devices measure and what must stay in a range, by the devices' names")

  private static let watched = [
    Field(
      "voltage", .list(of: .quantity(.voltage, NumberRange(0...1000)), count: 2...2),
      example: "[10.5 V, 14 V]",
      summary:
        "the supply's range; below it for 10 ms the robot brakes and is off (602), above it it is "
        + "off at once (603)"),
    Field(
      "current", .quantity(.current, .positive(upTo: 1000)), example: "20 A",
      summary: "the supply's greatest current; above it for 10 ms the robot brakes and is off (604)"
    ),
    Field(
      "temperature", .quantity(.temperature, NumberRange(-40...300)), example: "85 degC",
      summary: "the greatest temperature; above it for 1 s the robot brakes and is off (601)"),
    Field(
      "derate_from", .quantity(.temperature, NumberRange(-40...300)), example: "70 degC",
      summary:
        "from this temperature on the joints' effort limits become smaller, down to half at the "
        + "greatest; default 15 degC below it"),
    Field(
      "joints", .list(of: .word(.title), count: 1...128), example: "[shoulder_pan]",
      summary: "the joints that this temperature derates; default all"),
  ]
}
