/// PCA9685 sixteen-channel, twelve-bit PWM controller. Source: NXP PCA9685 Rev. 4.
///
/// The chip has no watchdog: when the host dies, the outputs run on. Only its OE pin, on a line that
/// the safety chain drops, stops them.
public enum PCA9685 {}
