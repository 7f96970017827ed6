import BenchmarkKit
import Glibc

/// LinuxCNC's own `pid` and `integ` in a 1 kHz HAL thread (Debian: linuxcnc-uspace), run without
/// privileges: it refuses root, and what it computes costs the same under SCHED_FIFO.
///
/// Its `sampler` notes every cycle what the thread's functions took, in ticks of the TSC; its own share
/// is taken off. The samples are printed when all are there: `halsampler` beside the loop would cool its
/// caches.
func linuxCNC(joints: Int, cycles: Int) -> Contestant {
  let isThere = Command.path(of: "halrun") != nil && Command.path(of: "setpriv") != nil
  return Contestant(
    "LinuxCNC pid+integ", missing: isThere ? nil : "not installed (apt: linuxcnc-uspace)"
  ) { () throws(BenchmarkFailure) in
    let folder = try Command.temporaryFolder()
    defer { _ = Command.run(["rm", "-rf", folder]) }
    let wanted = cycles + warmUpCycles
    try Command.write(hal(joints: joints, samples: wanted), to: folder + "/loop.hal")
    // The folder is its home: rtapi_app leaves a socket there.
    let command = ["env", "HOME=\(folder)", "halrun", "-f", "loop.hal"]
    // 65534 is `nobody` on every Debian.
    let unprivileged = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    let outcome = Command.run(
      getuid() == 0 ? unprivileged + command : command, in: folder, processor: Realtime.processor)
    let times = outcome.output.split(separator: "\n").compactMap(nanoseconds)
    guard outcome.status == 0, times.count >= wanted - 1 else {
      throw BenchmarkFailure(
        "halrun ended with \(outcome.status) after \(times.count) of \(wanted) samples: "
          + outcome.errors.suffix(500) + outcome.output.suffix(200))
    }
    return Reading.distribution(of: Array(times.dropFirst(warmUpCycles)), perPart: joints)
  }
}

/// `thread sampler`, in ticks of the cycle before.
private func nanoseconds(_ line: Substring) -> Double? {
  let words = line.split(separator: " ").map { Double($0) }
  guard words.count == 2, let thread = words[0], let sampler = words[1], thread > 0 else {
    return nil
  }
  return (thread - sampler) * tickLength
}

private func hal(joints: Int, samples: Int) -> String {
  var lines = [
    "loadrt threads name1=servo-thread period1=1000000", "loadrt pid num_chan=\(joints)",
    "loadrt integ count=\(joints)", "loadrt sampler depth=\(samples + 1000) cfg=SS",
    "net thread servo-thread.time => sampler.0.pin.0",
    "net sampler sampler.0.time => sampler.0.pin.1",
  ]
  for joint in 0..<joints {
    lines += [
      "net output\(joint) pid.\(joint).output => integ.\(joint).in",
      "net feedback\(joint) integ.\(joint).out => pid.\(joint).feedback",
    ]
    let settings = [
      "Pgain 20", "Igain 5", "Dgain 0.1", "maxerrorI 0.2", "maxoutput 10", "command 1", "enable 1",
    ]
    lines += settings.map { "setp pid.\(joint).\($0)" }
    lines += [
      "addf pid.\(joint).do-pid-calcs servo-thread", "addf integ.\(joint) servo-thread",
    ]
  }
  lines += [
    "addf sampler.0 servo-thread", "start", "loadusr -w sleep \(Double(samples + 200) / 1000)",
    "stop", "loadusr -w halsampler -n \(samples)",
  ]
  return lines.joined(separator: "\n") + "\n"
}
