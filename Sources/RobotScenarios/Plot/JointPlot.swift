/// Reference and measurement of one joint over some time, as inline SVG.
public struct JointPlot {
  /// A vertical line; none without a time [s].
  public struct Mark {
    var time: Double?
    var color: String
    /// Dashed, so that a line in the same place shows too.
    var isDashed = false

    /// A line at `time` [s] in an SVG colour.
    public init(time: Double?, color: String, isDashed: Bool = false) {
      self.time = time
      self.color = color
      self.isDashed = isDashed
    }
  }

  private static let (width, height, margin) = (360.0, 150.0, 12.0)

  private let marks: [Mark]
  private let window: ClosedRange<Double>
  private let times: [Double]
  private let references: [Double]
  private let measured: [Double]

  /// A plot of what `trace` has of `joint` within `window`, from the beginning of the motion [s].
  public init(trace: FaultTrace, joint: Int, window: ClosedRange<Double>, marks: [Mark]) {
    let places = trace.times.indices.filter { window.contains(trace.times[$0]) }
    self.marks = marks
    self.window = window
    times = places.map { trace.times[$0] }
    references = places.map { trace.reference(joint, at: $0) }
    measured = places.map { trace.measured(joint, at: $0) }
  }

  /// An `svg` element.
  public var svg: String {
    let (low, high) = bounds
    let lines = marks.compactMap { mark -> String? in
      guard let time = mark.time, window.contains(time) else { return nil }
      let place = across(time)
      let dashes = mark.isDashed ? " stroke-dasharray=\"6 6\"" : ""
      return
        "<line x1=\"\(place)\" x2=\"\(place)\" y1=\"0\" y2=\"\(Int(Self.height))\" stroke=\"\(mark.color)\"\(dashes)/>"
    }
    return """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(Int(Self.width)) \(Int(Self.height))" width="\(Int(Self.width))" \
      height="\(Int(Self.height))" font-size="9">
      <rect width="100%" height="100%" fill="none" stroke="#ccc"/>
      \(lines.joined(separator: "\n"))
      \(curve(references, "#999", low, high))
      \(curve(measured, "#06c", low, high))
      <text x="2" y="10">\(Decimals.text(high, places: 3))</text>
      <text x="2" y="\(Int(Self.height) - 3)">\(Decimals.text(low, places: 3)); \
      \(Decimals.text(window.lowerBound, places: 3)) s to \(Decimals.text(window.upperBound, places: 3)) s</text>
      </svg>
      """
  }

  /// What is drawn, and never less than 0.02.
  private var bounds: (low: Double, high: Double) {
    let all = (references + measured).filter(\.isFinite)
    let (low, high) = (all.min() ?? 0, all.max() ?? 0)
    let spare = max(0, 0.02 - (high - low)) / 2
    return (low - spare, high + spare)
  }

  private func curve(_ values: [Double], _ color: String, _ low: Double, _ high: Double) -> String {
    let points = zip(times, values).compactMap { time, value -> String? in
      guard value.isFinite else { return nil }
      let share = (value - low) / (high - low)
      let down = Self.height - Self.margin - share * (Self.height - 2 * Self.margin)
      return "\(across(time)),\(Decimals.text(down, places: 1))"
    }
    return
      "<polyline fill=\"none\" stroke=\"\(color)\" points=\"\(points.joined(separator: " "))\"/>"
  }

  private func across(_ time: Double) -> String {
    let share = (time - window.lowerBound) / (window.upperBound - window.lowerBound)
    return Decimals.text(share * Self.width, places: 1)
  }
}
