/// A serial port of which the line may be unplugged and come back, while another thread uses it.
public protocol ReplaceableSerialPort: SerialPort {
  /// Opens the line anew, beside this port. Throws `unavailable` as long as it is not there. Real-time: no.
  func reopened() throws(BusError) -> any SerialPort

  /// From now on this port is the line that `reopened` gave as `port`; whoever uses it need not know.
  /// Real-time: no.
  func adopt(_ port: any SerialPort)
}
