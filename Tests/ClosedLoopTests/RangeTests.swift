import Testing

@Suite struct RangeTests {}
