/// BNO055 orientation sensor: accelerometer, gyroscope, magnetometer and a processor that fuses them.
/// Source: Bosch BST-BNO055-DS000 1.8.
///
/// The chip holds SCL low while it thinks (clock stretching), which the I2C controller of a Raspberry Pi
/// up to model 4 does not stand: see `Configuration.warnings(forBoard:)`.
public enum BNO055 {}
