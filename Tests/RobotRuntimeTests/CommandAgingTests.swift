import RobotHAL
import RobotRuntime
import Testing

@Suite struct CommandAgingTests {
  /// What goes out in the cycles after control cycle 10, whose stamp is 11: c for the command, a digit
  /// for its extrapolation, s for safe.
  private func outputs(_ aging: CommandAging, _ cycles: ClosedRange<UInt64>) -> String {
    cycles.map { cycle in
      switch aging.output(cycle: cycle, stamp: 11) {
      case .command: "c"
      case .extrapolation(let periods): "\(periods)"
      case .safe: "s"
      }
    }.joined()
  }

  @Test func holdsForAsManyCyclesAsItSays() {
    #expect(outputs(.hold(), 11...17) == "cccccss")
    #expect(outputs(.hold(1), 11...13) == "css")
    #expect(outputs(.hold(3), 11...15) == "cccss")
  }

  @Test func extrapolatesFromTheFirstMissingCycleOn() {
    #expect(outputs(.extrapolate(2), 11...15) == "c12ss")
    #expect(outputs(.extrapolate(4), 11...16) == "c1234s")
  }

  /// A bus that is late itself may find the command of its own cycle, or a later one.
  @Test func takesACommandThatIsAheadAsItIs() {
    #expect(outputs(.extrapolate(2), 0...10) == "ccccccccccc")
  }

  /// The bus picks the bytes: the command's are 50, its extrapolations' 51 and 52.
  @Test func theBusSendsWhatItsAgeSays() {
    let entries: [BusPlan.Entry] = [.reading(0x36), .command(0x41), .command(0x42)]
    var bench = BusBench(entries, aging: .extrapolate(2), on: FakeAdapter(.withStop))
    func commands(_ cycle: UInt64) -> [String] {
      bench.run(cycle).joined().filter { $0.hasPrefix("4") }
    }
    var sent = [commands(10)]
    bench.command(0x50, cycle: 10)
    sent += (11...14).map(commands)
    #expect(
      sent
        == ["00 00", "50 50", "51 51", "52 52", "00 00"].map { bytes in
          ["41 w 06 \(bytes)", "42 w 06 \(bytes)"]
        })
  }

  @Test func sendsWhatIsSafeBeforeTheFirstCommand() {
    for cycle in 0...9 as ClosedRange<UInt64> {
      guard case .safe = CommandAging.extrapolate(4).output(cycle: cycle, stamp: 0) else {
        Issue.record("cycle \(cycle)")
        return
      }
    }
  }
}
