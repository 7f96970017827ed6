internal import Glibc

/// The machine that a report is of.
public struct Machine: Sendable {
  /// Network name.
  public var host: String
  /// Kernel release and how it was built.
  public var kernel: String
  /// x86_64, aarch64, ...
  public var architecture: String
  /// The processor's own name.
  public var processor: String
  /// Processors that are on line.
  public var processors: Int
  /// Load average over the last minute, before the first round.
  public var load: String
  /// UTC, as 2026-11-21T23:20:10Z.
  public var date: String
  /// The commit that was built, with `-dirty` when the tree differs from it.
  public var commit: String

  /// This machine, now; `repository` is where the sources are.
  public static func now(repository: String) -> Machine {
    var name = utsname()
    uname(&name)
    let commit = Command.run(
      ["git", "-C", repository, "describe", "--always", "--dirty", "--abbrev=12"])
    return Machine(
      host: text(of: name.nodename), kernel: text(of: name.release) + " " + text(of: name.version),
      architecture: text(of: name.machine), processor: processorName(),
      processors: Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))),
      load: line(of: "/proc/loadavg")?.split(separator: " ").first.map(String.init) ?? "",
      date: utc(), commit: commit.status == 0 ? trimmed(commit.output) : "unknown")
  }

  /// What other guests of the host took from this one since it started, over all processors [ms]
  /// (`/proc/stat`, proc(5)).
  public static func stealMilliseconds() -> Double {
    let fields = line(of: "/proc/stat")?.split(separator: " ") ?? []
    guard fields.count > 8, let ticks = Double(fields[8]) else { return 0 }
    return ticks * 1000 / Double(sysconf(Int32(_SC_CLK_TCK)))
  }

  private static func processorName() -> String {
    let lines = Command.contents(of: "/proc/cpuinfo")?.split(separator: "\n") ?? []
    let named = lines.first { $0.hasPrefix("model name") || $0.hasPrefix("CPU part") }
    return named?.split(separator: ":").last.map { trimmed(String($0)) } ?? "unknown"
  }

  private static func line(of path: String) -> String? {
    Command.contents(of: path)?.split(separator: "\n").first.map(String.init)
  }

  private static func utc() -> String {
    var now = time(nil)
    var fields = tm()
    gmtime_r(&now, &fields)
    var text = [CChar](repeating: 0, count: 32)
    let count = strftime(&text, text.count, "%Y-%m-%dT%H:%M:%SZ", &fields)
    return String(decoding: text.prefix(count).map(UInt8.init), as: UTF8.self)
  }

  private static func text<Tuple>(of characters: Tuple) -> String {
    withUnsafeBytes(of: characters) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
  }

  private static func trimmed(_ text: String) -> String {
    let characters = text.drop { $0.isWhitespace }
    return String(characters.prefix { !$0.isNewline })
  }
}
