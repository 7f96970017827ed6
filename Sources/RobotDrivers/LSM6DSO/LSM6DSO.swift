/// LSM6DSO accelerometer and gyroscope. Source: ST DS12140 rev 2 (registers, scales) and AN5192.
///
/// STATUS_REG, temperature, angular velocity and acceleration are one burst; with BDU a word is never
/// half old. The I3C interface is turned off, as on a bus of I2C only it must be.
public enum LSM6DSO {}
