import ArgumentParser
import RobotAssembly
import RobotConfiguration

/// Explains a fault.
struct ExplainCommand: ToolCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Tell what a fault or stop means: its cause, its reaction, what to do.",
    discussion:
      "Needs no daemon. Without a name it lists all of them. Documentation/faults.md says the same."
  )
  @Argument(help: "A code or a name, for example 201 or encoder_lost.")
  var fault: String?
  @OptionGroup var common: CommonOptions

  func execute(_ console: Console) throws(ToolFailure) {
    let catalogue = FaultCatalogue.shipped
    guard let fault else {
      let list = catalogue.entries
      console.line(
        common.json
          ? JSONValue.object([("faults", .array(list.map(\.json)))]).oneLine
          : list.map { $0.line(console.language) }.joined(separator: "\n"))
      return
    }
    guard let entry = catalogue[fault] else {
      let names = catalogue.entries.map(\.name)
      let hint = Suggestion.text(for: fault, among: names).map { "; \($0)" } ?? ""
      throw ToolFailure(
        .usage,
        Message(
          "there is no fault \"\(fault)\"\(hint); cerebellum explain lists all of them",
          "没有名为“\(fault)”的故障\(hint)；cerebellum explain 列出全部故障"))
    }
    console.line(
      common.json
        ? entry.json.oneLine : entry.explanation(console.language).joined(separator: "\n"))
  }
}
