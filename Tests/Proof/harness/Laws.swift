import RobotControl
import RobotUnits

/// The laws by themselves, on random numbers: every build computes the same.
struct Laws: BitwiseCopyable {
  private var random: SplitMix64
  private var law: PID
  private var scheduler: GainScheduler
  private var cascade: PIDCascade
  private var admittance: Admittance
  private var observer: PassivityObserver
  private let period = 0.002

  init(seed: UInt64) {
    random = SplitMix64(seed: ~seed)
    let first = Laws.configuration(.conditional)
    let second = Laws.configuration(.backCalculation(trackingTime: 0.05))
    let parameters = PID.Parameters(first, second, period: period)
    let gains = PID.GainsPair(first.schedule.first, second.schedule.first, period: period)
    law = PID(parameters, gains: gains)
    scheduler = GainScheduler(first.schedule, second.schedule, period: period)
    cascade = PIDCascade(position: law, velocity: law)
    let servo = Admittance.Configuration(
      mass: 0.3, damping: 2, stiffness: 11, offsetLimit: 0.2, rateLimit: 1, deadband: 0.05)
    admittance = Admittance(servo, servo, period: period)
    let watch = PassivityObserver.Configuration(
      dampingLimit: 2, energyLimit: 0.5, restVelocity: 0.01, backOffTime: 0.1, leastScale: 0.2)
    observer = PassivityObserver(watch, watch, period: period)
  }

  private static func configuration(_ antiWindup: PID.AntiWindup) -> PID.Configuration {
    var made = PID.Configuration(
      schedule: GainSchedule(PID.Gains(kp: 13, ki: 7, kd: 0.3)), lower: -4, upper: 5)
    made.proportionalWeight = 0.7
    made.derivativeWeight = 0.3
    made.filterTime = 0.011
    made.feedForward = PID.FeedForward(ff0: 0.1, ff1: 0.7, ff2: 0.03, ff3: 0.001)
    made.antiWindup = antiWindup
    made.outputRate = 300
    made.deadband = 0.003
    return made
  }

  /// One cycle of all of them.
  @_noAllocation @_noLocks
  mutating func turn(_ output: inout Output) {
    var gains = scheduler.gains(at: numbers())
    gains.kp += RealtimeMath.magnitude(numbers())
    let input = PID.Input(
      reference: numbers(), firstDerivative: numbers(), secondDerivative: numbers(),
      thirdDerivative: numbers(), measured: numbers(), feedForward: numbers())
    let mask = numbers() .> 0
    add(law.update(input, gains: gains), &output)
    add(law.update(input, gains: gains, following: numbers(), where: mask), &output)
    add(law.integral + law.transfer, &output)
    let both = PIDCascade.Gains(position: gains, velocity: gains)
    let effort = cascade.update(
      PIDCascade.Input(
        reference: numbers(), velocity: numbers(), acceleration: numbers(), jerk: numbers(),
        measuredPosition: numbers(), measuredVelocity: numbers(), feedForward: numbers()),
      gains: both)
    add(effort, &output)
    admittance.update(externalEffort: numbers())
    add(admittance.offset, &output)
    add(observer.update(feedback: numbers(), relativeVelocity: numbers()), &output)
    add(observer.energy + observer.scale, &output)
  }

  @_noAllocation @_noLocks
  private mutating func numbers() -> Pair { Pair(number(), number()) }

  @_noAllocation @_noLocks
  private mutating func number() -> Double {
    if random.happens(onceIn: 500) { return random.happens(onceIn: 2) ? .nan : 1e300 }
    return random.number(-2, 2)
  }

  @_noAllocation @_noLocks
  private func add(_ pair: Pair, _ output: inout Output) {
    output.fingerprint.add(pair.x)
    output.fingerprint.add(pair.y)
  }
}
