import RobotHAL

/// What a person reads about a failed set-up: device, step, cause, remedy.
enum FailureText {
  static func bus(_ error: BusError, device: String, step: String) -> String {
    "\(device): \(step) failed: \(cause(error)) (errno \(error.errno)); \(advice(error.kind))"
  }

  static func readBack(device: String, register: String, wrote: Int, read: Int) -> String {
    "\(device): \(register) was written as \(hexadecimal(wrote)) but reads \(hexadecimal(read)); "
      + "another program or a second device at this address interferes, or the supply dips: "
      + "stop the program, check the address pins, measure the supply"
  }

  static func hexadecimal(_ value: Int) -> String {
    "0x" + String(value, radix: 16, uppercase: true)
  }

  private static func cause(_ error: BusError) -> String {
    switch error.kind {
    case .noAcknowledge: "nobody acknowledged"
    case .arbitrationLost: "another master took the bus"
    case .timeout: "the bus did not answer in time"
    case .busFault: "the bus is stuck or broken"
    case .unsupported: "the adapter cannot do it"
    case .unavailable: "the bus device is missing or not permitted"
    case .other: "the kernel refused"
    }
  }

  private static func advice(_ kind: BusError.Kind) -> String {
    switch kind {
    case .noAcknowledge: "check its power, its wiring, its address pins and the mux channel"
    case .arbitrationLost: "find the second master on this bus"
    case .timeout: "check the pull-ups and power-cycle a device that holds SDA or SCL low"
    case .busFault: "check SDA and SCL for a short and power-cycle the devices"
    case .unsupported: "use another adapter for this device"
    case .unavailable: "check the bus name in the board file and the permissions of the device node"
    case .other: "look up the errno and the kernel log"
    }
  }
}
