import FaultRig
import Glibc
import RobotAssembly
import RobotConfiguration
import RobotScenarios

guard let options = Options(CommandLine.arguments.dropFirst()) else {
  print(Options.usage)
  exit(2)
}
let campaign: Campaign
do throws(ConfigurationErrors) {
  campaign = try Campaign(options)
} catch {
  print(error)
  exit(2)
}
Watchman.start()
let clock = ContinuousClock()
let begin = clock.now
let sequences = options.only == nil ? "\(options.count) sequences" : "one sequence"
print(
  "seed \(options.seed), \(sequences) of \(Campaign.duration) s, robots: "
    + campaign.robots.map(\.model.robot.name).joined(separator: ", "))
let tally = await campaign.run()
print(tally.text)
if options.only != nil, let outcome = tally.last {
  print(ScenarioText.text(outcome.scenario))
  print(outcome.report)
}
for outcome in tally.failures.sorted(by: { $0.sequence < $1.sequence }).prefix(10) {
  print("FAILED: sequence \(outcome.sequence), scenario seed \(outcome.scenario.seed)")
  for problem in outcome.report.problems.prefix(3) { print("  \(problem)") }
  print("  repeat: \(campaign.command(outcome))")
}
print(
  "\(tally.sequences) sequences, \(tally.cycles) cycles, \(tally.failures.count) failed, in "
    + "\(begin.duration(to: clock.now).components.seconds) s")
exit(tally.failures.isEmpty ? 0 : 1)
