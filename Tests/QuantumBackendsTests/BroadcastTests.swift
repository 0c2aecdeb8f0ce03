import Foundation
import QuantumBackends
import Testing

@Suite("Shapes")
struct BroadcastTests {
  @Test(
    "shapes broadcast as NumPy's do",
    arguments: [
      ([], [], []), ([3], [], [3]), ([], [2, 2], [2, 2]), ([3, 1], [2], [3, 2]), ([1], [5], [5]),
      ([4, 1, 3], [2, 1], [4, 2, 3]),
      ([0], [1], [0]), ([2, 0], [], [2, 0]),
    ] as [([Int], [Int], [Int])])
  func shapes(left: [Int], right: [Int], expected: [Int]) throws {
    let broadcast = try Broadcast(left, right)
    #expect(broadcast.shape == expected)
    let count = expected.reduce(1, *)
    #expect(broadcast.left.count == count && broadcast.right.count == count)
    #expect(try Broadcast(right, left).left == broadcast.right)
  }

  @Test(
    "a length of zero makes an outcome empty at once, however long the others are",
    arguments: [([1 << 40, 0], []), ([1 << 40, 0], [1 << 40, 1]), ([1 << 62, 8, 0], [8, 1])] as [([Int], [Int])])
  func zeros(left: [Int], right: [Int]) throws {
    let broadcast = try Broadcast(left, right)
    #expect(broadcast.left.isEmpty && broadcast.right.isEmpty && broadcast.shape.last == 0)
    #expect(try ShapedArray<Int>(shape: left, elements: []).count == 0)
  }

  @Test(
    "outcomes that are too large are refused before they are made",
    arguments: [([1 << 20, 1], [1 << 20]), ([1 << 62, 1], [8]), ([1 << 27], [])] as [([Int], [Int])])
  func tooLarge(left: [Int], right: [Int]) {
    let error = #expect(throws: BackendError.self) { try Broadcast(left, right) }
    #expect(error?.code == .invalidPub)
  }

  @Test("elements meet the partners of their position")
  func positions() throws {
    let broadcast = try Broadcast([3, 1], [2])
    #expect(broadcast.left == [0, 0, 1, 1, 2, 2])
    #expect(broadcast.right == [0, 1, 0, 1, 0, 1])
  }

  @Test(
    "shapes that do not fit are refused with both",
    arguments: [([2], [3]), ([2, 3], [3, 2]), ([0], [2])] as [([Int], [Int])])
  func mismatch(left: [Int], right: [Int]) {
    let error = #expect(throws: BackendError.self) { try Broadcast(left, right) }
    #expect(error?.code == .invalidPub)
    #expect(error?.message.contains("\(left)") == true && error?.message.contains("\(right)") == true)
  }

  @Test(
    "a box takes exactly the elements it has room for",
    arguments: [([2, 2], 3), ([-1, -4], 4), ([Int.max, 3], 1), ([0], 1)] as [([Int], Int)])
  func wrongCount(shape: [Int], count: Int) {
    #expect(throws: BackendError.self) { try ShapedArray(shape: shape, elements: Array(repeating: 0.0, count: count)) }
  }

  @Test("a decoded box is checked like any other")
  func decoding() throws {
    let box = try ShapedArray(shape: [2, 1], elements: [1.5, -2])
    let data = try JSONEncoder().encode(box)
    #expect(try JSONDecoder().decode(ShapedArray<Double>.self, from: data) == box)
    let wrong = Data(#"{"shape": [3], "elements": [1, 2]}"#.utf8)
    #expect(throws: (any Error).self) { try JSONDecoder().decode(ShapedArray<Double>.self, from: wrong) }
  }
}
