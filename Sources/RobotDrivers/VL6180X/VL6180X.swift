/// VL6180X time-of-flight range sensor, 0 to about 200 mm. Sources: ST VL6180X datasheet
/// (DocID026171 Rev 6) and application note AN4545.
///
/// Registers have sixteen-bit addresses. The chip ranges continuously; a burst of status, interrupt
/// status and range says of itself whether it is a new measurement, and whether one was possible.
public enum VL6180X {}
