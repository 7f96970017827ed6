import Glibc
import RobotRuntime
import Testing

@Suite struct TripleBufferTests {
  @Test func nothingIsNewAtFirst() {
    let buffer = TripleBuffer { 7 }
    var reader = buffer.reader
    let isNew = reader.update()
    #expect(!isNew)
    #expect(reader.slot.pointee == 7)
  }

  @Test func theReaderGetsTheLatestValueOnce() {
    let buffer = TripleBuffer { 0 }
    var writer = buffer.writer
    var reader = buffer.reader
    for value in 1...100 {
      writer.slot.pointee = value
      writer.publish()
      if value % 3 == 0 {
        let isNew = reader.update()
        #expect(isNew)
        #expect(reader.slot.pointee == value)
        let again = reader.update()
        #expect(!again)
        #expect(reader.slot.pointee == value)
      }
    }
  }

  /// What the reader holds stays, whatever the writer does; and what is not published is not seen.
  @Test func theReadersValueStaysWhileTheWriterGoesOn() {
    let buffer = TripleBuffer { 0 }
    var writer = buffer.writer
    var reader = buffer.reader
    writer.slot.pointee = 1
    writer.publish()
    _ = reader.update()
    for value in 2...10 {
      #expect(writer.slot != reader.slot)
      writer.slot.pointee = value
      #expect(reader.slot.pointee == 1)
      writer.publish()
      #expect(reader.slot.pointee == 1)
    }
    writer.slot.pointee = 99
    _ = reader.update()
    #expect(reader.slot.pointee == 10)
  }

  /// 300 000 packets between two threads: whole, in order, and the last one arrives.
  @Test func noValueIsTornOrLateBetweenTwoThreads() {
    let buffer = TripleBuffer { Packet(number: 0) }
    let count: UInt64 = 300_000
    let thread = startThread {
      var writer = buffer.writer
      for number in 1...count {
        writer.slot.pointee = Packet(number: number)
        writer.publish()
      }
    }
    var reader = buffer.reader
    var last: UInt64 = 0
    var torn = 0
    var late = 0
    while last < count {
      if !reader.update() {
        sched_yield()
        continue
      }
      let packet = reader.slot.pointee
      if !packet.isWhole { torn += 1 }
      if packet.number <= last {
        late += 1
        break
      }
      last = packet.number
    }
    pthread_join(thread, nil)
    #expect(torn == 0)
    #expect(late == 0)
    withExtendedLifetime(buffer) {}
  }
}
