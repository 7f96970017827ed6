/// AS5600 twelve-bit magnetic encoder. Source: ams AS5600 v1-06.
///
/// Reads RAW_ANGLE only: zero, direction and turns belong to the joint, not to the chip's
/// one-time-programmable memory, which this driver never writes.
public enum AS5600 {}
