import RobotUnits

extension TactileFrames: WireCodable {
  func encode(into writer: inout WireWriter) {
    if !Pages.isPart(skins.count, from: first, of: total) { writer.refuse("total") }
    writer.integer(cycle)
    writer.integer(time.nanoseconds)
    writer.integer(total)
    writer.integer(first)
    writer.list(skins)
  }

  init(from reader: inout WireReader) throws(WireError) {
    cycle = try reader.integer()
    time = MonotonicInstant(nanoseconds: try reader.integer())
    total = try reader.integer()
    first = try reader.integer()
    skins = try reader.list()
    guard Pages.isPart(skins.count, from: first, of: total) else {
      throw .badPayload(field: "total")
    }
  }
}

extension SkinFrame: WireCodable {
  func encode(into writer: inout WireWriter) {
    if components != 1, components != 3 { writer.refuse("components") }
    if taxels.count > Self.mostTaxels { writer.refuse("taxels") }
    writer.integer(sensor)
    writer.string(unit)
    writer.integer(components)
    writer.instant(validAt, "validAt")
    writer.count(taxels.count)
    writer.mask(taxels.map(\.isValid))
    writer.mask(taxels.map(\.isTared))
    writer.mask(taxels.map(\.isTouched))
    writer.mask(taxels.map(\.isTaring))
    for taxel in taxels {
      if taxel.components.count != Int(components) { writer.refuse("components") }
      for component in taxel.components {
        writer.number(component.value)
        writer.number(component.baseline)
        writer.number(component.drift)
      }
    }
  }

  init(from reader: inout WireReader) throws(WireError) {
    sensor = try reader.integer()
    unit = try reader.string("unit")
    components = try reader.integer()
    guard components == 1 || components == 3 else { throw .badPayload(field: "components") }
    validAt = try reader.instant("validAt")
    let count = Int(try reader.integer(UInt16.self))
    guard count <= Self.mostTaxels else { throw .badPayload(field: "taxels") }
    let valid = try reader.mask(count, "valid")
    let tared = try reader.mask(count, "tared")
    let touched = try reader.mask(count, "touched")
    let taring = try reader.mask(count, "taring")
    taxels = []
    for index in 0..<count {
      var numbers: [Taxel.Component] = []
      for _ in 0..<components {
        let value = try reader.number()
        let baseline = try reader.number()
        numbers.append(
          Taxel.Component(value: value, baseline: baseline, drift: try reader.number()))
      }
      taxels.append(
        Taxel(
          isValid: valid[index], isTared: tared[index], isTouched: touched[index],
          isTaring: taring[index], components: numbers))
    }
  }
}
