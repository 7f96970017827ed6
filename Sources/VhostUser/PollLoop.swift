internal import CVhost
internal import Glibc
public import RobotUnits

/// One thread for all devices: what they share, the simulated world, then needs no lock.
public final class PollLoop {
  private let sources: [any PollSource]
  private let now: () -> MonotonicInstant

  /// A loop over `sources`; `now` is read after each wait, before anything is called.
  public init(_ sources: [any PollSource], now: @escaping () -> MonotonicInstant) {
    self.sources = sources
    self.now = now
  }

  /// Waits until something is ready, a deadline has come or `patience` has passed, and lets the sources act on it
  /// once.
  public func turn(patience: TimeSpan) {
    var entries: [pollfd] = []
    var owners: [any PollSource] = []
    let before = now()
    var end = before + patience
    for source in sources {
      for descriptor in source.watched {
        entries.append(pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0))
        owners.append(source)
      }
      if let deadline = source.deadline(at: before), deadline < end { end = deadline }
    }
    let left = max((end - before).nanoseconds, 0)
    let count = cvhost_poll(&entries, entries.count, left)
    let present = now()
    if count > 0 {
      for (entry, owner) in zip(entries, owners) where entry.revents != 0 {
        // What was called before may have closed it.
        if owner.watched.contains(entry.fd) { owner.ready(entry.fd, at: present) }
      }
    }
    for source in sources { source.advance(to: present) }
  }
}
