/// The frame of a link that some joints hold as springs and dampers would, in SI units.
public struct CartesianImpedanceDescription: Sendable {
  /// Its name in the robot file.
  public var name: String
  /// The URDF's link that is held.
  public var tip: String
  /// Where the file names it.
  public var tipPosition: SourcePosition
  /// The link before the first joint that holds it; `nil`: the URDF's root.
  public var base: String?
  /// Where the file names it, or else the impedance.
  public var basePosition: SourcePosition
  /// Stiffness along x, y, z of the tip [N/m], at least 0.
  public var translationStiffness: [Double]
  /// Stiffness about x, y, z of the tip [N.m/rad], at least 0. Not all six are 0.
  public var rotationStiffness: [Double]
  /// Damping ratio of every mode, at least 0.
  public var dampingRatio: Double
  /// Stiffness of each joint in the freedom that the tip leaves [N.m/rad], at least 0.
  public var postureStiffness: Double
  /// Damping of each joint [N.m.s/rad], at least 0.
  public var postureDamping: Double
  /// Greatest force of the spring along each axis [N], above 0.
  public var forceLimit: Double
  /// Greatest moment about each [N.m], above 0.
  public var momentLimit: Double
  /// Below that the arm counts as singular [Hz], above 0.
  public var leastFrequency: Double
  /// Where the file gives it.
  public var position: SourcePosition
}
