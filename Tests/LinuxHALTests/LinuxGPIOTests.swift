import Glibc
import RobotHAL
import Testing

@testable import LinuxHAL

@Suite("GPIO chips and lines")
struct LinuxGPIOTests {
  /// Excerpt of a Raspberry Pi 5 (bcm2712-rpi-5-b.dts), where names repeat.
  let pi5 = LinuxGPIO(chips: [
    chip(0, "pinctrl-rp1", [2: "GPIO2", 17: "GPIO17", 27: "GPIO27"]),
    chip(10, "gpio-brcmstb@107d508500", [0: "-", 1: "2712_BOOT_CS_N", 15: "2712_WAKE"]),
    chip(11, "gpio-brcmstb@107d517c00", [0: "-", 1: "2712_WAKE"]),
  ])

  static func chip(_ number: Int, _ label: String, _ names: [UInt32: String]) -> LinuxGPIOChip {
    let path = "/dev/gpiochip\(number)"
    let lines = names.sorted { $0.key < $1.key }.map {
      LinuxGPIOLine(
        chipPath: path, offset: $0.key, name: $0.value, consumer: "", isUsed: false)
    }
    return LinuxGPIOChip(path: path, name: "gpiochip\(number)", label: label, lines: lines)
  }

  @Test(
    "A line is found by its name, and by offset on a chip named by label, name or node",
    arguments: [
      .name("GPIO17", chip: nil), .name("GPIO17", chip: "pinctrl-rp1"),
      .offset(17, chip: "pinctrl-rp1"), .offset(17, chip: "gpiochip0"),
      .offset(17, chip: "/dev/gpiochip0"),
    ] as [LinuxGPIO.Selector])
  func found(selector: LinuxGPIO.Selector) throws {
    let line = try pi5.line(selector)
    #expect(line.chipPath == "/dev/gpiochip0" && line.offset == 17)
  }

  @Test("A name that two lines share is refused unless the chip is named too")
  func ambiguous() throws {
    let error = #expect(throws: LinuxDeviceError.self) {
      try pi5.line(.name("2712_WAKE", chip: nil))
    }
    #expect(error?.kind == .ambiguous)
    #expect(
      error?.description
        == "GPIO line \"2712_WAKE\": 2 lines answer to it. Name one by chip and offset:"
        + " /dev/gpiochip10 offset 15, /dev/gpiochip11 offset 1")
    let line = try pi5.line(.name("2712_WAKE", chip: "gpiochip11"))
    #expect(line.chipPath == "/dev/gpiochip11" && line.offset == 1)
  }

  @Test("A line or chip that is not there is refused with what is")
  func missing() {
    let line = #expect(throws: LinuxDeviceError.self) { try pi5.line(.name("GPIO99", chip: nil)) }
    #expect(line?.kind == .missing)
    #expect(line?.description.hasPrefix("GPIO line \"GPIO99\": no such line. Run gpioinfo") == true)
    let chip = #expect(throws: LinuxDeviceError.self) {
      try pi5.line(.offset(1, chip: "pinctrl-bcm2711"))
    }
    #expect(chip?.kind == .missing)
    #expect(chip?.remedy.contains("/dev/gpiochip0 \"pinctrl-rp1\"") == true)
    let nothing = #expect(throws: LinuxDeviceError.self) {
      try LinuxGPIO(chips: []).line(.name("GPIO17", chip: nil))
    }
    #expect(nothing?.kind == .missing && nothing?.remedy.contains("Boards/") == true)
  }

  @Test("A chip that is not there fails with its path and what to do")
  func missingChip() {
    let input = #expect(throws: LinuxDeviceError.self) {
      try LinuxDigitalInput(chipPath: "/dev/gpiochip99", offset: 4, bias: .pullUp)
    }
    #expect(input?.kind == .missing && input?.errno == 2)
    #expect(
      input?.description
        == "/dev/gpiochip99 line 4: no such device (ENOENT). Run gpiodetect to see the chips of this"
        + " machine; the board's file in Boards/ says which one drives the header")
    let output = #expect(throws: LinuxDeviceError.self) {
      try LinuxDigitalOutput(chipPath: "/dev/gpiochip99", offset: 27, initial: false)
    }
    #expect(output?.device == "/dev/gpiochip99 line 27" && output?.kind == .missing)
    let chip = #expect(throws: LinuxDeviceError.self) {
      try LinuxGPIO.chip(at: "/dev/gpiochip99")
    }
    #expect(chip?.device == "/dev/gpiochip99" && chip?.kind == .missing)
  }

  @Test("Another device is not taken for a chip")
  func wrongDevice() {
    let error = #expect(throws: LinuxDeviceError.self) { try LinuxGPIO.chip(at: "/dev/null") }
    #expect(error?.kind == .wrongDevice || error?.kind == .missing)
  }

  @Test("The version of libgpiod is 1.6 or 2")
  func version() {
    #expect(
      LinuxGPIO.libraryVersion.hasPrefix("1.6.") || LinuxGPIO.libraryVersion.hasPrefix("2."))
  }
}
