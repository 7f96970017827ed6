public import RobotUnits

/// A device behind a vhost-user socket. All calls come from the thread of its `VhostServer`.
///
/// Answers may take their time: they are asked for whenever something happened, and at `deadline`.
public protocol VirtioDevice: AnyObject {
  /// Its own feature bits (0...23).
  var features: UInt64 { get }
  /// How many queues it has.
  var queueCount: Int { get }
  /// Its configuration space.
  var configuration: [UInt8] { get }
  /// A request of the driver. Throws only where there is no room for an answer.
  func take(_ request: VirtioRequest, at now: MonotonicInstant) throws(VhostFailure)
  /// The driver has kicked `queue`, and all that it has made available was taken.
  func endOfRequests(queue: Int, ringSize: Int, at now: MonotonicInstant)
  /// What is to be answered at `now`.
  func takeAnswers(at now: MonotonicInstant) -> [VirtioAnswer]
  /// When there will be something to answer; `nil`: not without a request.
  var deadline: MonotonicInstant? { get }
  /// The guest's driver is gone: forget its requests, and let go of what it held.
  func reset()
}
