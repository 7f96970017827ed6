/// INA219 shunt and bus voltage monitor. Source: TI SBOS448.
///
/// The current is computed here, from the shunt voltage. CALIBRATION is never written: it would only
/// scale the chip's own current and power registers, which read 0 after a brown-out has taken it, and
/// whose overflow (OVF) says nothing of shunt and bus voltage.
public enum INA219 {}
