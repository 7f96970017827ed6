/// BMP280 pressure and temperature sensor, also behind a tactile pad. Source: Bosch BMP280 datasheet
/// BST-BMP280-DS001, revision 1.14.
///
/// The chip measures in normal mode; temperature and pressure are read in one burst, as section 3.10
/// asks, and compensated here with the trim values of the chip.
public enum BMP280 {}
