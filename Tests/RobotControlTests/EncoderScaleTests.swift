import RobotControl
import Testing

@Suite struct EncoderScaleTests {
  /// An encoder before a gear of 2 that turns backwards: its turn is half a turn of the joint.
  let scale = EncoderScale(ratio: -0.5, zero: 1, center: 0, turn: Double.pi)

  @Test(
    arguments: [
      (1.0, 0.0), (2.0, -0.5), (0.0, 0.5),
      // 5 rad is -2 rad of the joint, or a turn further 1.141 592 653 589 793 rad.
      (5.0, 1.141_592_653_589_793),
    ])
  func takesTheTurnNearestToTheMiddle(encoder: Double, joint: Double) {
    #expect(abs(scale.position(encoderRadians: encoder) - joint) < 1e-12)
  }

  /// A joint whose range lies around 4 rad: 0.5 rad is 3.5 rad away, a turn further only 2.78 rad.
  @Test func theMiddleIsThatOfTheJointsRange() {
    let scale = EncoderScale(ratio: 1, zero: 0, center: 4, turn: 2 * Double.pi)
    #expect(abs(scale.position(encoderRadians: 0.5) - 6.783_185_307_179_586) < 1e-12)
    #expect(abs(scale.position(encoderRadians: 1) - 1) < 1e-12)
  }

  /// What `Int` does not hold must not reach it: a conversion would end the process.
  @Test(arguments: [Double.nan, .infinity, -.infinity, 1e300, -1e300, 1e18])
  func whatIsNoReadingGivesNoPosition(encoder: Double) {
    #expect(scale.position(encoderRadians: encoder).isNaN)
  }

  @Test func aTurnOfNothingGivesNoPosition() {
    let scale = EncoderScale(ratio: 1, zero: 0, center: 1, turn: 0)
    #expect(scale.position(encoderRadians: 1).isNaN)
    #expect(scale.position(encoderRadians: 2).isNaN)
  }
}
