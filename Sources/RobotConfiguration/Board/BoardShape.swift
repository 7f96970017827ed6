/// The keys of a board file.
enum BoardShape {
  /// The top of the file.
  static let fields = [
    Field("board", .word(.title), required: true, example: "raspberrypi-5", summary: "its name"),
    Field(
      "compatible", .list(of: .text, count: 0...8), required: true,
      example: "[\"raspberrypi,5-model-b\"]",
      summary: "the strings in /proc/device-tree/compatible that identify it; [] for none"),
    Field(
      "status", .choice(BoardDescription.Status.allCases.map(\.rawValue)), required: true,
      example: "unverified", summary: "how far this file was tried on the board itself"),
    Field(
      "i2c", .table(of: .record(bus), keys: .name, what: "bus"), required: true,
      example: "{ header: { speed: 400 kHz, overhead: 100 us } }",
      summary: "the I2C buses by the names that robot files use"),
    Field(
      "gpio", .record(gpio), required: true, example: "{ on_release: unknown }",
      summary: "what is known of its GPIO"),
    Field(
      "realtime", .record(realtime), example: "{ isolate: [3], governor: performance }",
      summary: "how to make its processors quiet"),
    Field(
      "quirks", .list(of: .word(.title), count: 0...16), example: "[pi-i2c-clock-stretch]",
      summary: "known traps, by name"),
  ]

  private static let bus = [
    Field(
      "pins", .list(of: .integer(1...999), count: 2...2), example: "[3, 5]",
      summary: "the header pins SDA and SCL"),
    Field(
      "device", .text, example: "/dev/i2c-1",
      summary: "the device node, where it can be relied on"),
    Field(
      "adapter", .text, example: "bcm2835 (i2c@7e804000)",
      summary: "the adapter's name in /sys/bus/i2c/devices/i2c-*/name"),
    Field(
      "of_path", .text, example: "/soc/i2c@7e804000",
      summary: "the adapter's device-tree path"),
    Field(
      "speed", .quantity(.frequency, NumberRange(10_000...3_400_000)), required: true,
      example: "400 kHz", summary: "the highest SCL frequency of the adapter"),
    Field(
      "overhead", .quantity(.time, NumberRange(0...0.01)), required: true, example: "100 us",
      summary: "the time of one transfer beyond the wire: driver, interrupt, system call"),
    Field(
      "enable", .text, example: "dtparam=i2c_arm=on,i2c_arm_baudrate=400000",
      summary: "the line that enables it"),
    Field(
      "enable_file", .text, example: "/boot/firmware/config.txt",
      summary: "the boot file that the line goes into"),
    recovery,
  ]

  private static let gpio = [
    Field(
      "on_release", .choice(BoardDescription.GPIO.OnRelease.allCases.map(\.rawValue)),
      required: true, example: "unknown",
      summary: "what a line does after the process that held it died"),
    Field(
      "strict_fix", .text, example: "dtparam=strict_gpiod",
      summary: "how to make released lines revert"),
    Field(
      "chip", .text, example: "pinctrl-rp1",
      summary: "the label of the chip that carries the header's lines"),
    Field(
      "lines", .table(of: .text, keys: .pin, what: "line"), example: "{ 11: GPIO17 }",
      summary: "line names by header pin"),
  ]

  private static let realtime = [
    Field(
      "isolate", .list(of: .integer(0...1023), count: 0...64), required: true, example: "[3]",
      summary: "the processors to keep for the control threads"),
    Field(
      "command_line", .text, example: "isolcpus=managed_irq,domain,3 nohz_full=3",
      summary: "additions to the kernel command line"),
    Field(
      "governor", .text, example: "performance", summary: "the processor frequency governor"),
    Field(
      "kernel_package", .text, example: "linux-image-rt-arm64",
      summary: "the package with the PREEMPT_RT kernel"),
  ]
}
