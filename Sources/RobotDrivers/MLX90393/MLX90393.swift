/// MLX90393 three-axis magnetometer, the taxel of ReSkin and AnySkin. Source: Melexis 3901090393
/// (datasheet, rev 006) and its "Getting Started Guide".
///
/// The chip takes commands, and answers each with a status byte before anything else. Its memory that
/// survives the supply is never written.
public enum MLX90393 {}
