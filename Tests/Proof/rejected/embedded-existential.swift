// build: embedded
// expect: cannot use a value of protocol type 'any Law' in embedded Swift
public protocol Law {
  func effort(_ error: Double) -> Double
}

public func control(_ law: any Law, _ error: Double) -> Double { law.effort(error) }
