/// ICM-20948 accelerometer and gyroscope with an AK09916 magnetometer. Source: TDK InvenSense
/// DS-000189 1.3; Asahi Kasei AK09916 datasheet 015007392-E-02.
///
/// The chip's auxiliary master reads the magnetometer, so that one burst of bank 0 has everything. The
/// bank is selected before every access: another program may have left another one.
public enum ICM20948 {}
