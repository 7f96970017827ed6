internal import RobotCore
internal import RobotHAL
internal import RobotRuntime
internal import RobotUnits

/// The incremental encoders of a robot: takes the edges that came since the last cycle.
///
/// Real-time: `update` yes; system calls: one per encoder, and one more for every 16 edges.
struct PulseEncoders: ~Copyable {
  /// So many edges are taken at once, and so often in one cycle; what is beyond waits for the next.
  private static var room: Int { @_noAllocation @_noLocks get { 256 } }
  private static var mostRounds: Int { @_noAllocation @_noLocks get { 8 } }

  let count: Int
  private let encoders: FixedArray<PulseEncoder>
  private let inputs: LineStorage<any EdgeInput>
  private let edges: FixedArray<LineEdge>

  /// The `encoders` on `inputs`, in the same order.
  init(_ encoders: [PulseEncoder], _ inputs: [any EdgeInput]) {
    count = encoders.count
    self.encoders = FixedArray(encoders)
    self.inputs = LineStorage(inputs)
    edges = FixedArray(
      repeating: LineEdge(
        line: 0, isRising: false, time: MonotonicInstant(nanoseconds: 0), sequence: 0),
      count: encoders.isEmpty ? 0 : PulseEncoders.room)
  }

  /// Brings the measurements up to the present, and tells the cycle what is wrong.
  @_noAllocation @_noLocks
  func update(
    _ measurements: borrowing FixedArray<JointMeasurement>,
    _ shafts: borrowing FixedArray<JointMeasurement>, _ input: inout CycleInput
  ) {
    for index in 0..<count {
      let isThere = drain(index)
      let encoder = encoders[index]
      let measurement =
        isThere ? encoder.measurement() : JointMeasurement(position: 0, quality: .missing)
      if encoder.place.isOfShaft {
        shafts[encoder.joint] = measurement
      } else {
        measurements[encoder.joint] = measurement
      }
      if encoder.isLost() { input.edgesLost.insert(encoder.joint) }
      if !encoder.isReferenced { input.positionUnknown.insert(encoder.joint) }
    }
  }

  /// Takes the edges of an encoder; says whether its chip is there.
  @_noAllocation @_noLocks
  private func drain(_ index: Int) -> Bool {
    for _ in 0..<PulseEncoders.mostRounds {
      let taken: Int
      do throws(BusError) {
        taken = try escapeDrain(inputs.base + index, edges.base, edges.count)
      } catch {
        return false
      }
      for edge in 0..<taken { encoders.base[index].take(edges[edge]) }
      if taken < edges.count { return true }
    }
    return true
  }
}
