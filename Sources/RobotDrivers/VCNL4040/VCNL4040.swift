/// VCNL4040 proximity and ambient light sensor. Sources: Vishay VCNL4040, document 84274 Rev. 1.4, and
/// application note 84307.
///
/// Registers are words, low byte first, read after a repeated START. Proximity is a relative count of
/// reflected light: how it depends on the distance is the target's and the cover's affair, so it stays
/// counts. The chip has no data-ready bit: turns must be `Configuration.leastTurn` apart.
public enum VCNL4040 {}
