internal import Glibc
public import RobotUnits

/// What a `PollLoop` waits for. All calls come from its thread.
public protocol PollSource: AnyObject {
  /// The descriptors to wait for, until they can be read.
  var watched: [Int32] { get }
  /// When to be called although no descriptor is ready; `nil`: never.
  func deadline(at now: MonotonicInstant) -> MonotonicInstant?
  /// `descriptor` can be read, or its other end hung up.
  func ready(_ descriptor: Int32, at now: MonotonicInstant)
  /// After everything that was ready, and at the deadline.
  func advance(to now: MonotonicInstant)
}

/// A device on a Unix socket, for one front-end after the other: who comes while one is there waits in the queue.
///
/// A guest that reboots, a front-end that ends and one that breaks the protocol all leave the device as new.
public final class VhostServer: PollSource {
  private let device: any VirtioDevice
  private let listener: UnixListener
  private let report: (VhostFailure) -> Void
  private var connection: VhostConnection?

  /// Listens at `path` for front-ends of `device`; `report` is told why each connection ended. Throws what keeps it
  /// from listening.
  public init(
    _ device: any VirtioDevice, at path: String, report: @escaping (VhostFailure) -> Void
  ) throws(ListenFailure) {
    self.device = device
    self.report = report
    listener = try UnixListener(path)
  }

  /// Whether a front-end is there.
  public var isConnected: Bool { connection != nil }

  public var watched: [Int32] { connection?.watched ?? [listener.number] }

  public func deadline(at now: MonotonicInstant) -> MonotonicInstant? {
    connection?.deadline(at: now)
  }

  public func ready(_ descriptor: Int32, at now: MonotonicInstant) {
    guard let connection else {
      guard descriptor == listener.number, let socket = listener.accept() else { return }
      attempt { () throws(VhostFailure) in
        self.connection = try VhostConnection(OwnedDescriptor(socket), to: device)
      }
      return
    }
    attempt { () throws(VhostFailure) in try connection.ready(descriptor, at: now) }
  }

  public func advance(to now: MonotonicInstant) {
    guard let connection else { return }
    attempt { () throws(VhostFailure) in try connection.advance(to: now) }
  }

  private func attempt(_ body: () throws(VhostFailure) -> Void) {
    do throws(VhostFailure) {
      try body()
    } catch {
      connection = nil
      device.reset()
      report(error)
    }
  }
}
