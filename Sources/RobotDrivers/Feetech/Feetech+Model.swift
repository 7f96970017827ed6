extension Feetech {
  /// A servo that the driver knows.
  public struct Model: Hashable, Sendable {
    /// What it is called.
    public let name: String
    /// What its MODEL_NUMBER says.
    public let number: UInt16
    /// Which registers it has and how they are laid out.
    public let series: Series

    /// STS3215, the servo of SO-100 and SO-101.
    public static let sts3215 = Model(name: "STS3215", number: 777, series: .sts)
    /// STS3250.
    public static let sts3250 = Model(name: "STS3250", number: 2825, series: .sts)
    /// SCS0009, a small one.
    public static let scs0009 = Model(name: "SCS0009", number: 1284, series: .scs)

    /// All of them.
    public static let all = [sts3215, sts3250, scs0009]
  }
}
