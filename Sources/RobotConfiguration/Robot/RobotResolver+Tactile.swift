extension RobotResolver {
  /// What the file says of `device` as a skin; `nil` where it is none: without `tare`, unless there is a
  /// `usual` one.
  mutating func tactile(
    _ device: Record, _ driver: DriverSchema?, usual: TactileDescription.Tare? = nil
  ) -> TactileDescription? {
    guard let schema = driver?.tactile else { return nil }
    let word = device.text("tare") ?? usual?.rawValue
    guard let tare = word.flatMap(TactileDescription.Tare.init(rawValue:)) else {
      for key in ["touch", "release", "drift"] where device.has(key) && !device.has("tare") {
        complaints.add(
          device.position(of: key), device.path(key), "only a skin has \(key), and this is none",
          hint: "add tare: at_start, or tare: none, which makes the device one")
      }
      return nil
    }
    let touch = device.number("touch") ?? schema.touch
    // A touch that is set below the driver's release takes that with it.
    let release = device.number("release") ?? min(schema.release, touch / 2)
    if release > touch {
      complaints.add(
        device.position(of: device.has("release") ? "release" : "touch"), device.path("release"),
        "\(release) is above touch, \(touch): a touch would never begin",
        allowed: "at most \(touch)",
        hint: "use twice the noise for release, and more for touch")
      return nil
    }
    return TactileDescription(
      tare: tare, touch: touch, release: release,
      drift: device.number("drift") ?? RobotShape.usualDrift)
  }
}
