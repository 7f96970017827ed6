import RobotConfiguration
import Testing

@testable import cerebellum

@Suite struct ExplainCommandTests {
  private func explain(_ arguments: String..., language: Language = .english) throws -> String {
    let listener = Listener()
    try verb(["explain"] + arguments).execute(listener.console(language))
    return listener.output
  }

  @Test(arguments: ["205", "encoder_frozen"])
  func explainsAFaultByNumberAndByName(_ name: String) throws {
    let text = try explain(name)
    for part in [
      "205  encoder_frozen  Encoder frozen or joint blocked\n", "  Cause: The encoder is frozen",
      "  Reaction: safe_torque_off: outputs are off; latched until it is cleared, and armed again.\n",
      "  Value: distance from the reference\n", "  What to do: Turn the joint by hand",
    ] {
      #expect(text.contains(part), "\(text)")
    }
    #expect(try explain(name, language: .chinese).contains("  处理：请用手转动关节"))
  }

  /// A stop is no fault.
  @Test func aStopLatchesNothing() throws {
    #expect(try explain("limit_switch").contains("; no fault: arm again."))
    #expect(try explain("406", "--json").contains("\"latches\": false"))
  }

  @Test func listsAllOfThem() throws {
    let lines = try explain().split(separator: "\n")
    #expect(lines.count >= 22)
    #expect(lines.first == "101  actuator_lost  Output device lost")
    #expect(try explain("--json").hasPrefix("{\"faults\": [{\"code\": 101, "))
  }

  @Test func anUnknownNameIsRefusedWithTheNearest() throws {
    do {
      _ = try explain("encoder_lots")
      Issue.record("explained what there is not")
    } catch let failure as ToolFailure {
      #expect(failure.exit == .usage)
      #expect(failure.message.english.contains("did you mean \"encoder_lost\"?"))
    }
  }
}
