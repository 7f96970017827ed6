/// ADS1115 (16 bits) and ADS1015 (12 bits): one converter behind a multiplexer of four inputs.
/// Sources: TI SBAS444 (ADS1115), TI SBAS473 (ADS1015).
///
/// Always single-shot. The exchanges are a schedule without code in between: each turn reads the
/// conversion that the last turn started, and starts the next input. A number is believed only when
/// CONFIG shows that the chip converted just this input, with just these settings, since the last turn.
public enum ADS1x15 {}
