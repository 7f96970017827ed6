internal import RobotDrivers
internal import RobotHAL

/// The decoders of all encoders, in one type without existentials for the control path.
enum EncoderDecoding: BitwiseCopyable {
  case as5600(AS5600.Decoder)
  case as5048b(AS5048B.Decoder)
  case mt6701(MT6701.Decoder)
  case feetech(Feetech.Decoder)
  case tmag5273(TMAG5273.Decoder)

  @_noAllocation @_noLocks
  func decode(_ reply: Reply) -> EncoderReading {
    switch self {
    case .as5600(let decoder): decoder.decode(reply)
    case .as5048b(let decoder): decoder.decode(reply)
    case .mt6701(let decoder): decoder.decode(reply)
    case .feetech(let decoder): decoder.decode(reply)
    case .tmag5273(let decoder): decoder.decode(reply)
    }
  }
}
