import ArgumentParser
import RobotAssembly
import RobotConfiguration

/// The language that the tool speaks.
enum Language: String, CaseIterable, ExpressibleByArgument {
  case english = "en"
  case chinese = "zh"

  /// The language of the locale, as POSIX ranks its variables; English for every other locale.
  init(environment: [String: String]) {
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { environment[$0] }
      .first { !$0.isEmpty }
    self = locale?.hasPrefix("zh") == true ? .chinese : .english
  }
}
