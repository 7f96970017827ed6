import RobotRuntime
import RobotUnits
import Testing

@Suite struct FlightRecorderTests {
  @Test func keepsTheLast256CyclesInOrder() {
    var recorder = FlightRecorder()
    #expect(recorder.last().isEmpty)
    for index in 0..<1000 as Range<UInt64> { recorder.add(LateRecords.record(index)) }
    #expect(recorder.count == 256)
    #expect(recorder.last().map(\.index) == Array(744..<1000))
    #expect(recorder.last(3).map(\.index) == [997, 998, 999])
  }

  @Test func aBaselineIsTheMedianOfWhatWasInTime() {
    let records = [
      LateRecords.record(0, [.control: 10]), LateRecords.record(1, [.control: 20]),
      LateRecords.record(2, [.control: 40]), LateRecords.record(3, [.control: 5000]),
      LateRecords.record(4, [.control: 6000]),
    ]
    let baseline = StageBaseline(records)
    #expect(baseline.typical[Stage.control.place()] == 20_000)
    #expect(baseline.excess(records[2], .control) == 20_000)
    #expect(baseline.excess(records[0], .control) == 0)
  }

  @Test func aRecordKnowsWhenItRan() {
    let record = LateRecords.record(3)
    #expect(record.woken.nanoseconds == 3_010_000)
    #expect(record.busy == 118_000)
    #expect(record.end.nanoseconds == 3_128_000)
    #expect(!record.isMiss())
  }
}
