import FoundationEssentials

/// A small reader of Prometheus's text format 0.0.4, written from its description and apart from what
/// writes it. Refuses what the format does not allow.
struct PrometheusParser {
  struct Sample {
    let name: String
    let labels: [String: String]
    let value: Double
  }

  struct Family {
    var type = ""
    var help = ""
    var samples: [Sample] = []
  }

  struct Problem: Error, CustomStringConvertible {
    let description: String
  }

  private(set) var families: [String: Family] = [:]

  init(_ text: String) throws {
    guard text.hasSuffix("\n") else { throw Problem(description: "the last line has no end") }
    var current = ""
    for line in text.split(separator: "\n", omittingEmptySubsequences: true).map(String.init) {
      if line.hasPrefix("# ") {
        let parts = line.split(separator: " ", maxSplits: 3).map(String.init)
        guard parts.count == 4 else { throw Problem(description: line) }
        current = parts[2]
        if parts[1] == "HELP" {
          guard families[current] == nil else { throw Problem(description: "twice: \(line)") }
          families[current] = Family(help: parts[3])
        } else if parts[1] == "TYPE", families[current]?.samples.isEmpty == true {
          guard ["counter", "gauge", "histogram"].contains(parts[3]) else {
            throw Problem(description: line)
          }
          families[current]?.type = parts[3]
        } else {
          throw Problem(description: line)
        }
        continue
      }
      let sample = try Self.sample(line)
      let suffixes = families[current]?.type == "histogram" ? ["_bucket", "_sum", "_count"] : [""]
      guard suffixes.contains(where: { current + $0 == sample.name }) else {
        throw Problem(description: "not of the family \(current): \(line)")
      }
      families[current]?.samples.append(sample)
    }
  }

  private static func sample(_ line: String) throws -> Sample {
    var rest = Array(line)[...]
    func problem() -> Problem { Problem(description: line) }
    let name = String(rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == ":" })
    guard !name.isEmpty, name.first?.isNumber == false else { throw problem() }
    rest = rest.dropFirst(name.count)
    var labels: [String: String] = [:]
    if rest.first == "{" {
      rest = rest.dropFirst()
      while rest.first != "}" {
        let label = String(rest.prefix { $0.isLetter || $0 == "_" })
        rest = rest.dropFirst(label.count)
        guard !label.isEmpty, rest.starts(with: "=\"") else { throw problem() }
        rest = rest.dropFirst(2)
        var value = ""
        while let character = rest.popFirst(), character != "\"" {
          guard character == "\\" else {
            value.append(character)
            continue
          }
          switch rest.popFirst() {
          case "n": value.append("\n")
          case "\\": value.append("\\")
          case "\"": value.append("\"")
          default: throw problem()
          }
        }
        guard labels.updateValue(value, forKey: label) == nil else { throw problem() }
        if rest.first == "," { rest = rest.dropFirst() }
      }
      rest = rest.dropFirst()
    }
    guard rest.first == " ", let value = Self.number(String(rest.dropFirst())) else {
      throw problem()
    }
    return Sample(name: name, labels: labels, value: value)
  }

  static func number(_ text: String) -> Double? {
    text == "+Inf" ? .infinity : Double(text)
  }
}
