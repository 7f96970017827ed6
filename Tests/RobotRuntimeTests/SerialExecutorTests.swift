import RobotHAL
import RobotRuntime
import RobotUnits
import SimulatedHAL
import Testing

/// Servos on simulated lines, cycle by cycle.
@Suite struct SerialExecutorTests {
  @Test func everyServoIsToldAndAnswers() {
    var bench = SerialBench()
    bench.command(1100)
    for _ in 0..<40 {
      bench.run()
      bench.command(1100)
    }
    for servo in 0..<6 {
      let (isFresh, counts) = (bench.isFresh(servo), bench.counts(servo))
      #expect(isFresh && counts == 1100)
    }
    let transfers = bench.statistics.transfers.value
    #expect(transfers == 40)
    #expect(bench.statistics.failures.value == 0 && bench.statistics.noise.value == 0)
  }

  /// Six STS3215: 62 bytes of commands, 14 of the request, 126 of answers, as devices.md has the frames.
  @Test func wireCarriesWhatThePlanSays() {
    var bench = SerialBench()
    let bytes = bench.plan.wireBytes()
    #expect(bytes == 62 + 14 + 126)
    bench.command(1100)
    bench.run()
    let counters = bench.line.counters
    #expect(counters.sent + counters.answered == bytes)
    let spent = bench.spent
    #expect(spent == .microseconds(2020))
    let off = bench.plan.wireBytes(off: 6)
    bench.command(nil)
    bench.run()
    let after = bench.line.counters
    #expect(after.sent + after.answered - bytes == off)
    #expect(off == 20 + 14 + 126)
  }

  @Test func servosHoldTheLineNoLongerThanPlanned() {
    for delay in [0, 250] as [UInt8] {
      var bench = SerialBench(returnDelay: delay)
      bench.command(1100)
      bench.run()
      let (spent, time) = (bench.spent, bench.plan.time)
      #expect(spent <= time)
    }
  }

  @Test(
    "LeRobot: one corrupted packet kills the session (#1252, #1349, #3131, #3888, #4207, #4282)",
    arguments: 0..<20 as Range<UInt64>)
  func oneBadPacketIsOneMissingSample(seed: UInt64) {
    var bench = SerialBench()
    bench.line.setFaults(SerialFaults(flip: 0.001, seed: seed))
    let limit = bench.plan.time
    var (missing, wrong, fresh) = (0, 0, 0)
    for _ in 0..<200 {
      bench.run()
      #expect(bench.spent <= limit, "seed \(seed)")
      for servo in 0..<6 {
        guard bench.isFresh(servo) else {
          missing += 1
          continue
        }
        fresh += 1
        if bench.counts(servo) != 1000 + servo { wrong += 1 }
      }
    }
    #expect(wrong == 0, "seed \(seed)")
    #expect(missing > 0 && fresh > 900, "seed \(seed): \(missing) missing, \(fresh) fresh")
    let (failures, noise) = (bench.statistics.failures.value, bench.statistics.noise.value)
    #expect(failures == UInt64(missing) && noise > 0, "seed \(seed)")
    bench.line.setFaults(SerialFaults())
    // A servo that took a wrong length waits for so many bytes; then each silent one is asked in its turn.
    for _ in 0..<20 { bench.run() }
    for servo in 0..<6 {
      let isFresh = bench.isFresh(servo)
      #expect(isFresh, "seed \(seed)")
    }
  }

  @Test("lost and added bytes on the line", arguments: 0..<20 as Range<UInt64>)
  func badLine(seed: UInt64) {
    var bench = SerialBench(retry: .milliseconds(1))
    bench.line.setFaults(SerialFaults(flip: 0.001, loss: 0.001, insertion: 0.001, seed: seed))
    let limit = bench.plan.time + .milliseconds(1)
    var fresh = 0
    for _ in 0..<200 {
      bench.run()
      #expect(bench.spent <= limit, "seed \(seed)")
      for servo in 0..<6 where bench.isFresh(servo) { fresh += 1 }
    }
    #expect(fresh > 900, "seed \(seed): \(fresh) fresh")
  }

  @Test func missingAnswerIsAskedForAgainWhereThereIsTime() {
    // A line that loses one byte in 500, and time for three servos more.
    var (without, with) = (0, 0)
    for retry in [TimeSpan.zero, .milliseconds(2)] {
      var bench = SerialBench(retry: retry)
      bench.line.setFaults(SerialFaults(loss: 0.002, seed: 1))
      var missing = 0
      for _ in 0..<200 {
        bench.run()
        for servo in 0..<6 where !bench.isFresh(servo) { missing += 1 }
      }
      let retries = bench.statistics.retries.value
      #expect((retries > 0) == (retry > .zero))
      if retry == .zero { without = missing } else { with = missing }
    }
    #expect(with * 3 < without * 2)
  }

  @Test func silentServoIsAskedAloneAndComesBack() {
    var bench = SerialBench()
    bench.servos[2].setPlugged(false)
    for _ in 0..<10 { bench.run() }
    let status = bench.status(2)
    #expect(status.failures == 10 && status.error.kind == .timeout)
    for servo in [0, 1, 3, 4, 5] {
      let isFresh = bench.isFresh(servo)
      #expect(isFresh)
    }
    bench.servos[2].setPlugged(true)
    bench.run()
    let isBack = bench.isFresh(2)
    #expect(isBack)
    let before = bench.line.counters.sent
    bench.run()
    // All six together again: commands that switch six off, and a request.
    let sent = bench.line.counters.sent - before
    #expect(sent == 20 + 14)
  }

  @Test func allSilentServosAreAskedInTurn() {
    var bench = SerialBench()
    for servo in bench.servos { servo.setPlugged(false) }
    for _ in 0..<5 { bench.run() }
    for servo in bench.servos { servo.setPlugged(true) }
    for _ in 0..<6 { bench.run() }
    for servo in 0..<6 {
      let isFresh = bench.isFresh(servo)
      #expect(isFresh)
    }
  }

  @Test func unpluggedLineFailsEverybodyAndComesBack() {
    var bench = SerialBench()
    bench.run()
    bench.line.setPlugged(false)
    bench.run()
    for servo in 0..<6 {
      let status = bench.status(servo)
      #expect(status.failures == 1 && status.error.kind == .unavailable && !status.isAnswered)
    }
    bench.line.setPlugged(true)
    bench.run()
    let isFresh = bench.isFresh(0)
    #expect(isFresh)
  }

  @Test func servosAreOffBeforeTheFirstCommand() {
    var bench = SerialBench()
    bench.servos[0].load(register: 40, value: 1)
    bench.run()
    #expect(bench.servos.allSatisfy { $0.peek(register: 40) == 0 })
  }

  /// The command of one cycle goes out for five, then everybody is switched off; and a goal is not written
  /// with it, which would switch them on again.
  @Test func oldCommandsSwitchEverybodyOff() {
    var bench = SerialBench()
    bench.command(1100)
    for age in 1...7 {
      bench.run()
      let isOn = bench.servos.map { $0.peek(register: 40) == 1 }
      #expect(isOn == [Bool](repeating: age <= 5, count: 6), "age \(age)")
    }
    #expect(bench.servos.allSatisfy { $0.peek(register: 42) == 0x4C })
  }

  @Test func endSwitchesEverybodyOff() {
    var bench = SerialBench()
    bench.command(1100)
    bench.run()
    bench.line.setFaults(SerialFaults(loss: 0.01, seed: 3))
    bench.end()
    #expect(bench.servos.allSatisfy { $0.peek(register: 40) == 0 })
  }

  /// The longest frame that a length can announce: 251 bytes more are its parameters.
  @Test func servosBehindASpoiledFrameLetGo() throws {
    var bench = SerialBench()
    bench.command(1100)
    bench.run()
    try bench.line.write([0xFF, 0xFF, 9, 251], until: bench.line.now() + .milliseconds(1))
    bench.command(nil)
    // Nobody hears that, or answers.
    bench.run()
    #expect(bench.servos.allSatisfy { $0.peek(register: 40) == 1 })
    let before = bench.line.counters.sent
    bench.run()
    #expect(bench.servos.allSatisfy { $0.peek(register: 40) == 0 })
    // Off, zeros for what a cycle of 2.38 ms has room for, off: nobody is asked.
    let sent = bench.line.counters.sent - before
    #expect(sent == 20 + 198 + 20)
    // 57 zeros are left of 255; then they are asked again.
    for _ in 0..<2 { bench.run() }
    for servo in 0..<6 {
      let isFresh = bench.isFresh(servo)
      #expect(isFresh)
    }
  }

  /// A cycle of 4.18 ms has room for all 255: every other cycle is for those that answer.
  @Test func aServoThatVanishesIsToldToLetGoBetweenTheOthersAnswers() {
    var bench = SerialBench(latency: .milliseconds(1))
    bench.command(1100)
    bench.run()
    bench.servos[2].setPlugged(false)
    bench.command(nil)
    var fresh = ""
    for _ in 0..<9 {
      let before = bench.line.counters.sent
      bench.run()
      let sent = bench.line.counters.sent - before
      let (isFresh, limit) = (bench.isFresh(0), bench.plan.time)
      let spent = SerialTime.span(bytes: sent, speed: bench.line.speed)
      #expect(spent <= limit)
      fresh += isFresh ? "+" : sent == 20 + 255 + 20 ? "o" : "?"
    }
    #expect(fresh == "+o+o+o+o+")
  }

  /// Silent after two answers, it is told again; after three it has let go, and is only asked.
  @Test(arguments: [2, 3])
  func aServoIsBelievedAfterThreeAnswers(answers: Int) {
    var bench = SerialBench(latency: .milliseconds(1))
    bench.command(1100)
    bench.run()
    bench.command(nil)
    for _ in 0..<answers { bench.run() }
    bench.servos[2].setPlugged(false)
    bench.run()
    let before = bench.line.counters.sent
    bench.run()
    let sent = bench.line.counters.sent - before
    #expect((sent == 20 + 255 + 20) == (answers < 3))
  }

  /// A thread that lost its processor for longer than the answers take finds all of them.
  @Test func answersThatCameWhileTheThreadWasAwayCount() {
    var bench = SerialBench(awayFor: .milliseconds(5))
    bench.run()
    for servo in 0..<6 {
      let isFresh = bench.isFresh(servo)
      #expect(isFresh, "servo \(servo)")
    }
    #expect(bench.statistics.failures.value == 0)
  }

  /// Who never held needs no such thing.
  @Test func aServoThatWasNeverOnIsOnlyAsked() {
    var bench = SerialBench(latency: .milliseconds(1))
    bench.servos[2].setPlugged(false)
    for _ in 0..<6 {
      bench.run()
      let isFresh = bench.isFresh(0)
      #expect(isFresh)
    }
  }

  @Test("an answer that comes too late is nobody else's, and not the next cycle's")
  func lateAnswer() {
    var bench = SerialBench(count: 3)
    bench.run()
    bench.servos[1].setLateness(.milliseconds(9))
    for _ in 0..<4 {
      bench.run()
      let (isFirst, isLate) = (bench.isFresh(0), bench.isFresh(1))
      #expect(isFirst && !isLate)
    }
    bench.servos[1].setLateness(.zero)
    for _ in 0..<3 { bench.run() }
    for servo in 0..<3 {
      let (isFresh, counts) = (bench.isFresh(servo), bench.counts(servo))
      #expect(isFresh && counts == 1000 + servo)
    }
  }

  /// Servo 3 answers an earlier request, then 1 and 2 answer this one, and 3 does not.
  @Test func answerLeftOverFromAnEarlierRequestIsForgotten() {
    var bench = SerialBench(count: 3)
    bench.run()
    bench.servos[2].setPlugged(false)
    let stale: [UInt8] = [0xFF, 0xFF, 3, 17, 0] + [UInt8](1...15)
    let sum = ~stale[2...].reduce(0, &+)
    // It comes when the next cycle has just asked.
    bench.line.inject(stale + [sum], after: bench.untilNextCycle + .microseconds(100))
    bench.run()
    let fresh = (0..<3).map { bench.isFresh($0) }
    #expect(fresh == [true, true, false])
  }

  @Test func echoIsNoNoise() {
    var bench = SerialBench(echoes: true)
    bench.command(1100)
    for _ in 0..<3 { bench.run() }
    let (isFresh, noise) = (bench.isFresh(5), bench.statistics.noise.value)
    #expect(isFresh && noise == 0)
  }

  @Test func scsServosAreAskedOneByOne() {
    var bench = SerialBench(count: 3, kind: .scs0009)
    bench.run()
    for servo in 0..<3 {
      let isFresh = bench.isFresh(servo)
      #expect(isFresh)
    }
    let (counters, bytes) = (bench.line.counters, bench.plan.wireBytes(off: 3))
    #expect(counters.sent + counters.answered == bytes)
    let (spent, time) = (bench.spent, bench.plan.time)
    #expect(spent <= time)
  }
}
