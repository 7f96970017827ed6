/// INA260 current and bus voltage monitor with a shunt of 2 mΩ inside. Source: TI SBOS656.
///
/// Its overflow flag (OVF) speaks of the power register, which this driver does not read.
public enum INA260 {}
