import FoundationEssentials
import RobotDrivers
import RobotHAL
import RobotUnits
import TestSupport
import Testing

/// One scenario of `gpio-golden-1`: levels of A and B after each edge, and what was counted by then.
struct EdgeTranscript: Sendable, CustomStringConvertible {
  struct Edge: Sendable {
    let a: Bool
    let b: Bool
    /// By the plain x4 table; nothing where the transcript does not say.
    let count: Int64?
    let illegal: Int?
  }

  let name: String
  let start: (a: Bool, b: Bool)
  let edges: [Edge]
  /// Members that nothing here is compared with.
  let others: Set<String>

  var description: String { name }

  private struct File: Decodable {
    let format: String?
    let device: String?
    let scenarios: [[String: AnyJSON]]?
  }

  /// The scenarios of a quadrature file; none when it is of another format or device.
  static func read(_ data: Data) throws -> [EdgeTranscript] {
    let file = try JSONDecoder().decode(File.self, from: data)
    guard file.format == "gpio-golden-1", file.device?.contains("quadrature") != false else {
      return []
    }
    return try (file.scenarios ?? []).map(scenario)
  }

  private static func scenario(_ members: [String: AnyJSON]) throws -> EdgeTranscript {
    guard case .array(let edges)? = members["edges"] else {
      throw Transcript.Malformed(value: "\(members["name"]?.string ?? "scenario"): no edges")
    }
    let start = try ["initial_ab", "initial", "start"].lazy.compactMap { members[$0] }.first
      .map(levels)
    var others: Set<String> = []
    return EdgeTranscript(
      name: members["name"]?.string ?? "", start: start ?? (false, false),
      edges: try edges.map { value in
        guard case .object(let edge) = value, let ab = edge["ab"] else {
          throw Transcript.Malformed(value: "\(value)")
        }
        others.formUnion(edge.keys.filter { !["ab", "x4_count_table", "illegal"].contains($0) })
        let (a, b) = try levels(ab)
        return Edge(
          a: a, b: b, count: edge["x4_count_table"]?.number.map { Int64($0) },
          illegal: edge["illegal"]?.number.map { Int($0) })
      }, others: others)
  }

  private static func levels(_ value: AnyJSON) throws -> (a: Bool, b: Bool) {
    guard value.numbers.count == 2 else { throw Transcript.Malformed(value: "\(value)") }
    return (value.numbers[0] != 0, value.numbers[1] != 0)
  }

  static let contents: (transcripts: [EdgeTranscript], unreadable: [Goldens.Unreadable]) = {
    var transcripts: [EdgeTranscript] = []
    var unreadable: [Goldens.Unreadable] = []
    let files = (try? FileManager.default.contentsOfDirectory(atPath: Goldens.directory)) ?? []
    for file in files.sorted() where file.hasSuffix(".json") {
      do {
        transcripts += try read(Data(contentsOf: URL(filePath: Goldens.directory + "/" + file)))
      } catch {
        unreadable.append(Goldens.Unreadable(file: file, reason: "\(error)"))
      }
    }
    return (transcripts, unreadable)
  }()
}

@Suite(
  "GPIO goldens",
  .enabled(if: Goldens.exist || Goldens.isChosen, Comment(rawValue: Goldens.missing)))
struct GPIOGoldenTests {
  @Test("transcripts can be read")
  func transcriptsAreReadable() {
    for file in EdgeTranscript.contents.unreadable {
      Issue.record("\(file.file) is not a transcript file: \(file.reason)")
    }
  }

  @Test(
    "every quadrature transcript gives its counts, from levels and from edges",
    arguments: EdgeTranscript.contents.transcripts)
  func replays(_ transcript: EdgeTranscript) throws {
    let levels: UInt64 = (transcript.start.a ? 1 : 0) | (transcript.start.b ? 2 : 0)
    var sampled = try QuadratureBench(levels: levels)
    var events = try QuadratureBench(levels: levels)
    var hasJumped = false
    var (a, b) = transcript.start
    for (index, edge) in transcript.edges.enumerated() {
      let time = MonotonicInstant(nanoseconds: Int64(index + 1) * 1_000_000)
      sampled.decoder.take(a: edge.a, b: edge.b, at: time)
      if edge.a != a, edge.b != b { hasJumped = true }
      // The kernel tells of one line at a time; a jump is none of its events.
      if edge.a != a { events.edge(0, edge.a, at: time.nanoseconds) }
      if edge.b != b { events.edge(1, edge.b, at: time.nanoseconds) }
      (a, b) = (edge.a, edge.b)
      if let count = edge.count {
        #expect(sampled.decoder.count == count, "edge \(index) of \(transcript.name)")
        if !hasJumped {
          #expect(events.decoder.count == count, "edge \(index) of \(transcript.name)")
        }
      }
      if let illegal = edge.illegal {
        #expect(Int(sampled.decoder.illegalJumps) == illegal, "edge \(index) of \(transcript.name)")
      }
    }
    #expect(sampled.decoder.isPositionLost == hasJumped)
    print(
      "golden \(transcript.name): \(transcript.edges.count) edges; not compared: "
        + transcript.others.sorted().joined(separator: ", "))
  }
}
