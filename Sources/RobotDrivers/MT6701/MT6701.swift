/// MT6701 fourteen-bit magnetic encoder. Source: MagnTek MT6701 Rev. 1.5.
///
/// On I2C the chip says nothing of its magnet: field status, loss of track and the CRC are in its SSI
/// frame only. What is left is whether the angle is plausible. Its EEPROM is never written.
public enum MT6701 {}
