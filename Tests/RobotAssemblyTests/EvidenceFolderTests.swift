import FoundationEssentials
import Glibc
import RobotAssembly
import Testing

/// What is kept of faults on disk, whatever happens to the disk.
@Suite struct EvidenceFolderTests {
  private let folder: EvidenceFolder
  private let parent: String

  init() throws {
    parent = FileManager.default.temporaryDirectory.path + "/evidence-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
    folder = EvidenceFolder(path: parent + "/evidence")
  }

  private func text(_ name: String) throws -> String {
    try String(contentsOfFile: "\(folder.path)/\(name)", encoding: .utf8)
  }

  private func done() throws { try FileManager.default.removeItem(atPath: parent) }

  @Test func keepsTheNewest() throws {
    for number in 100..<140 { try folder.keep("\(number)\n", as: "\(number).csv") }
    #expect(folder.names == (108..<140).map { "\($0).csv" })
    #expect(try text("139.csv") == "139\n")
    try done()
  }

  /// A link to /dev/full stands for a disk without room; taking the oldest away makes some.
  @Test func aFullDiskCostsTheOldest() throws {
    for name in ["1.csv", "2.csv", "3.csv"] { try folder.keep("old\n", as: name) }
    try "of somebody else".write(toFile: folder.path + "/notes", atomically: false, encoding: .utf8)
    #expect(symlink("/dev/full", folder.path + "/.4.csv.part") == 0)
    try folder.keep("new\n", as: "4.csv")
    #expect(folder.names == ["2.csv", "3.csv", "4.csv"])
    #expect(try text("4.csv") == "new\n" && text("notes") == "of somebody else")
    try done()
  }

  @Test func aFullDiskWithoutEvidenceIsToldAndLeavesNothing() throws {
    try FileManager.default.createDirectory(
      atPath: folder.path, withIntermediateDirectories: false)
    #expect(symlink("/dev/full", folder.path + "/.1.csv.part") == 0)
    let failure = #expect(throws: EvidenceFolder.Failure.self) {
      try folder.keep("new\n", as: "1.csv")
    }
    #expect(failure?.call == "write" && failure?.errno == ENOSPC)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    try done()
  }

  @Test func aPathThatIsNoFolderIsTold() throws {
    try "a file".write(toFile: folder.path, atomically: false, encoding: .utf8)
    let failure = #expect(throws: EvidenceFolder.Failure.self) {
      try folder.keep("new\n", as: "1.csv")
    }
    #expect(failure?.call == "open" && failure?.errno == ENOTDIR)
    #expect(folder.names.isEmpty && folder.recover().isEmpty)
    try done()
  }

  /// Row 23 of the fault table: the power goes while a file is written. However far it got, its whole lines are kept.
  @Test func whatWasBeingWrittenIsKeptToItsLastWholeLine() throws {
    let whole = Array("# 402: an over-speed\ncycle,joint\n1,pan\n2,pan\n".utf8)
    try FileManager.default.createDirectory(
      atPath: folder.path, withIntermediateDirectories: false)
    try "kept\n".write(toFile: folder.path + "/0.csv", atomically: false, encoding: .utf8)
    for length in 0...whole.count {
      let file = try #require(fopen(folder.path + "/.5.csv.part", "w"))
      fwrite(whole, 1, length, file)
      fclose(file)
      let end = whole[..<length].lastIndex(of: UInt8(ascii: "\n"))
      #expect(folder.recover() == (end == nil ? [] : ["5.incomplete.csv"]), "\(length) bytes")
      guard let end else { continue }
      #expect(try Array(text("5.incomplete.csv").utf8) == Array(whole[...end]), "\(length) bytes")
      #expect(folder.names == ["0.csv", "5.incomplete.csv"])
    }
    try done()
  }
}
