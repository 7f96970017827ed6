public import RobotDrivers
internal import RobotConfiguration
internal import RobotHAL
internal import RobotRuntime
internal import RobotUnits

/// What a cycle publishes of one sensor, beside its numbers.
public struct SensorSample: BitwiseCopyable, Sendable {
  /// Which channels are worth something. None before the first reading, and none of a sensor that is
  /// silent for more than `SensorBank.mostTurns` of its turns.
  public var health = ChannelMask()
  /// What the last reply said beside its numbers.
  public var flags = SensorFlags(rawValue: 0)
  /// Cycles since the last new measurement.
  public var age: UInt32 = .max
  /// The cycle in which that was read, plus one; 0 before the first.
  public var stamp: UInt64 = 0
  /// Exchanges that failed since the start.
  public var failures: UInt32 = 0

  @_noAllocation @_noLocks
  init() {}

  /// Counts an exchange's failures, so many in a row now after so many that were counted.
  @_noAllocation @_noLocks
  fileprivate mutating func count(_ failures: UInt32, after counted: UInt32) {
    self.failures &+= failures >= counted ? failures - counted : failures
  }
}

/// Where a sensor's replies and numbers lie.
struct SensorBinding: BitwiseCopyable {
  /// The device's index among the robot's.
  var device: Int
  var bus: Int
  var decoder: SensorDecoding
  /// Its readings among all, and its channels among all.
  var readings: Stretch
  var channels: Stretch
  /// The cycles in which every reading came once.
  var turn: UInt32

  /// So many places of an array, from `first` on.
  struct Stretch: BitwiseCopyable {
    var first: Int
    var count: Int
  }

  /// One of its exchanges.
  struct Reading: BitwiseCopyable {
    var entry: Int
    var replyOffset: Int
    var replyCount: Int
    /// Its number among the device's.
    var number: Int
    /// It is the first of a turn: what was said in the turn before is over.
    var beginsTurn: Bool
    /// The stamp of the reply that was decoded last.
    var stamp: UInt64 = 0
    /// Its failures in a row that were counted.
    var failures: UInt32 = 0
  }
}

/// The robot's sensors: decodes what is new, and knows how old the rest is. Real-time: `update` yes.
struct SensorBank: ~Copyable {
  /// After so many turns without a new measurement nothing of a sensor counts as valid.
  static var mostTurns: UInt32 { @_noAllocation @_noLocks get { 3 } }

  let count: Int
  let samples: FixedArray<SensorSample>
  let values: FixedArray<Double>
  private let sensors: FixedArray<SensorBinding>
  private let readings: FixedArray<SensorBinding.Reading>
  private let lower: FixedArray<Double>
  private let upper: FixedArray<Double>

  init(_ bindings: SensorBindings) {
    count = bindings.sensors.count
    sensors = FixedArray(bindings.sensors)
    readings = FixedArray(bindings.readings)
    samples = FixedArray(repeating: SensorSample(), count: count)
    values = FixedArray(repeating: 0, count: bindings.channels.count)
    lower = FixedArray(bindings.channels.map(\.range.lowerBound))
    upper = FixedArray(bindings.channels.map(\.range.upperBound))
  }

  /// Takes what the buses brought in this cycle; `errors` hears of what is invalid.
  @_noAllocation @_noLocks
  func update(_ links: borrowing BusLinks, _ errors: borrowing DeviceErrors) {
    for index in 0..<count {
      let sensor = sensors[index]
      let replies = links.replies(sensor.bus)
      if samples[index].age < .max { samples[index].age += 1 }
      for place in sensor.readings.first..<sensor.readings.first + sensor.readings.count {
        var reading = readings[place]
        let status = replies.pointee.statuses[reading.entry]
        // A reading that failed leaves nothing that counts.
        if status.failures > 0 { samples[index].health = ChannelMask() }
        samples[index].count(status.failures, after: reading.failures)
        readings[place].failures = status.failures
        let stamp = status.stamp
        guard stamp != reading.stamp else { continue }
        reading.stamp = stamp
        readings[place].stamp = stamp
        // What only writes, as the start of a conversion, has nothing to decode.
        guard reading.replyCount > 0 else { continue }
        let isBelieved = take(
          Reply(replies.pointee.bytes, from: reading.replyOffset, count: reading.replyCount),
          reading, of: index, sensor, isWhole: isWhole(sensor, stamp, replies.pointee.statuses))
        if !isBelieved { errors.add(sensor.device) }
      }
      if samples[index].age / SensorBank.mostTurns >= sensor.turn {
        samples[index].health = ChannelMask()
      }
    }
  }

  /// Says more of the last reading of sensor `index`.
  @_noAllocation @_noLocks
  func addFlags(_ flags: SensorFlags, to index: Int) {
    samples[index].flags = samples[index].flags.and(flags)
  }

  /// Whether every exchange of the device succeeded within one turn.
  @_noAllocation @_noLocks
  private func isWhole(
    _ sensor: SensorBinding, _ stamp: UInt64, _ statuses: borrowing FixedArray<ExchangeStatus>
  ) -> Bool {
    for place in sensor.readings.first..<sensor.readings.first + sensor.readings.count {
      let last = statuses[readings[place].entry].stamp
      if last == 0 || stamp > last + UInt64(sensor.turn) { return false }
    }
    return true
  }

  /// Takes a reply; says whether it is one that the device can give.
  @_noAllocation @_noLocks
  private func take(
    _ reply: Reply, _ reading: SensorBinding.Reading, of index: Int, _ sensor: SensorBinding,
    isWhole: Bool
  ) -> Bool {
    var sample = samples[index]
    let first = values.base + sensor.channels.first
    var own = MutableSpan(_unsafeStart: first, count: sensor.channels.count)
    let flags = sensor.decoder.decode(
      reply, exchange: reading.number, into: &own, health: &sample.health)
    sample.flags = reading.beginsTurn ? flags : sample.flags.and(flags)
    // A conversion that was not started has no result, whatever the device answers.
    if !isWhole { sample.flags = sample.flags.and(.notReady) }
    if !sample.flags.has(.notReady), !sample.flags.has(.invalid) {
      sample.age = 0
      sample.stamp = reading.stamp
    }
    var isBelieved = !flags.has(.invalid)
    for channel in 0..<sensor.channels.count {
      let place = sensor.channels.first + channel
      let isInside = values[place] >= lower[place] && values[place] <= upper[place]
      if !isInside {
        sample.health.set(channel, false)
        isBelieved = false
      }
    }
    samples[index] = sample
    return isBelieved
  }
}

/// All sensors of a robot, made once.
struct SensorBindings {
  var sensors: [SensorBinding] = []
  var readings: [SensorBinding.Reading] = []
  var channels: [SensorChannel] = []
  /// The devices' indices among the robot's.
  var devices: [Int] = []

  mutating func add(
    _ device: Int, bus: Int, every: Int, _ driver: any DeviceDriver, _ decoder: SensorDecoding,
    _ places: [(index: Int, entry: BusPlan.Entry)]
  ) {
    let first = readings.count
    for (number, place) in places.prefix(driver.readings.count).enumerated() {
      let turn = driver.readings[number].turn
      readings.append(
        SensorBinding.Reading(
          entry: place.index, replyOffset: place.entry.replyOffset,
          replyCount: place.entry.exchange.replyCount, number: number,
          // What only writes is not decoded, and would leave the flags of the turn before.
          beginsTurn: number
            == driver.readings.firstIndex { $0.turn == turn && $0.exchange.replyCount > 0 }))
    }
    let longest = driver.readings.map(\.interval).max() ?? 1
    sensors.append(
      SensorBinding(
        device: device, bus: bus, decoder: decoder,
        readings: SensorBinding.Stretch(first: first, count: readings.count - first),
        channels: SensorBinding.Stretch(
          first: channels.count, count: driver.channels.count),
        turn: UInt32(every * longest)))
    channels += driver.channels
    devices.append(device)
  }

  /// Adds a device that is read by `reading` alone.
  mutating func add(
    _ device: Int, bus: Int, _ decoder: SensorDecoding, _ own: [SensorChannel], turn: UInt32,
    _ reading: SensorBinding.Reading
  ) {
    sensors.append(
      SensorBinding(
        device: device, bus: bus, decoder: decoder,
        readings: SensorBinding.Stretch(first: readings.count, count: 1),
        channels: SensorBinding.Stretch(first: channels.count, count: own.count), turn: turn))
    readings.append(reading)
    channels += own
    devices.append(device)
  }
}
