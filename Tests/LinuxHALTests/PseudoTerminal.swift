import CSerial
import Glibc

/// A pseudo-terminal: our end stands for the device, `path` is the tty that others open.
final class PseudoTerminal {
  let path: String
  private var descriptor: Int32

  init() {
    var name = [CChar](repeating: 0, count: 128)
    descriptor = cserial_open_pseudo_terminal(&name, name.count)
    path = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit { hangUp() }

  func hangUp() {
    if descriptor >= 0 { close(descriptor) }
    descriptor = -1
  }

  func send(_ bytes: [UInt8]) -> Bool { write(descriptor, bytes, bytes.count) == bytes.count }

  /// What was written to the tty, at most for a second until there are `count` bytes.
  func received(_ count: Int) -> [UInt8] {
    var all: [UInt8] = []
    let deadline = cserial_now() + 1_000_000_000
    while all.count < count {
      var room = [UInt8](repeating: 0, count: count)
      let read = cserial_read(descriptor, &room, count - all.count, deadline)
      guard read > 0 else { break }
      all += room[..<Int(read)]
    }
    return all
  }

  /// The tty's settings, as `struct termios2` of `<asm/termbits.h>`: five words, the line discipline and
  /// characters, then both speeds.
  func settings() -> (words: [UInt32], characters: [UInt8], speeds: [UInt32]) {
    typealias Call = @convention(c) (Int32, UInt, UnsafeMutableRawPointer?) -> Int32
    // RTLD_DEFAULT; Swift does not import a variadic function.
    guard let found = dlsym(nil, "ioctl") else { return ([], [], []) }
    let call = unsafeBitCast(found, to: Call.self)
    var bytes = [UInt8](repeating: 0, count: 44)
    // TCGETS2
    let result = bytes.withUnsafeMutableBytes { call(descriptor, 0x802C_542A, $0.baseAddress) }
    guard result == 0 else { return ([], [], []) }
    func word(_ place: Int) -> UInt32 {
      (0..<4).reduce(0) { $0 | UInt32(bytes[place + $1]) << (8 * UInt32($1)) }
    }
    return ([0, 4, 8, 12].map(word), Array(bytes[17..<36]), [word(36), word(40)])
  }
}
