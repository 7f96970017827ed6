/// LM75A and PCT2075 temperature sensors. Source: NXP LM75A rev. 11, NXP PCT2075 rev. 9.
///
/// The chip compares the temperature with a limit of its own and drives its OS pin: on a line that the
/// safety chain drops, a motor is then switched off without this program.
public enum LM75 {}
