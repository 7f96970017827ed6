import Glibc

@testable import VhostUser

/// What this process still has of front-ends that are gone. Other tests run beside, so that totals say nothing:
/// everything is looked for by its name.
enum Leaks {
  /// Leaves in the eventfds of front-ends of `memoryName` a count that no other has; `/proc` shows it.
  static func mark(_ counters: [Int32], of memoryName: String) {
    for descriptor in counters {
      var count = mark(of: memoryName)
      var before: UInt64 = 0
      _ = read(descriptor, &before, 8)
      _ = write(descriptor, &count, 8)
    }
  }

  /// Lines about mappings, files, eventfds and sockets that are left; a listening socket is none.
  ///
  /// What was closed lives on while another test looks at it in `/proc`: then it is gone at the next look.
  static func found(_ host: FakeHost) -> [String] {
    var left: [String] = []
    for _ in 0..<100 {
      left = look(host)
      if left.isEmpty { break }
    }
    return left
  }

  private static func look(_ host: FakeHost) -> [String] {
    var found = text("/proc/self/maps").split(separator: "\n")
      .filter { $0.contains("/memfd:\(host.memoryName)") }.map(String.init)
    let mark = String(mark(of: host.memoryName), radix: 16)
    for descriptor in Int32(0)..<2048 {
      if link(descriptor).contains("/memfd:\(host.memoryName)") {
        found.append("descriptor \(descriptor): the guest's memory")
      }
      if text("/proc/self/fdinfo/\(descriptor)").contains("eventfd-count: \(pad(mark))\n") {
        found.append("descriptor \(descriptor): an eventfd")
      }
    }
    let sockets = text("/proc/net/unix").split(separator: "\n").filter { $0.hasSuffix(host.path) }
    found += sockets.dropFirst().map(String.init)
    return found
  }

  /// The same for the same name (FNV-1a), and nothing that kicks and calls add up to.
  private static func mark(of name: String) -> UInt64 {
    name.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 } >> 8
  }

  /// As the kernel writes it: right-aligned in 16 places.
  private static func pad(_ digits: String) -> String {
    String(repeating: " ", count: max(16 - digits.count, 0)) + digits
  }

  private static func link(_ descriptor: Int32) -> String {
    var target = [CChar](repeating: 0, count: 256)
    let count = readlink("/proc/self/fd/\(descriptor)", &target, target.count)
    return String(
      decoding: target[..<max(count, 0)].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  private static func text(_ path: String) -> String {
    guard let file = fopen(path, "r") else { return "" }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&chunk, 1, chunk.count, file)
      if count == 0 { return String(decoding: bytes, as: UTF8.self) }
      bytes += chunk[..<count]
    }
  }
}
