/// AS5048B fourteen-bit magnetic encoder. Source: ams AS5048A/AS5048B v1-11.
///
/// Zero, direction and turns belong to the joint: the chip's own zero is set to 0, and its one-time-
/// programmable memory is never written.
public enum AS5048B {}
