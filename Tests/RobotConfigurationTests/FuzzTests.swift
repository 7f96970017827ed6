import FoundationEssentials
import RobotAssembly
import RobotConfiguration
import TestSupport
import Testing

/// Mutated files are read or refused, never anything else. `CEREBELLUM_FUZZ_COUNT` and
/// `CEREBELLUM_FUZZ_SEED` choose how many and which.
@Suite struct FuzzTests {
  @Test func mutatedFilesNeverCrash() throws {
    let environment = ProcessInfo.processInfo.environment
    let count = environment["CEREBELLUM_FUZZ_COUNT"].flatMap { Int($0) } ?? 500
    let seed = environment["CEREBELLUM_FUZZ_SEED"].flatMap { UInt64($0) } ?? 1
    let files = try [CorpusTests.folder, "Scenarios"].flatMap { folder in
      try Repository.yamlFiles(below: folder)
    }
    let corpus = try files.map {
      Array(try Data(contentsOf: URL(filePath: Repository.root + "/" + $0)))
    }
    var generator = SeededRandom(seed: seed)
    var refused = 0
    for _ in 0..<count {
      let text = mutant(of: corpus, &generator)
      refused += expectErrorsWithPlaces(text, seed: seed)
    }
    #expect(refused > count / 2, "seed \(seed): the mutations hardly change anything")
  }

  /// Reads `text` as every kind of file; 1 when all refuse it.
  private func expectErrorsWithPlaces(_ text: [UInt8], seed: UInt64) -> Int {
    var refusals = 0
    let lines = text.count { $0 == 0x0A || $0 == 0x0D } + 2
    func check(_ errors: [ConfigurationError]) {
      refusals += 1
      for error in errors {
        guard let position = error.position else { continue }
        #expect(
          (1...(lines * 3)).contains(position.line) && (1...(text.count + 1)) ~= position.column,
          "seed \(seed): \(error)")
      }
    }
    do throws(ConfigurationErrors) {
      _ = try RobotFile.load(text: text, file: "f", drivers: DriverCatalog.schemas)
    } catch { check(error.errors) }
    do throws(ConfigurationErrors) {
      _ = try BoardFile.load(text: text, file: "f")
    } catch { check(error.errors) }
    do throws(ConfigurationErrors) {
      _ = try MotionFile.load(text: text, file: "f")
    } catch { check(error.errors) }
    do throws(ConfigurationErrors) {
      _ = try FaultScenarioFile.load(text: text, file: "f")
    } catch { check(error.errors) }
    return refusals == 4 ? 1 : 0
  }

  private func mutant(of corpus: [[UInt8]], _ generator: inout SeededRandom) -> [UInt8] {
    var text = corpus.randomElement(using: &generator) ?? []
    for _ in 0..<Int.random(in: 1...6, using: &generator) where !text.isEmpty {
      let start = Int.random(in: 0..<text.count, using: &generator)
      let end = min(text.count, start + Int.random(in: 1...24, using: &generator))
      switch Int.random(in: 0..<6, using: &generator) {
      case 0: text[start] = .random(in: 0...255, using: &generator)
      case 1: text.removeSubrange(start..<end)
      case 2: text.insert(contentsOf: text[start..<end], at: start)
      case 3: text.insert(contentsOf: Self.pieces.randomElement(using: &generator) ?? [], at: start)
      case 4: text.removeSubrange(start...)
      default:
        let other = corpus.randomElement(using: &generator) ?? []
        let middle = Int.random(in: 0...other.count, using: &generator)
        text.replaceSubrange(start..., with: other[middle...])
      }
    }
    return text
  }

  /// What YAML and the loader treat in a special way.
  private static let pieces: [[UInt8]] = [
    "{", "}", "[", "]", ": ", ",", "- ", "? ", "&a ", "*a", "!!int ", "<<: ", "\"", "'", "|\n",
    "\n---\n", "\n...\n", "%YAML 1.2\n", "#", "\t", "\r", "\u{0}", "\u{FEFF}", "\u{85}", "0x",
    "0o9", "1e999", "-", ".", "..", ".inf", ".nan", "~", "99999999999999999999", " rad", "Ω", "°",
    "address: 300", "via: mux.999", "[[[[[[[[[[[[[[[[[[[[", "address: -1",
    "every: 0x7fffffffffffffff",
  ].map { Array($0.utf8) }
}
