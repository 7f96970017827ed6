internal import RobotHAL
internal import RobotUnits

/// A device's set-up, one transfer at a time: while its bus is in use, and on a virtual clock.
///
/// Set-up code is straight-line code over `I2CBus`. Here it runs against what was answered so far, and is
/// broken off where it asks for more; when that has come, it runs again from its beginning. So no thread
/// waits, and a run is the same each time. Real-time: no.
struct SetUpSession {
  /// What the set-up needs next, or how it ended.
  enum Need {
    /// A transfer to the device.
    case transfer(to: I2CAddress, write: [UInt8], read: Int)
    /// This much time.
    case pause(TimeSpan)
    /// Nothing: it has set the device up.
    case done
    /// Nothing: it has given up.
    case failed(DeviceProblem)
  }

  private let driver: any DeviceDriver
  private var answers: [RecordedBus.Answer] = []

  init(_ driver: any DeviceDriver) { self.driver = driver }

  /// What it needs now.
  func need() -> Need {
    var bus = RecordedBus(answers)
    do throws(DeviceProblem) {
      try driver.setUpAgain(on: &bus)
      return bus.need ?? .done
    } catch {
      return bus.need ?? .failed(error)
    }
  }

  /// Gives what the last need asked for.
  mutating func answer(_ answer: Result<[UInt8], BusError>) { answers.append(.transfer(answer)) }

  /// Says that the time of the last need has passed.
  mutating func pass() { answers.append(.pause) }
}

/// A bus that answers from a record, and notes what is missing in it.
private struct RecordedBus: I2CBus {
  enum Answer {
    case transfer(Result<[UInt8], BusError>)
    case pause
  }

  private let answers: [Answer]
  private var index = 0
  private(set) var need: SetUpSession.Need?

  init(_ answers: [Answer]) { self.answers = answers }

  mutating func transfer(to address: I2CAddress, write bytes: [UInt8], read count: Int)
    throws(BusError) -> [UInt8]
  {
    if need == nil, index < answers.count, case .transfer(let result) = answers[index] {
      index += 1
      return try result.get()
    }
    if need == nil { need = .transfer(to: address, write: bytes, read: count) }
    throw BusError(.other)
  }

  mutating func pause(_ span: TimeSpan) {
    guard need == nil else { return }
    if index < answers.count, case .pause = answers[index] {
      index += 1
    } else {
      need = .pause(span)
    }
  }
}
