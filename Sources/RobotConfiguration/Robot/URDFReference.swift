/// Where the URDF is.
public struct URDFReference: Hashable, Sendable {
  /// The package it lies in, found through the search path; `nil`: beside the robot file.
  public var package: String?
  /// The path inside the package, or relative to the robot file.
  public var path: String
  /// Where the file names it, for errors about it.
  public var position: SourcePosition
}
