import RobotUnits
import Testing

@Suite struct FixedArrayTests {
  @Test func repeatsAnElement() {
    let array = FixedArray(repeating: 7, count: 3)
    #expect(array.count == 3)
    #expect([array[0], array[1], array[2]] == [7, 7, 7])
  }

  @Test func keepsTheOrderOfAnArray() {
    let array = FixedArray([1.5, 2.5, 3.5])
    #expect(array.count == 3)
    #expect([array[0], array[1], array[2]] == [1.5, 2.5, 3.5])
  }

  @Test func writesOneElementAndNoOther() {
    let array = FixedArray([1, 2, 3])
    array[1] = 20
    array[2] += 5
    #expect([array[0], array[1], array[2]] == [1, 20, 8])
  }

  @Test func mayBeEmpty() {
    #expect(FixedArray<Int>([]).count == 0)
    #expect(FixedArray(repeating: 0, count: 0).count == 0)
  }

  @Test func trapsBeyondItsEnd() async {
    await #expect(processExitsWith: .failure) {
      let array = FixedArray([1, 2, 3])
      array[3] = 4
    }
    await #expect(processExitsWith: .failure) {
      let array = FixedArray([1, 2, 3])
      array[-1] = 4
    }
  }
}
