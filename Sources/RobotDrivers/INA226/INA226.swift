/// INA226 shunt and bus voltage monitor. Source: TI SBOS547.
///
/// The current is computed here, from the shunt voltage: the chip's own current register reads 0 A
/// after a brown-out has taken its calibration, without any sign. CAL serves the power limit only.
public enum INA226 {}
