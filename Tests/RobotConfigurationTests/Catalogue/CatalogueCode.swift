import RobotConfiguration

/// The Swift files that are written from the catalogue of faults.
struct CatalogueCode {
  let catalogue: FaultCatalogue

  private static let header = """
    // Written by `make catalogue` from Faults/faults.yaml: change that.
    // swift-format-ignore-file


    """

  /// The codes that latch, for the control cycle.
  var faultCode: String {
    let entries = catalogue.entries.filter(\.reaction.latches)
    let braking = entries.filter { $0.reaction == .safeStop1 }.map { ".\($0.caseName)" }
    return Self.header + """
      /// Why the robot stopped. Values are append-only: logs outlive versions. 1xx output devices, 2xx
      /// encoders, 3xx timing, 4xx joints, 5xx safety inputs, 6xx supply and temperature, 7xx commands.
      public enum FaultCode: UInt16, BitwiseCopyable, Sendable {
      \(cases(entries))

        /// What the fault does. Words of IEC 61800-5-2; software monitoring, not a certified function.
        @_noAllocation @_noLocks
        public func reaction() -> StopReaction {
          switch self {
          case \(braking.joined(separator: ", ")): .safeStop1
          default: .safeTorqueOff
          }
        }
      }

      \(allCases("FaultCode"))
      """
  }

  /// The codes of stops and slower speeds without a fault.
  var stopCode: String {
    Self.header + """
      /// Why the robot came to hold, or became slower, by itself, without a fault. Values are append-only, as
      /// those of `FaultCode`, and of no fault: logs and clients know both by their numbers.
      public enum StopCode: UInt16, BitwiseCopyable, Sendable {
      \(cases(catalogue.entries.filter { !$0.reaction.latches }))
      }

      \(allCases("StopCode"))
      """
  }

  /// The names, for the shape of fault scenarios.
  var names: String {
    func list(_ entries: [FaultCatalogue.Entry]) -> String {
      entries.map { "    \"\($0.name)\"," }.joined(separator: "\n")
    }
    return Self.header + """
      /// What the codes are called in files.
      enum FaultNames {
        /// Of faults that latch, by their codes.
        static let faults = [
      \(list(catalogue.entries.filter(\.reaction.latches)))
        ]
        /// Of stops without a fault, by their codes.
        static let stops = [
      \(list(catalogue.entries.filter { !$0.reaction.latches }))
        ]
      }

      """
  }

  /// The hundreds that have entries.
  var hundreds: [UInt16] { Set(catalogue.entries.map { $0.code / 100 }).sorted() }

  /// The whole catalogue, of its hundreds.
  var shipped: String {
    Self.header + """
      public import RobotConfiguration

      extension FaultCatalogue {
        /// The catalogue of this release.
        public static let shipped = FaultCatalogue(
          entries: \(hundreds.map { "faults\($0)xx" }.joined(separator: " + ")))
      }

      """
  }

  /// The entries of one hundred.
  func entries(ofHundred hundred: UInt16) -> String {
    let entries = catalogue.entries.filter { $0.code / 100 == hundred }
    return Self.header + """
      internal import RobotConfiguration

      extension FaultCatalogue {
        static let faults\(hundred)xx: [Entry] = [
      \(entries.map(entry).joined(separator: "\n"))
        ]
      }

      """
  }

  // MARK: Pieces

  private func cases(_ entries: [FaultCatalogue.Entry]) -> String {
    entries.map { "  /// \($0.meaning)\n  case \($0.caseName) = \($0.code)" }
      .joined(separator: "\n")
  }

  private func allCases(_ type: String) -> String {
    """
    #if !hasFeature(Embedded)
      // An array is on the heap.
      extension \(type): CaseIterable {}
    #endif

    """
  }

  private func entry(_ entry: FaultCatalogue.Entry) -> String {
    """
        Entry(
          name: "\(entry.name)", code: \(entry.code), reaction: .\(entry.reaction), owner: .\(entry.owner),
          evidence: \(evidence(entry.evidence)), rows: \(entry.rows),
          title: \(text(entry.title)),
          meaning: \(quoted(entry.meaning)),
          says: \(text(entry.says)),
          cause: \(text(entry.cause)),
          remedy: \(text(entry.remedy)),
          shownBy: [\(entry.shownBy.map(quoted).joined(separator: ", "))]),
    """
  }

  private func evidence(_ evidence: FaultCatalogue.Evidence?) -> String {
    guard let evidence else { return "nil" }
    return "Evidence(unit: .\(evidence.unit), value: \(text(evidence.value)), "
      + "limit: \(evidence.limit.map(text) ?? "nil"))"
  }

  private func text(_ text: BilingualText) -> String {
    "BilingualText(\(quoted(text.english)), \(quoted(text.chinese)))"
  }

  private func quoted(_ text: String) -> String {
    "\"" + text.flatMap { "\"\\".contains($0) ? "\\\($0)" : "\($0)" } + "\""
  }
}

extension FaultCatalogue.Entry {
  /// Its name as that of a case in Swift.
  var caseName: String {
    let words = name.split(separator: "_")
    return words[0] + words.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
  }
}
