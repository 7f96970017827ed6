import FoundationEssentials
import RobotWire
import Testing

/// Who may ask for what. The literals are those of wire-protocol.md, "Roles".
@Suite struct RoleTests {
  private static let table: [(role: Role, requests: [String])] = [
    (
      .observe,
      [
        "hello", "describe", "subscribe", "statistics", "histogram", "lateCycles", "jointKinds",
        "sensors", "sensorSamples", "tactileFrames", "devices", "evidence", "files", "access",
        "deathBefore", "stop",
      ]
    ),
    (
      .operate,
      [
        "arm", "recover", "disarm", "clear", "jog", "command", "trajectoryBegin",
        "trajectoryKnots", "trajectoryStart", "examine",
      ]
    ),
    (.maintain, ["tare", "setLine", "push"]),
  ]

  @Test func everyRequestHasTheRoleOfTheDocument() throws {
    let document = try String(contentsOf: GoldenFile.file("wire-protocol.md"), encoding: .utf8)
    var roles: [String: Role] = [:]
    for (role, requests) in Self.table {
      for request in requests { roles[request] = role }
      let row = requests.map { "`\($0)`" }.joined(separator: ", ")
      #expect(document.contains("| \(role.name) | \(row) |"))
    }
    let goldens = try GoldenFile.load().requests
    #expect(Set(goldens.map(\.message)) == Set(roles.keys))
    for golden in goldens {
      let request = try Envelope<Request>(frame: bytes(golden.frame)).message
      #expect(request.role == roles[golden.message], "\(golden.message)")
    }
  }

  @Test func whoeverTakesControlOperatesAndAnyoneMayStop() throws {
    let takers = [
      "arm", "recover", "clear", "jog", "command", "trajectoryBegin", "trajectoryKnots",
      "trajectoryStart",
    ]
    for golden in try GoldenFile.load().requests {
      let request = try Envelope<Request>(frame: bytes(golden.frame)).message
      #expect(request.takesControl == takers.contains(golden.message), "\(golden.message)")
      #expect(!request.takesControl || request.role == .operate, "\(golden.message)")
      #expect(request.isTakenAgain == ["stop", "disarm"].contains(golden.message))
    }
    #expect(Request.stop.role == .observe && !Request.stop.takesControl)
  }

  @Test func rolesAreInOrder() {
    #expect(Role.allCases.map(\.rawValue) == [0, 1, 2])
    #expect(Role.observe < .operate && .operate < .maintain)
  }

  private static let operators = RolePolicy.Group(name: "operators", number: 10)
  private static let keepers = RolePolicy.Group(name: "keepers", number: 20)

  /// What a user of groups 1 and those given has, under each policy.
  private static let memberships: [(groups: Set<UInt32>, roles: [Role])] = [
    ([], [.maintain, .observe, .operate, .observe]),
    ([10], [.maintain, .maintain, .operate, .operate]),
    ([20], [.maintain, .observe, .maintain, .maintain]),
    ([10, 20], [.maintain, .maintain, .maintain, .maintain]),
  ]

  @Test(arguments: memberships)
  func groupsGiveRoles(groups: Set<UInt32>, roles: [Role]) {
    let policies = [
      RolePolicy(owner: 999), RolePolicy(operate: Self.operators, owner: 999),
      RolePolicy(maintain: Self.keepers, owner: 999),
      RolePolicy(operate: Self.operators, maintain: Self.keepers, owner: 999),
    ]
    for (policy, role) in zip(policies, roles) {
      #expect(
        policy.role(of: PeerCredentials(pid: 1, uid: 1000, groups: groups.union([1]))) == role)
      // root and the daemon's own user, whatever their groups.
      for user in [0, 999] as [UInt32] {
        #expect(policy.role(of: PeerCredentials(pid: 1, uid: user, groups: [])) == .maintain)
      }
    }
  }

  @Test func theGroupThatHelpsIsNamed() {
    let both = RolePolicy(operate: Self.operators, maintain: Self.keepers, owner: 0)
    #expect(both.group(giving: .operate) == Self.operators)
    #expect(both.group(giving: .maintain) == Self.keepers)
    let one = RolePolicy(operate: Self.operators, owner: 0)
    #expect(one.group(giving: .maintain) == Self.operators)
  }
}
