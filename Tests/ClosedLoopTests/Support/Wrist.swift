/// A differential wrist on one bus: two motors, each behind a PWM chip and an enable line of its own, that
/// move pitch together and roll against each other.
enum Wrist {
  static func text(side: String = "joint", efforts: String = "", loop: String = "{}") -> String {
    let joints = [("pitch", "a", "", "1.2"), ("roll", "b", "direction: -1\n      ", "4.1")].map {
      name, place, direction, zero in
      """
        \(name):
          actuator:
            \(direction)bridge: [pwm_\(place).0, pwm_\(place).1]
            motor: { supply: 12 V, gear: 345, kt: 6.73 mN.m/A, resistance: 4.44 Ohm, efficiency: 0.47,
                     armature: 0.028 kg.m^2 }
          encoder: { device: angle_\(place), zero: \(zero) rad, side: \(side) }
          limits: { position: [-1 rad, 1 rad], velocity: 2 rad/s, acceleration: 20 rad/s^2,
                    effort: 2.5 N.m }
          control: { law: impedance, kp: 60 N.m/rad, kd: 2.5 N.m.s/rad }
          on_loss: hold

      """
    }
    return """
      robot: wrist
      rate: 500 Hz
      \(loop == "{}" ? "" : "loop: \(loop)\n")buses: { only: { i2c: header, speed: 400 kHz } }
      lines:
        enable_a: { line: GPIO27, output: active_low, safe: high }
        enable_b: { line: GPIO22, output: active_low, safe: high }
      devices:
        pwm_a: { driver: pca9685, bus: only, address: 0x41, frequency: 1 kHz, output_enable: enable_a }
        pwm_b: { driver: pca9685, bus: only, address: 0x42, frequency: 1 kHz, output_enable: enable_b }
        mux: { driver: tca9548a, bus: only, address: 0x71 }
        angle_a: { driver: as5600, bus: only, via: mux.0 }
        angle_b: { driver: as5600, bus: only, via: mux.1 }
      joints:
      \(joints.joined())couplings:
        wrist: { joints: [pitch, roll], differential: { joint_ratios: [1, 1] }\(efforts) }

      """
  }
}
