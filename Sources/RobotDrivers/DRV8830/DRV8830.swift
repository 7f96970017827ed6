/// DRV8830 H-bridge with a voltage regulator for one motor, 2.75 to 6.8 V, 1 A. Source: TI SLVSAB2G.
///
/// The bridge keeps the motor's voltage where VSET puts it, whatever the supply does. It has no
/// watchdog: when the host dies, the motor runs on, so its supply belongs behind the safety chain.
public enum DRV8830 {}
