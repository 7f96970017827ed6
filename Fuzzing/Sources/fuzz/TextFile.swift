import Glibc
import RobotConfiguration

/// A file in a folder of its own, beside the URDFs of the repository's robots: what an input is written to.
final class TextFile {
  /// Where the repository is.
  static let repository = #filePath.split(separator: "/").dropLast(4).map { "/" + $0 }.joined()

  let path: String
  private let folder: String
  private static let links = [
    "arm6/arm6.urdf", "hand/hand.urdf", "so101/so101.urdf",
  ]

  /// An empty file called `name`.
  init(_ name: String) {
    var template = Array("/tmp/cerebellum-fuzz.XXXXXX".utf8CString)
    require(mkdtemp(&template) != nil, "mkdtemp: errno \(errno)")
    folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    path = "\(folder)/\(name)"
    for link in TextFile.links {
      let name = link.split(separator: "/").last.map(String.init) ?? link
      symlink("\(TextFile.repository)/Robots/\(link)", "\(folder)/\(name)")
    }
  }

  /// Puts `text` in the place of what there was.
  func write(_ text: [UInt8]) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    require(
      descriptor >= 0 && Glibc.write(descriptor, text, text.count) == text.count,
      "\(path): errno \(errno)")
    close(descriptor)
  }

  /// Every error about this file has a place inside `text`, and they come in its order.
  func expectPlaces(_ errors: [ConfigurationError], in text: [UInt8]) {
    let own = errors.filter { $0.file == path }
    for error in own {
      require(!error.problem.isEmpty, "an error without words")
      guard let position = error.position else { continue }
      require(
        TextFile.holds(position, text), "line or column outside the file: \(error.description)")
    }
    let places = own.compactMap(\.position)
    require(places == places.sorted(), "errors out of order")
  }

  /// Whether `position` is in `text`, or right behind its end. libyaml ends lines at U+0085, U+2028 and U+2029 too.
  static func holds(_ position: SourcePosition, _ text: [UInt8]) -> Bool {
    let ends = text.count { [0x0A, 0x0D, 0x85, 0xA8, 0xA9].contains($0) }
    return (1...ends + 1).contains(position.line) && (1...text.count + 1).contains(position.column)
  }
}
