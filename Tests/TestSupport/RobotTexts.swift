/// Robot files.
public enum RobotTexts {
  /// One joint, one bus, no mux, no lines, no URDF.
  public static let hinge = """
    robot: hinge
    rate: 500 Hz
    buses: { only: { i2c: header, speed: 400 kHz } }
    devices:
      pwm:   { driver: pca9685, bus: only, address: 0x40, frequency: 1 kHz }
      angle: { driver: as5600, bus: only }
    joints:
      hinge:
        actuator:
          bridge: [pwm.4, pwm.9]
          direction: -1
          motor: { supply: 12 V, gear: 345, kt: 6.73 mN.m/A, resistance: 4.44 Ohm, efficiency: 0.47,
                   armature: 0.028 kg.m^2 }
        encoder: { device: angle, zero: 6.2 rad }
        limits: { position: [-1 rad, 1 rad], velocity: 3 rad/s, acceleration: 20 rad/s^2,
                  effort: 2.5 N.m }
        control: { law: impedance, kp: 40 N.m/rad, kd: 1.5 N.m.s/rad }
        on_loss: hold

    """
}
