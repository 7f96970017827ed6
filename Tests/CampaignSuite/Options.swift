/// What the command line says.
struct Options: Sendable {
  var robots = ["arm6", "hand", "so101"].map { "Robots/\($0)/robot.yaml" }
  var count = 10_000
  var seed: UInt64 = 1
  var jobs = 2
  var only: Int?

  static let usage =
    "usage: CampaignSuite [--robots FILE,FILE…] [--count N] [--seed N] [--jobs N] [--short] [--only N]"

  /// `nil` when it cannot be understood.
  init?(_ arguments: some Sequence<String>) {
    var rest = Array(arguments)[...]
    while let argument = rest.popFirst() {
      if argument == "--short" {
        count = 60
        continue
      }
      guard let value = rest.popFirst() else { return nil }
      let number = Int(value)
      switch (argument, number) {
      case ("--robots", _): robots = value.split(separator: ",").map(String.init)
      case ("--count", let number?) where number > 0: count = number
      case ("--seed", let number?) where number >= 0: seed = UInt64(number)
      case ("--jobs", let number?) where (1...Watchman.mostJobs).contains(number): jobs = number
      case ("--only", let number?) where number >= 0: only = number
      default: return nil
      }
    }
    if robots.isEmpty { return nil }
  }
}
