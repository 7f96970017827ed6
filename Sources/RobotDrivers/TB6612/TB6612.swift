/// TB6612FNG, one channel of a dual H-bridge, behind a PCA9685: its PWM input is a PWM channel, its IN1 and
/// IN2 are two more (full ON or full OFF) or two lines of the board. Source: Toshiba TB6612FNG,
/// 2014-10-01, "H-SW Control Function".
///
/// STBY is a line of the board and belongs to the safety chain: low opens both bridges, and the chip pulls
/// it and all other inputs low, so a host that died stops the motor. The chip reports no fault: thermal
/// shutdown shows in the current or the motion only.
public enum TB6612 {}
