import BenchmarkKit
import CBenchmark
import Glibc
import LinuxHAL
import RobotHAL
import RobotRuntime
import RobotUnits

private let encoders = 20

/// Reading 20 encoders on one bus: user space and the kernel's entry, no wire.
func i2c() -> Benchmark {
  let ours = "BusExecutor"
  let fake = cb_open_fake_i2c()
  let missing = fake < 0 ? "/dev/null cannot be opened" : nil
  var words = [Int32](repeating: 0, count: encoders)
  // Lives as long as the program: the contestant keeps it.
  let messages = UnsafeMutablePointer<cb_angle_messages>.allocate(capacity: 1)
  messages.initialize(to: cb_angle_messages())
  cb_make_angle_messages(0x10, Int32(encoders), messages)
  return Benchmark(
    "i2c",
    question:
      "angle of \(encoders) encoders, register written and 2 bytes read, through an adapter "
      + "whose ioctl enters the kernel and returns: ns per encoder",
    reference: "libi2c",
    contestants: [
      Contestant(ours) { () throws(BenchmarkFailure) in
        let bus = try EncoderBus()
        return measure { bus.run($0) }
      },
      Contestant("one prepared ioctl", missing: missing) {
        measure { repetitions in
          for _ in 0..<repetitions { _ = cb_transfer_angle_messages(fake, messages) }
        }
      },
      Contestant("libi2c", missing: missing) {
        measure { repetitions in
          for _ in 0..<repetitions {
            _ = cb_read_words_by_libi2c(fake, 0x10, Int32(encoders), &words)
          }
        }
      },
    ],
    bars: [
      Bar(.best(figure: "p50", of: ours), atMost: 20),
      Bar(.worst(figure: "system calls per cycle", of: ours), atMost: 1),
    ])
}

private func measure(_ body: (Int) -> Void) -> [Reading] {
  let iterations = 50
  let batches = 200
  _ = cb_take_i2c_calls()
  let samples = Timing.repetitions(batches: batches, iterations: iterations, of: body)
  let calls = Double(cb_take_i2c_calls()) / Double((batches + 1) * iterations)
  return Reading.distribution(of: samples, perPart: encoders)
    + [Reading("system calls per cycle", calls, .count)]
}

/// 20 encoders on the fake adapter, through everything that the daemon uses for its bus thread.
private final class EncoderBus {
  private var executor: BusExecutor
  private var trace = CycleTrace()
  private var cycle: UInt64 = 0

  init() throws(BenchmarkFailure) {
    let adapter: LinuxI2CAdapter
    do throws(LinuxDeviceError) {
      adapter = try LinuxI2CAdapter(path: "/dev/null")
    } catch {
      throw BenchmarkFailure("the fake adapter: \(error)")
    }
    var entries: [BusPlan.Entry] = []
    for device in 0..<encoders {
      guard let address = I2CAddress(UInt8(0x10 + device)) else { continue }
      entries.append(
        BusPlan.Entry(
          exchange: Exchange(address: address, request: [0x0E], replyCount: 2), route: nil,
          every: 1, phase: 0, safeRequest: nil, device: device))
    }
    let plan = BusPlan(entries, muxes: [])
    executor = BusExecutor(
      plan: plan, adapter: adapter, requests: TripleBuffer { BusRequests(plan) }.reader,
      replies: TripleBuffer { BusReplies(plan) }.writer, statistics: BusStatistics())
  }

  func run(_ repetitions: Int) {
    for _ in 0..<repetitions {
      executor.run(Turn(index: cycle, skipped: 0), &trace)
      cycle += 1
    }
  }
}

/// The bus thread's work, for callgrind.
func countedI2C() -> CountedWork {
  CountedWork("bus", parts: encoders) { () throws(BenchmarkFailure) in
    let bus = try EncoderBus()
    return { bus.run($0) }
  }
}
