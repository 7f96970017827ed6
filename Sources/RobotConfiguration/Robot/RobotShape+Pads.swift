extension RobotShape {
  /// The keys of a pad among the devices.
  static func padFields(_ pad: PadSchema) -> [Field] {
    [
      Field(
        "module", .choice(pad.places), required: true, example: pad.places[0],
        summary: "its place on the board, by the finger that the board's makers thought of"),
      Field(
        "taxels", .integer(pad.taxels), example: "31",
        summary:
          "how many taxels it has, which is checked at start; without it only the force on the "
          + "whole module is read"),
    ]
  }
}
