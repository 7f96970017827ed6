/// What a joint does when its reference is lost.
public enum LossReaction: String, Sendable, CaseIterable {
  /// Hold the position (SS2 / SOS words of IEC 61800-5-2; not a certified function).
  case hold
  /// Brake with damping only, then switch off.
  case damp
  /// Switch off at once (STO word; not certified).
  case coast
}
