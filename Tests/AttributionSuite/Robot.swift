import CInjection
import RobotHAL
import RobotRuntime
import RobotUnits

/// The thread that is made late: two transfers that sleep as a controller's interrupt lets them, some
/// arithmetic, and nothing to publish. What is injected into its own code happens here.
struct Robot: CyclicTask, @unchecked Sendable {
  // Memory and pipe live as long as the process; the plan is only read.
  let plan: UnsafeBufferPointer<Injection>
  let pages: UnsafeMutablePointer<UInt8>
  let pipe: UnsafePointer<Int32>
  let stop: StopFlag
  let last: UInt64
  /// What one page fault costs [ns].
  let faultTime: Int64
  private var cursor = 0
  private var isMarked = false

  static let transferTime: Int64 = 40_000
  static let controlTime: Int64 = 30_000

  init(
    plan: UnsafeBufferPointer<Injection>, pages: UnsafeMutablePointer<UInt8>,
    pipe: UnsafePointer<Int32>, stop: StopFlag, last: UInt64, faultTime: Int64
  ) {
    self.plan = plan
    self.pages = pages
    self.pipe = pipe
    self.stop = stop
    self.last = last
    self.faultTime = faultTime
  }

  mutating func run(_ turn: Turn, _ trace: inout CycleTrace) {
    if !isMarked {
      inj_mark_thread()
      inj_take_signals()
      isMarked = true
    }
    if turn.index >= last { stop.raise() }
    while cursor < plan.count, plan[cursor].cycle < turn.index { cursor += 1 }
    let isDue = cursor < plan.count && plan[cursor].cycle == turn.index
    let injection = isDue ? plan[cursor] : nil
    let kind = injection.flatMap { Injected(rawValue: $0.kind) }
    let size = injection?.size ?? 0
    transfers(kind, size, injection?.detail ?? 0, &trace.record.transfers)
    trace.end(.transfer)
    trace.end(.decode)
    inj_spin(Self.controlTime)
    switch kind {
    case .longController: inj_spin(size)
    case .pageFaults: inj_touch_pages(pages, Int(size / faultTime) * 4096)
    default: break
    }
    trace.end(.control)
    if kind == .logBurst { inj_write_page(pipe) }
    trace.end(.publish)
  }

  mutating func end() {}

  /// As a bus executor does it: every transfer is timed.
  private func transfers(
    _ kind: Injected?, _ size: Int64, _ detail: Double, _ record: inout TransferRecord
  ) {
    record.bus = 0
    transfer(Self.transferTime, 0x36, &record)
    if kind == .retry {
      record.failures += 1
      record.failedAddress = 0x36
      record.error = BusError(.noAcknowledge, errno: 121)
      let count = 1 + Int64(detail * 4)
      for _ in 0..<count {
        record.retryTime += transfer(size / count, 0x36, &record)
        record.retries += 1
      }
    }
    transfer(Self.transferTime + (kind == .slowTransfer ? size : 0), 0x41, &record)
  }

  @discardableResult
  private func transfer(
    _ time: Int64, _ address: I2CAddress, _ record: inout TransferRecord
  ) -> Int64 {
    let start = inj_now()
    Wait.until(start + time)
    let spent = inj_now() - start
    record.count += 1
    if spent > record.slowest {
      record.slowest = spent
      record.address = address
    }
    return spent
  }
}
