internal import Glibc

/// The guest's memory, as the front-end shares it. Every access is checked: a guest can name any address.
final class GuestMemory {
  private let regions: [Region]

  /// Which of the two addresses that a byte has is meant.
  enum Space {
    /// As the guest's driver sees it: buffers and tables of descriptors.
    case guest
    /// As the front-end sees it: the areas of a ring.
    case frontEnd
  }

  init(_ regions: [Region] = []) { self.regions = regions }

  var isEmpty: Bool { regions.isEmpty }

  /// The bytes from `address` on, `count` of them and wholly in one region; `nil` where they are not.
  func bytes(at address: UInt64, count: UInt64, in space: Space) -> UnsafeMutableRawBufferPointer? {
    for region in regions {
      let base = space == .guest ? region.guestAddress : region.frontEndAddress
      guard address >= base, address - base < region.size, count <= region.size - (address - base)
      else { continue }
      return UnsafeMutableRawBufferPointer(
        start: region.start + Int(address - base), count: Int(count))
    }
    return nil
  }

  /// Whether every file is still as long as when it was mapped. Behind its end an access would end the process.
  var isWhole: Bool { regions.allSatisfy(\.isWhole) }

  /// A part of the guest's memory, mapped for as long as it is needed.
  final class Region {
    let guestAddress: UInt64
    let frontEndAddress: UInt64
    let size: UInt64
    let start: UnsafeMutableRawPointer
    private let file: OwnedDescriptor
    private let mapping: UnsafeMutableRawPointer
    private let mappedSize: Int

    /// Maps `size` bytes of `file` from `offset` on; `nil` when they are not there, or wrap around. Throws what
    /// the system says.
    init?(
      guestAddress: UInt64, frontEndAddress: UInt64, size: UInt64, offset: UInt64,
      file: OwnedDescriptor
    ) throws(VhostFailure) {
      let (end, wraps) = size.addingReportingOverflow(offset)
      guard size > 0, !wraps, let length = Int(exactly: end),
        !guestAddress.addingReportingOverflow(size).overflow,
        !frontEndAddress.addingReportingOverflow(size).overflow,
        Region.isFile(file, atLeast: length)
      else { return nil }
      let mapping = mmap(nil, length, PROT_READ | PROT_WRITE, MAP_SHARED, file.number, 0)
      guard let mapping, mapping != MAP_FAILED else { throw .system(call: "mmap", errno: errno) }
      self.guestAddress = guestAddress
      self.frontEndAddress = frontEndAddress
      self.size = size
      self.file = file
      self.mapping = mapping
      mappedSize = length
      start = mapping + Int(offset)
    }

    deinit { _ = munmap(mapping, mappedSize) }

    var isWhole: Bool { Region.isFile(file, atLeast: mappedSize) }

    private static func isFile(_ file: OwnedDescriptor, atLeast length: Int) -> Bool {
      var status = stat()
      guard fstat(file.number, &status) == 0 else { return false }
      return status.st_mode & S_IFMT == S_IFREG && Int(status.st_size) >= length
    }
  }
}
