import Glibc

// First of all: every descriptor that is opened later has a number above 2.
Surroundings.occupyStandardDescriptors()
let log = Log()
do throws(Options.Failure) {
  switch try Options.parse(Array(CommandLine.arguments.dropFirst())) {
  case .say(let text):
    print(text)
    exit(ExitCode.ok.rawValue)
  case .run(let options):
    let code =
      options.isSafing ? SafeMode.run(options, log: log) : Daemon.run(options, log: log)
    exit(code.rawValue)
  }
} catch {
  log.write(.error, error.text)
  exit(ExitCode.usage.rawValue)
}
