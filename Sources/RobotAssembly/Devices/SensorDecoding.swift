internal import RobotDrivers
internal import RobotHAL

/// The decoders of all sensors, in one type without existentials for the control path.
enum SensorDecoding: BitwiseCopyable {
  case ina226(INA226.Decoder)
  case ina219(INA219.Decoder)
  case ina260(INA260.Decoder)
  case lm75(LM75.Decoder)
  case tmp102(TMP102.Decoder)
  case ads1x15(ADS1x15.Decoder)
  case mlx90393(MLX90393.Decoder)
  case mpr121(MPR121.Decoder)
  case mpl115a2(MPL115A2.Decoder)
  case bmp280(BMP280.Decoder)
  case vl6180x(VL6180X.Decoder)
  case vcnl4040(VCNL4040.Decoder)
  case mpu6050(MPU6050.Decoder)
  case lsm6dso(LSM6DSO.Decoder)
  case icm20948(ICM20948.Decoder)
  case bno055(BNO055.Decoder)
  case drv8830(DRV8830.Decoder)
  case paxini(PaXini.Decoder)
  case feetech(Feetech.Decoder)

  @_noAllocation @_noLocks
  func decode(
    _ reply: Reply, exchange: Int, into values: inout MutableSpan<Double>,
    health: inout ChannelMask
  ) -> SensorFlags {
    switch self {
    case .ina226(let decoder):
      decoder.decode(reply, exchange: exchange, into: &values, health: &health)
    case .ina219(let decoder):
      decoder.decode(reply, exchange: exchange, into: &values, health: &health)
    case .ina260(let decoder):
      decoder.decode(reply, exchange: exchange, into: &values, health: &health)
    case .lm75(let decoder):
      decoder.decode(reply, exchange: exchange, into: &values, health: &health)
    case .tmp102(let decoder):
      decoder.decode(reply, exchange: exchange, into: &values, health: &health)
    case .ads1x15(let decoder):
      decoder.decode(reply, exchange: exchange, into: &values, health: &health)
    case .mlx90393(let decoder):
      decoder.decode(reply, exchange: exchange, into: &values, health: &health)
    case .mpr121(let decoder):
      decoder.decode(reply, exchange: exchange, into: &values, health: &health)
    case .mpl115a2(let decoder):
      decoder.decode(reply, exchange: exchange, into: &values, health: &health)
    case .bmp280(let decoder):
      decoder.decode(reply, exchange: exchange, into: &values, health: &health)
    case .vl6180x(let decoder):
      decoder.decode(reply, exchange: exchange, into: &values, health: &health)
    case .vcnl4040(let decoder):
      decoder.decode(reply, exchange: exchange, into: &values, health: &health)
    case .mpu6050(let decoder):
      decoder.decode(reply, exchange: exchange, into: &values, health: &health)
    case .lsm6dso(let decoder):
      decoder.decode(reply, exchange: exchange, into: &values, health: &health)
    case .icm20948(let decoder):
      decoder.decode(reply, exchange: exchange, into: &values, health: &health)
    case .bno055(let decoder):
      decoder.decode(reply, exchange: exchange, into: &values, health: &health)
    case .drv8830(let decoder):
      // Its exchange 0 is the command, which is no reading.
      decoder.decode(reply, exchange: exchange + 1, into: &values, health: &health)
    case .feetech(let decoder):
      decoder.decode(reply, exchange: exchange, into: &values, health: &health)
    case .paxini(let decoder):
      decoder.decode(reply, exchange: exchange, into: &values, health: &health)
    }
  }
}
