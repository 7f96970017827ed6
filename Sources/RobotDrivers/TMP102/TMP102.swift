/// TMP102 temperature sensor. Source: TI SBOS397.
///
/// Used in its extended mode (EM, thirteen bits) only: every reply then shows that the chip still has its
/// settings, and 0 °C is not a reply of zeros. The chip drives its ALERT pin by a limit of its own, as the
/// LM75A does.
public enum TMP102 {}
