import Glibc
import TestSupport
import Testing

@testable import RobotConfiguration

private func number(_ variable: String, default value: UInt64) -> UInt64 {
  getenv(variable).flatMap { UInt64(String(cString: $0)) } ?? value
}

struct URDFFuzzTests {
  /// Pieces that parsers stumble over.
  private static let pieces: [[UInt8]] =
    [
      "<", ">", "</", "/>", "<!--", "-->", "<![CDATA[", "]]>", "<?", "?>", "<!DOCTYPE a>", "&",
      "&#",
      "&#x110000;", "&lt;", "'", "\"", "=", "1e999", "nan", "-", "0x1p3", "\u{FEFF}", "中", "\r",
      "\0",
      "<link name='x'/>", "</robot>", "<joint>", "<mimic joint='elbow'/>", " name=''",
    ].map { Array($0.utf8) } + [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90]]

  private static func mutate(_ text: [UInt8], _ generator: inout SeededRandom) -> [UInt8] {
    var text = text
    for _ in 0..<Int.random(in: 1...6, using: &generator) {
      let start = Int.random(in: 0...text.count, using: &generator)
      let end = Int.random(in: start...min(text.count, start + 200), using: &generator)
      switch Int.random(in: 0..<8, using: &generator) {
      case 0 where start < text.count:
        text[start] = UInt8.random(in: 0...255, using: &generator)
      case 1 where start < text.count:
        text[start] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
      case 2:
        text.removeSubrange(start..<end)
      case 3:
        text.insert(contentsOf: text[start..<end], at: start)
      case 4:
        let slice = Array(text[start..<end])
        text.insert(contentsOf: slice, at: Int.random(in: 0...text.count, using: &generator))
      case 5:
        text.insert(contentsOf: pieces.randomElement(using: &generator) ?? [], at: start)
      case 6 where Int.random(in: 0..<4, using: &generator) == 0:
        text.removeSubrange(start...)
      case 7 where Int.random(in: 0..<20, using: &generator) == 0:
        let repeated = Bool.random(using: &generator) ? "<link name='a'>" : " a='1'"
        text.insert(contentsOf: Array(String(repeating: repeated, count: 300).utf8), at: start)
      default:
        break
      }
    }
    return text
  }

  /// Whatever the bytes, the parser ends with a sound model or with errors that lie in the file.
  /// `CEREBELLUM_FUZZ_COUNT` and `CEREBELLUM_FUZZ_SEED` run more, or one that failed.
  @Test func mutatedFilesEndInAModelOrInErrors() {
    let count = number("CEREBELLUM_FUZZ_COUNT", default: 2000)
    let seed = number("CEREBELLUM_FUZZ_SEED", default: 20_261_121)
    var readable = 0
    for step in 0..<count {
      var generator = SeededRandom(seed: seed &+ step)
      let text = Self.mutate(Array(fullURDF.utf8), &generator)
      let lines = 1 + text.count { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
      let rerun: Comment =
        "CEREBELLUM_FUZZ_SEED=\(seed &+ step) CEREBELLUM_FUZZ_COUNT=1 repeats this"
      #expect(Self.events(in: text) <= text.count, rerun)
      do {
        let model = try URDF.parse(text, file: "r.urdf")
        readable += 1
        #expect(Self.isSound(model), rerun)
      } catch {
        #expect(!error.errors.isEmpty, rerun)
        #expect(error.errors.allSatisfy { 1...lines ~= $0.position.line }, rerun)
        #expect(error.errors.map(\.position) == error.errors.map(\.position).sorted(), rerun)
      }
    }
    // Where every mutant is refused at its first byte, nothing behind is tested.
    #expect(count < 1000 || readable > count / 20, "only \(readable) of \(count) were readable")
  }

  /// How many events the reader gives before it ends. Every event takes at least one byte.
  private static func events(in text: [UInt8]) -> Int {
    var events = 0
    do {
      var reader = try XMLReader(text)
      while events <= text.count, try reader.next() != nil { events += 1 }
    } catch {}
    return events
  }

  private static func isSound(_ model: URDFModel) -> Bool {
    let links = Set(model.links.map(\.name))
    let children = Set(model.joints.map(\.child))
    return links.count == model.links.count && children.count == model.joints.count
      && links.subtracting(children) == [model.rootLink] && children.isSubset(of: links)
      && model.joints.allSatisfy { joint in
        let length = (joint.axis * joint.axis).sum()
        return links.contains(joint.parent) && abs(length - 1) < 1e-12
          && joint.limit.map { $0.lower.isFinite && $0.upper.isFinite } ?? true
          && joint.mimic.map { model.joint(named: $0.joint) != nil } ?? true
      }
  }
}
