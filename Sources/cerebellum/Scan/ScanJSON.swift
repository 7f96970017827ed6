import RobotAssembly
import RobotConfiguration
import RobotHAL

extension ScanReport {
  /// The members of the object that Documentation/command-line.md describes.
  var jsonMembers: [(String, JSONValue)] {
    [
      ("buses", .array(buses.map(\.json))),
      ("robot_devices", .array(verdicts.map(\.json))),
      ("robot_file", .text(robotFile)),
    ]
  }
}

extension ScannedBus {
  fileprivate var json: JSONValue {
    .object([
      ("name", .text(name)), ("board_names", .array(boardNames.map { .text($0) })),
      ("path", .optional(path)), ("adapter", .optional(adapterName)),
      ("device_tree", .optional(deviceTreePath)), ("speed_hz", .optional(speedHertz)),
      (
        "branch",
        branch.map { branch in
          .object([
            ("parent", .text(branch.parent)), ("mux", .text("\(branch.mux)")),
            ("channel", branch.channel.map { .integer($0) } ?? .null),
          ])
        } ?? .null
      ),
      ("smbus_only", isSMBusOnly.map { .boolean($0) } ?? .null),
      (
        "owned",
        .array(
          claimed.sorted { $0.key < $1.key }.map { address, driver in
            .object([("address", .text("\(address)")), ("driver", .text(driver))])
          })
      ),
      ("refused", .optional(refusal?.english)),
      ("devices", .array((scan?.devices ?? []).map(\.json))),
      ("trouble", .optional(scan?.trouble?.text.english)),
      ("warnings", .array((scan?.warnings ?? []).map { .text($0.english) })),
    ])
  }
}

extension FoundDevice {
  fileprivate var json: JSONValue {
    .object([
      ("address", .text("\(address)")), ("mux", .optional(via.map { "\($0.mux)" })),
      ("channel", via.map { .integer($0.channel) } ?? .null),
      ("drivers", .array(drivers.map { .text($0) })), ("is_certain", .boolean(isCertain)),
      ("registers", .text(registers)), ("also", .optional(echoOf.map { "\($0)" })),
    ])
  }
}

extension DeviceVerdict {
  fileprivate var json: JSONValue {
    .object([
      ("device", .text(device)), ("driver", .text(driver)), ("place", .text(place)),
      ("state", .text(state.rawValue)), ("text", .text(text.english)),
    ])
  }
}
