public import RobotHAL

extension EncoderChip {
  /// TMAG5273 as an encoder. It converts when it was told to, continuously, and the angle of X and Y. The field is that of
  /// a good magnet; averaging, sleep and the other results are not modelled. Source: TI SLYS045, register map.
  public static func tmag5273(address: I2CAddress, shaft: any ShaftAngleSource) -> EncoderChip {
    EncoderChip(
      address: address, powerOn: [0x0D: 0x01, 0x0E: 0x49, 0x0F: 0x54, 0x18: 0x10],
      writable: 0x00...0x0C, shaft: shaft
    ) { registers, radians in
      let converts =
        registers[0x01] & 0x03 == 0x02 && registers[0x02] & 0x30 == 0x30
        && registers[0x03] & 0x0C == 0x04
      registers[0x18] = registers[0x18] & ~0x01 | (converts ? 0x01 : 0)
      guard converts else { return }
      let sixteenths = counts(radians, perTurn: 5760)
      registers[0x19] = UInt8(sixteenths >> 8)
      registers[0x1A] = UInt8(sixteenths & 0xFF)
    }
  }
}
