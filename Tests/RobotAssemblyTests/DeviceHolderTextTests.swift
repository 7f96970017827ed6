import LinuxHAL
import RobotAssembly
import RobotConfiguration
import Testing

@Suite struct DeviceHolderTextTests {
  @Test(
    arguments: [
      (DeviceHolder.process(1234, command: "python3"), "正被 python3（进程 1234）使用"),
      (.process(1234, command: nil), "正被进程 1234 使用"), (.consumer("lamp"), "被 \"lamp\" 占用"),
      (.unknown, "正被其他进程使用，当前用户无法查看是哪个进程；root 可以查看"),
    ])
  func namesTheDeviceAndWhoHasIt(holder: DeviceHolder, chinese: String) {
    let error = LinuxDeviceError(
      .occupied, device: "/dev/i2c-1", problem: "in use", remedy: "Stop it", errno: 16,
      holder: holder)
    #expect(error.holderText?.english == "/dev/i2c-1: in use (EBUSY). Stop it")
    #expect(
      error.holderText?.chinese == "/dev/i2c-1：\(chinese)。请停止该程序：两个主机会互相覆盖对方的命令")
  }

  @Test func otherFailuresHaveNobodyToName() {
    let error = LinuxDeviceError(
      .missing, device: "/dev/i2c-1", problem: "no such device", remedy: "Enable it")
    #expect(error.holderText == nil)
  }
}
