import FoundationEssentials
import Glibc
import Testing

/// Where the transcripts are, and which of them concern a device that has a driver.
enum Goldens {
  /// The devices' names in transcripts.
  static let drivers = [
    "PCA9685",
    "AS5600",
    "TCA9548A",
    "INA226",
    "AS5048",
    "MT6701",
    "INA219",
    "INA260",
    "LM75",
    "PCT2075",
    "TMP102",
    "VL6180X",
    "VCNL4040",
    "BMP280",
    "MPL115A2",
    "DRV8830",
    "ADS1115",
    "ADS1015",
    "MLX90393",
    "MPR121",
    "MPU6050",
    "MPU-6050",
    "LSM6DS",
    "ICM20948",
    "ICM-20948",
    "AK09916",
    "BNO055",
  ]

  static let isChosen = getenv("CEREBELLUM_GOLDENS") != nil

  static let directory: String = {
    if let chosen = getenv("CEREBELLUM_GOLDENS") { return String(cString: chosen) }
    // Tests/RobotDriversTests/Goldens/ -> package -> beside it
    let package = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
    return "/" + package + "/../shared/goldens"
  }()

  static let missing =
    "no transcripts in \(directory): set CEREBELLUM_GOLDENS to the directory that holds them"

  struct Unreadable: Sendable {
    let file: String
    let reason: String
  }

  static let contents: (transcripts: [Transcript], unreadable: [Unreadable]) = {
    var transcripts: [Transcript] = []
    var unreadable: [Unreadable] = []
    let files = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
    for file in files.sorted() where file.hasSuffix(".json") {
      do {
        let data = try Data(contentsOf: URL(filePath: directory + "/" + file))
        transcripts += try Transcript.read(data)
      } catch {
        unreadable.append(Unreadable(file: file, reason: "\(error)"))
      }
    }
    return (transcripts, unreadable)
  }()

  static func hasDriver(_ transcript: Transcript) -> Bool {
    drivers.contains { transcript.device.contains($0) }
  }

  static let driven = contents.transcripts.filter(hasDriver)
  static let others = contents.transcripts.filter { !hasDriver($0) }
  static let exist = !contents.transcripts.isEmpty
}

@Suite(
  "Goldens", .enabled(if: Goldens.exist || Goldens.isChosen, Comment(rawValue: Goldens.missing)))
struct GoldenTests {
  @Test("transcripts can be read")
  func transcriptsAreReadable() {
    #expect(Goldens.exist, Comment(rawValue: Goldens.missing))
    for file in Goldens.contents.unreadable {
      Issue.record("\(file.file) is not a transcript file: \(file.reason)")
    }
    for transcript in Goldens.others {
      print("golden \(transcript.name): no driver for \(transcript.device)")
    }
  }

  @Test("every transcript of a driven device replays on our models", arguments: Goldens.driven)
  func replays(_ transcript: Transcript) {
    let outcome = GoldenReplay.run(transcript)
    for failure in outcome.failures { Issue.record(Comment(rawValue: failure)) }
    var line = "golden \(transcript.name): \(outcome.failures.isEmpty ? "passed" : "FAILED")"
    line += ", \(outcome.judgedResults) results compared"
    if !outcome.deviations.isEmpty {
      line += "; accepted: " + outcome.deviations.sorted().joined(separator: "; ")
    }
    if !outcome.unjudgedCalls.isEmpty {
      line += "; not compared: " + Set(outcome.unjudgedCalls).sorted().joined(separator: ", ")
    }
    print(line)
  }
}
