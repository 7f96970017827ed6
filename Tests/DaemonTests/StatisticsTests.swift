import RobotUnits
import RobotWire
import Testing

extension RestingRobots {
  @Suite struct StatisticsTests {
    @Test func countsEveryStageOfEveryThread() throws {
      let daemon = try Daemon()
      let brain = try Brain(daemon)
      try brain.states(until: { $0.cycle > 200 })
      let statistics = try brain.statistics()
      let control = Set(statistics.control.stages.map(\.stage))
      #expect(
        control.isSuperset(of: [
          .execution, .wakeUp, .decode, .lines, .commands, .control, .encode, .publish,
        ]), "\(control)")
      #expect(!control.contains(.transfer))
      #expect(statistics.buses.count == brain.info.buses.count)
      for bus in statistics.buses {
        let stages = Set(bus.stages.map(\.stage))
        #expect(stages.isSuperset(of: [.execution, .wakeUp, .transfer, .publish]), "\(stages)")
        #expect(!stages.contains(.control))
        #expect(bus.transfers > 0)
      }
      let wakeUp = statistics.control[.wakeUp]
      #expect(wakeUp.sinceStart.count > 100)
      // All of it is younger than a minute, but for what came before the service loop began.
      #expect(statistics.window > .zero)
      #expect(wakeUp.lastMinute.count <= wakeUp.sinceStart.count)
      #expect(wakeUp.lastMinute.count > 100)
      for times in [wakeUp.sinceStart, wakeUp.lastMinute] {
        let percentiles = [times.p50, times.p99, times.p999, times.p9999, times.max]
        #expect(percentiles == percentiles.sorted())
      }
      // A part of a cycle takes no longer than all of it.
      #expect(
        statistics.control[.control].sinceStart.max <= statistics.control[.execution].sinceStart.max
      )
    }

    /// One thread makes the transfers of all buses; they are counted for each bus none the less.
    @Test func countsTheTransfersOfInlineBuses() throws {
      let directory = try TemporaryDirectory()
      let robot = try directory.arm([("rate: 500 Hz", "rate: 100 Hz\nloop: { buses: inline }")])
      let daemon = try Daemon(robot: robot, in: directory)
      let brain = try Brain(daemon)
      try brain.states(until: { $0.cycle > 50 })
      let statistics = try brain.statistics()
      #expect(statistics.control[.transfer].sinceStart.count > 25)
      for bus in statistics.buses {
        #expect(bus.transfers > 25)
        #expect(bus.cycles == 0)
        #expect(bus.stages.isEmpty)
      }
    }

    @Test func tellsAHistogram() throws {
      let daemon = try Daemon()
      let brain = try Brain(daemon)
      try brain.states(until: { $0.cycle > 100 })
      let before = try brain.statistics()
      let histogram = try brain.histogram(thread: 1, stage: .transfer)
      #expect(histogram.thread == 1)
      #expect(histogram.stage == .transfer)
      let count = histogram.buckets.reduce(0) { $0 + $1.count }
      #expect(count >= before.buses[0][.transfer].sinceStart.count)
      #expect(histogram.buckets.allSatisfy { $0.count > 0 && $0.lower <= $0.upper })
      let isInOrder = zip(histogram.buckets, histogram.buckets.dropFirst()).allSatisfy {
        $0.upper < $1.lower
      }
      #expect(isInOrder)
      let last = try #require(histogram.buckets.last)
      #expect(last.lower <= histogram.maximum && histogram.maximum <= last.upper)
    }

    @Test func hasNoHistogramOfAThreadThatIsNotThere() throws {
      let daemon = try Daemon()
      let brain = try Brain(daemon, stateEvery: 0)
      let count = UInt16(brain.info.buses.count)
      for thread in [count + 1, .max] {
        let result = try brain.ask(.histogram(thread: thread, stage: .wakeUp))
        #expect(result.code == .invalid)
        #expect(result.english.contains("1...\(count)"))
        #expect(result.chinese.contains("没有线程"))
      }
      // A stage that the thread has not is an empty histogram.
      #expect(try brain.histogram(thread: 0, stage: .transfer).buckets.isEmpty)
    }

    @Test func latencyMeasuresBesideTheDaemon() throws {
      let daemon = try Daemon()
      let file = daemon.directory.path + "/histogram.txt"
      let tool = try Child([
        Places.tool, "latency", "--interval", "1 ms", "--duration", "200 ms", "--priority", "0",
        "--histogram", file, "--socket", daemon.socket,
      ])
      #expect(try tool.exitStatus() == 0, "\(tool.text)")
      let lines = try lines(ofProcess: file)
      #expect(lines.first == "# Histogram")
      // Two columns: the tool's thread and the daemon's loop.
      let totals = try #require(lines.first { $0.hasPrefix("# Total: ") }).split(separator: " ")
      #expect(totals.count == 4, "\(lines)")
      #expect(daemon.process.isRunning)
    }
  }
}
