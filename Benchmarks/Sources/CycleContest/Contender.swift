public import CycleTwin

/// What both cycles are given in one turn, in the twin's words.
public struct Turn {
  /// The number of the grid point.
  public var index: UInt64 = 0
  /// Everything but samples and targets.
  public var input = twin_input()
  /// A sample of each joint.
  public var samples: [twin_measurement]
  /// A target of each joint.
  public var targets: [twin_target]

  /// Nothing asked, every sample at 0, nothing said about targets.
  public init(jointCount: Int) {
    input.actuator_lost = -1
    samples = Array(repeating: twin_measurement(position: 0, quality: 0), count: jointCount)
    let nothing = twin_target(
      position: .nan, velocity: .nan, kp: .nan, kd: .nan, feed_forward: .nan)
    targets = Array(repeating: nothing, count: jointCount)
  }
}

/// A motion that both cycles can read.
public struct MotionTable {
  let times: UnsafeMutablePointer<Double>
  let points: UnsafeMutablePointer<twin_point>
  let knotCount: Int

  /// `times` and, for each of them, the points of all joints. Never freed: a program measures one.
  public init(times: [Double], points: [twin_point]) {
    self.times = .allocate(capacity: times.count)
    self.times.initialize(from: times, count: times.count)
    self.points = .allocate(capacity: points.count)
    self.points.initialize(from: points, count: points.count)
    knotCount = times.count
  }
}

/// One side of the contest.
public protocol Contender: AnyObject {
  /// Who it is.
  var name: String { get }
  /// What the last turn decided.
  var verdict: twin_verdict { get }
  /// The motion to play.
  func setMotion(_ motion: MotionTable)
  /// Takes over what `turn` asks and samples.
  func prepare(_ turn: Turn)
  /// The turn itself, and its publication.
  func run()
  /// What was published of joint `index`.
  func snapshot(_ index: Int) -> twin_snapshot
  /// The duty of joint `index`.
  func duty(_ index: Int) -> Double
  /// Keeps `turns` in its own words, to be replayed over and over.
  func record(_ turns: [Turn])
  /// Replays `count` turns: copies the samples and targets of each as a decode stage would, runs,
  /// publishes. The first call begins with the first turn.
  func replay(_ count: Int)
}

extension Contender {
  /// Brings the contender into `scene` and records a swing of it: then only `replay` is to be measured.
  public func enter(_ scene: Scene, jointCount: Int, scale: Double = 1) {
    setMotion(Scene.motion(jointCount: jointCount, seconds: 100, scale: scale))
    var turn = Turn(jointCount: jointCount)
    for index in 0..<Scene.recorded.lowerBound {
      scene.fill(&turn, index, scale: scale)
      prepare(turn)
      run()
    }
    record(
      Scene.recorded.map { index in
        scene.fill(&turn, index, scale: scale)
        return turn
      })
  }
}
