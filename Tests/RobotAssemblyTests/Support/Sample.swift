/// A robot and what belongs to it, for a test to change.
enum Sample {
  /// One joint on one bus, with a URDF beside the file. The lines of the file count: errors name them.
  static let robot = """
    robot: sample
    rate: 200 Hz
    urdf: { path: sample.urdf }
    buses:
      main: { i2c: header, speed: 400 kHz }
    devices:
      pwm: { driver: pca9685, bus: main, address: 0x41, frequency: 1 kHz }
      angle: { driver: as5600, bus: main }
    joints:
      hinge:
        actuator:
          bridge: [pwm.0, pwm.1]
          motor: { supply: 12 V, gear: 345, kt: 6.73 mN.m/A, resistance: 4.44 Ohm }
        encoder: { device: angle, zero: 1.2 rad }
        limits: { position: [-90 deg, 90 deg], velocity: 2 rad/s, acceleration: 10 rad/s^2, effort: 1 N.m }
        control: { law: impedance, kp: 20 N.m/rad, kd: 0.8 N.m.s/rad }
        on_loss: hold

    """

  /// The model of `robot`.
  static func urdf(type: String = "revolute", more: String = "") -> String {
    """
    <robot name="sample">
      <link name="base"/>
      <link name="arm"/>
      <link name="hand"/>
      <joint name="hinge" type="\(type)">
        <parent link="base"/><child link="arm"/><axis xyz="0 0 1"/>
        <limit lower="-1" upper="1" velocity="0" effort="0"/>\(more)
      </joint>
      <joint name="wrist" type="revolute">
        <parent link="arm"/><child link="hand"/><axis xyz="0 0 1"/>
        <limit lower="-1" upper="1" velocity="2" effort="1"/>
      </joint>
    </robot>
    """
  }

  /// A board with the bus and no lines.
  static let board = """
    board: bench
    compatible: []
    status: simulated
    i2c: { header: { speed: 1 MHz, overhead: 50 us } }
    gpio: { on_release: keeps }

    """
}
