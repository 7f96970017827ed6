/// MPU-6050 accelerometer and gyroscope. Source: InvenSense RM-MPU-6000A-00 4.2 (registers) and
/// PS-MPU-6000A-00 3.4 (scales).
///
/// Interrupt status, acceleration, temperature and angular velocity are one burst: the chip freezes
/// them while the bus is busy, so that they are of one instant. Boards sold with this chip often carry
/// a relative with another identity; the known ones are accepted with a warning.
public enum MPU6050 {}
