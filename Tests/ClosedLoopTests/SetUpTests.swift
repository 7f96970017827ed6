import RobotAssembly
import RobotUnits
import SimulatedHAL
import Testing

/// What is wired is not what the robot file says.
@Suite struct SetUpTests {
  /// The message of the set-up of the arm on hardware wired by `edit`.
  private func problem(_ edit: (String) -> String) throws -> SetUpError? {
    let world = SimulatedWorld(try Fixture.arm(edit), clock: SimulationClock(.virtual))
    do {
      _ = try RobotSystem(try Fixture.arm(), on: world.hardware)
      return nil
    } catch let error as SetUpError {
      // Whatever went wrong, nothing may be driven.
      #expect(world.line(named: "drive_enable")?.isHigh == true)
      return error
    }
  }

  @Test func succeedsOnTheHardwareOfTheFile() throws {
    #expect(try problem { $0 } == nil)
  }

  @Test func namesADeviceThatIsAnotherOne() throws {
    let error = try problem {
      $0.replacing(
        "{ driver: ina226, bus: left, address: 0x44, shunt: 2 mOhm, every: 50 }",
        with: "{ driver: pca9685, bus: left, address: 0x44, frequency: 1 kHz }")
    }
    #expect(error?.device == "left_supply")
    #expect(error?.place == "bus left, 0x44")
    let text = try #require(error).description
    #expect(text.hasPrefix("device \"left_supply\" (bus left, 0x44): INA226"), "\(text)")
    #expect(text.contains("check the address"), "\(text)")
  }

  @Test func namesADeviceThatIsNotThere() throws {
    let error = try problem {
      $0.replacing("via: right_mux.1", with: "via: right_mux.6")
    }
    #expect(error?.device == "roll_angle")
    #expect(error?.place == "bus right, 0x36")
    let text = try #require(error).description
    #expect(text.contains("nobody acknowledged"), "\(text)")
    #expect(text.contains("check its power, its wiring"), "\(text)")
  }

  @Test func namesAMuxThatIsNotThere() throws {
    let error = try problem {
      $0.replacing(
        "{ driver: tca9548a, bus: right, address: 0x71 }",
        with: "{ driver: tca9548a, bus: right, address: 0x73 }")
    }
    #expect(error?.device == "right_mux")
    #expect(error?.place == "bus right, 0x71")
  }

  @Test func leavesEveryChannelClosed() throws {
    let world = SimulatedWorld(try Fixture.arm(), clock: SimulationClock(.virtual))
    let mux = try #require(world.chips["left_mux"] as? TCA9548AModel)
    mux.control = 0xFF
    _ = try RobotSystem(try Fixture.arm(), on: world.hardware)
    #expect(mux.control == 0)
  }
}
