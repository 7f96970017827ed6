import FoundationEssentials
import RobotDrivers
import Testing

/// The transcripts of serial devices in the folder of `Goldens`.
enum SerialGoldens {
  static let transcripts: [SerialTranscript] = {
    var transcripts: [SerialTranscript] = []
    let files = (try? FileManager.default.contentsOfDirectory(atPath: Goldens.directory)) ?? []
    for file in files.sorted() where file.hasSuffix(".json") {
      // What cannot be read is told by `GoldenTests`.
      guard let data = try? Data(contentsOf: URL(filePath: Goldens.directory + "/" + file)) else {
        continue
      }
      transcripts += (try? SerialTranscript.read(data)) ?? []
    }
    return transcripts
  }()
}

@Suite(
  "Serial goldens",
  .enabled(if: !SerialGoldens.transcripts.isEmpty, "no serial transcripts in \(Goldens.directory)"))
struct SerialGoldenTests {
  @Test(
    "every serial transcript says of its bytes what we say", arguments: SerialGoldens.transcripts)
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
