extension PaXini {
  /// What the high-speed board sends and where it stands in a frame: read from the board before it sends,
  /// because the frames themselves do not say.
  public struct Layout: Hashable, Sendable {
    /// A module of the board.
    public struct Module: Hashable, Sendable {
      /// Its place, 0..<28.
      public let index: Int
      /// Its taxels, 0...239.
      public let taxels: Int
      /// Where its own force is among the bytes sent; `nil` when that is not sent.
      public let resultant: Int?
      /// Where the forces of its taxels are; `nil` when they are not sent.
      public let distributed: Int?
    }

    /// The modules, in the order in which they are sent.
    public let modules: [Module]
    /// Bytes of all together.
    public let byteCount: Int

    /// A layout of what the registers say: `bitmap` (4 bytes) of the modules that are there, `types` of what
    /// is sent, `counts` (2 bytes each) of their taxels.
    ///
    /// Throws `taxels` when a module says that it has more than there are.
    public init(bitmap: [UInt8], types: DataTypes, counts: [UInt8]) throws(LayoutError) {
      precondition(bitmap.count == 4 && counts.count == 2 * PaXini.moduleCount)
      var modules: [Module] = []
      var offset = 0
      for index in 0..<PaXini.moduleCount where bitmap[index / 8] & 1 << UInt8(index % 8) != 0 {
        let taxels = Int(counts[2 * index]) | Int(counts[2 * index + 1]) << 8
        guard taxels <= PaXini.mostTaxels else { throw .taxels(module: index, count: taxels) }
        var resultant: Int?
        var distributed: Int?
        if types.contains(.resultant) {
          resultant = offset
          offset += 6
        }
        if types.contains(.distributed) {
          distributed = offset
          offset += 3 * taxels
        }
        modules.append(
          Module(index: index, taxels: taxels, resultant: resultant, distributed: distributed))
      }
      self.modules = modules
      byteCount = offset
    }

    /// Bytes of a whole frame.
    public var frameCount: Int { byteCount + 7 }

    /// How often a line of `bitsPerSecond` can carry it [Hz].
    public func mostFrames(bitsPerSecond: Double = PaXini.bitsPerSecond) -> Double {
      bitsPerSecond / 10 / Double(frameCount)
    }

    /// How often it comes on a line of `bitsPerSecond` [Hz]: what the board does, or what the line carries.
    public func frameRate(bitsPerSecond: Double = PaXini.bitsPerSecond) -> Double {
      min(mostFrames(bitsPerSecond: bitsPerSecond), PaXini.pushRate)
    }

    /// What `module` is called: by the finger that the board's makers thought of.
    public static func name(ofModule index: Int) -> String {
      let fingers = ["thumb", "index", "middle", "ring", "little"]
      let parts = ["proximal", "middle", "tip", "nail"]
      return index < 20 ? "\(fingers[index / 4])_\(parts[index % 4])" : "palm_\(index - 19)"
    }
  }

  /// A board whose registers make no layout.
  public enum LayoutError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A module with more taxels than there are.
    case taxels(module: Int, count: Int)

    /// What happened and what to do.
    public var description: String {
      switch self {
      case .taxels(let module, let count):
        "PaXini: module \(Layout.name(ofModule: module)) says that it has \(count) taxels, and no GEN3 "
          + "module has more than \(PaXini.mostTaxels); check its plug and power-cycle the board"
      }
    }
  }
}
