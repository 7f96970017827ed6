/// Serial bus servos of Feetech's STS and SCS series, like the STS3215 of the SO-100 and SO-101 arms: gear
/// motor, absolute encoder and position loop, several on one half-duplex line.
///
/// Source: Feetech, "STS Servo - Memory Table Analysis" and "SCS Communication Protocol Manual" V1.0.
public enum Feetech {}
