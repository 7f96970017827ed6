/// What the command line says.
struct Options: Sendable {
  var scenarios = "Scenarios/faults"
  var robots = "Robots"
  var report: String?
  var programs: String?
  /// The only robots that are played on, each with the scenarios of any robot too; `nil`: all, and `bench` with those.
  var only: [String]?
  /// Plays everything on the wall clock too.
  var usesWallClock = false
  let unit = "systemd/cerebellumd.service"
  var jobs = 2

  static let usage =
    "usage: ScenarioSuite [--scenarios FOLDER] [--robots FOLDER] [--on ROBOT,ROBOT] [--report FOLDER] "
    + "[--programs FOLDER] [--clock virtual|wall] [--jobs N]"

  /// `nil` when it cannot be understood.
  init?(_ arguments: some Sequence<String>) {
    var rest = Array(arguments)[...]
    while let argument = rest.popFirst() {
      guard let value = rest.popFirst() else { return nil }
      switch (argument, Int(value)) {
      case ("--scenarios", _): scenarios = value
      case ("--robots", _): robots = value
      case ("--on", _): only = value.split(separator: ",").map(String.init)
      case ("--report", _): report = value
      case ("--programs", _): programs = value
      case ("--clock", _) where value == "virtual" || value == "wall":
        usesWallClock = value == "wall"
      case ("--jobs", let number?) where (1...16).contains(number): jobs = number
      default: return nil
      }
    }
  }
}
