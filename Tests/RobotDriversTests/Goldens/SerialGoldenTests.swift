import FoundationEssentials
import RobotDrivers
import TestSupport
import Testing

/// The transcripts of serial devices in the folder of `Goldens`.
enum SerialGoldens {
  static let contents: (transcripts: [SerialTranscript], unreadable: [String]) = {
    var transcripts: [SerialTranscript] = []
    var unreadable: [String] = []
    let files = (try? FileManager.default.contentsOfDirectory(atPath: Goldens.directory)) ?? []
    for file in files.sorted() where file.hasSuffix(".json") {
      do {
        let data = try Data(contentsOf: URL(filePath: Goldens.directory + "/" + file))
        transcripts += try SerialTranscript.read(data)
      } catch { unreadable.append("\(file): \(error)") }
    }
    return (transcripts, unreadable)
  }()
}

@Suite(
  "Serial goldens",
  .enabled(
    if: Goldens.exist || !SerialGoldens.contents.transcripts.isEmpty || Goldens.isChosen,
    Comment(rawValue: Goldens.missing)))
struct SerialGoldenTests {
  @Test("transcripts can be read")
  func transcriptsAreReadable() {
    for file in SerialGoldens.contents.unreadable { Issue.record(Comment(rawValue: file)) }
  }

  @Test(
    "every serial transcript says of its bytes what we say",
    arguments: SerialGoldens.contents.transcripts)
  func agrees(_ transcript: SerialTranscript) {
    guard transcript.device.contains("PaXini") else {
      print("golden \(transcript.name): no driver for \(transcript.device)")
      return
    }
    let outcome = PaXiniGolden.compare(transcript)
    for failure in outcome.failures { Issue.record(Comment(rawValue: failure)) }
    let verdict = outcome.failures.isEmpty ? "passed" : "FAILED"
    print("golden \(transcript.name): \(verdict), \(outcome.compared) results compared")
  }
}

@Suite struct SerialTranscriptTests {
  @Test("calls are read as Python prints them")
  func callsAreRead() {
    func transcript(_ call: String) -> SerialTranscript {
      SerialTranscript(name: "", device: "", call: call, bytes: [], result: .null)
    }
    let read = transcript("build_fin_request(0x7B, 0x40e, read=True, data_len=156)")
    #expect(read.function == "build_fin_request" && read.positional == [0x7B, 0x40E])
    #expect(read.isTrue("read") && read.number("data_len") == 156 && read.bytes("data") == nil)
    let write = transcript(
      #"build_simple_request(0x10, 0x17, {'data': b'\x01A\n', 'data_len': 3})"#)
    #expect(write.positional == [0x10, 0x17] && write.bytes("data") == [1, 65, 10])
    #expect(transcript("f(1, data='0aff')").bytes("data") == [0x0A, 0xFF])
    #expect(transcript("f(1, data=[1, 0x02])").bytes("data") == [1, 2])
  }
}
