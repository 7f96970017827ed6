import Glibc
import LinuxHAL
import RobotHAL
import Testing

@Suite("Finding a bus in sysfs")
struct LinuxI2CBusesTests {
  /// A Raspberry Pi 5 with the header's bus, the two HDMI buses (one name) and a fan's driver.
  let tree = TemporaryTree()
  var buses: LinuxI2CBuses { LinuxI2CBuses(root: tree.root) }

  init() {
    add(1, "Synopsys DesignWare I2C adapter", "axi/pcie@120000/rp1/i2c@74000")
    add(13, "107d508200.i2c", "soc/i2c@7d508200")
    add(14, "107d508200.i2c", "soc/i2c@7d508280")
    add(20, "i2c-virtio", nil)
    tree.makeFile("sys/bus/i2c/drivers/emc2305/uevent", "")
    tree.makeFile("sys/bus/i2c/devices/1-0040/name", "emc2305")
    tree.makeLink("sys/bus/i2c/devices/1-0040/driver", to: "sys/bus/i2c/drivers/emc2305")
    tree.makeFile("sys/bus/i2c/devices/1-000c/name", "ak8975")
  }

  func add(_ number: Int, _ name: String, _ node: String?) {
    let device = "sys/devices/i2c-\(number)"
    tree.makeFile("\(device)/i2c-dev/i2c-\(number)/name", name)
    tree.makeLink("\(device)/i2c-dev/i2c-\(number)/device", to: device)
    tree.makeLink("sys/class/i2c-dev/i2c-\(number)", to: "\(device)/i2c-dev/i2c-\(number)")
    tree.makeFile("dev/i2c-\(number)", "")
    guard let node else { return }
    tree.makeFolder("sys/firmware/devicetree/base/\(node)")
    tree.makeLink("\(device)/of_node", to: "sys/firmware/devicetree/base/\(node)")
  }

  @Test("All buses are listed by number, each as the kernel describes it")
  func all() {
    #expect(buses.all().map(\.number) == [1, 13, 14, 20])
    #expect(buses.all().first?.adapterName == "Synopsys DesignWare I2C adapter")
    #expect(buses.all().first?.path == tree.root + "/dev/i2c-1")
    #expect(
      buses.all().map(\.deviceTreePath) == [
        "/axi/pcie@120000/rp1/i2c@74000", "/soc/i2c@7d508200", "/soc/i2c@7d508280", nil,
      ])
  }

  @Test("A bus is found by name, by device-tree path, by node and by a link to its node")
  func found() throws {
    tree.makeLink("dev/header", to: "dev/i2c-1")
    #expect(try buses.bus(.adapterName("i2c-virtio")).number == 20)
    #expect(try buses.bus(.deviceTreePath("/soc/i2c@7d508280")).number == 14)
    #expect(try buses.bus(.path(tree.root + "/dev/i2c-13")).number == 13)
    #expect(try buses.bus(.path(tree.root + "/dev/header")).number == 1)
  }

  @Test("A name that two buses share is refused, and both are told")
  func ambiguous() {
    let error = #expect(throws: LinuxDeviceError.self) {
      try buses.bus(.adapterName("107d508200.i2c"))
    }
    #expect(error?.kind == .ambiguous)
    #expect(
      error?.description
        == "I2C adapter \"107d508200.i2c\": 2 buses answer to it. Name one by its device-tree path"
        + " or node: \(tree.root)/dev/i2c-13 \"107d508200.i2c\" /soc/i2c@7d508200,"
        + " \(tree.root)/dev/i2c-14 \"107d508200.i2c\" /soc/i2c@7d508280")
  }

  @Test("A name that no bus has is refused, and those there are are told")
  func missing() {
    let error = #expect(throws: LinuxDeviceError.self) {
      try buses.bus(.deviceTreePath("/soc/i2c@1"))
    }
    #expect(error?.kind == .missing)
    #expect(
      error?.description.hasPrefix("I2C bus at device-tree node /soc/i2c@1: no such bus. ") == true)
    #expect(error?.remedy.contains("/dev/i2c-20 \"i2c-virtio\"") == true)
  }

  @Test("A machine without a bus says how to enable one")
  func none() {
    let empty = LinuxI2CBuses(root: tree.root + "/dev")
    #expect(empty.all().isEmpty)
    let error = #expect(throws: LinuxDeviceError.self) { try empty.bus(.adapterName("x")) }
    #expect(error?.kind == .missing && error?.remedy.contains("sudo modprobe i2c-dev") == true)
  }

  @Test("A device that a kernel driver owns is refused; one it only knows is not")
  func claimed() throws {
    let bus = try buses.bus(.adapterName("Synopsys DesignWare I2C adapter"))
    try buses.requireUnclaimed([0x0C, 0x36, 0x41], on: bus)
    let error = #expect(throws: LinuxDeviceError.self) {
      try buses.requireUnclaimed([0x36, 0x40], on: bus)
    }
    #expect(error?.kind == .occupied && error?.errno == 16)
    #expect(
      error?.description
        == "\(bus.path) address 0x40: owned by the kernel driver emc2305 (EBUSY). Unbind it (echo"
        + " 1-0040 | sudo tee /sys/bus/i2c/devices/1-0040/driver/unbind) or put the device on"
        + " another bus or address")
  }
}
