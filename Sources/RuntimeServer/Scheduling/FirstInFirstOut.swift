/// A queue whose ends cost the same however long it is.
struct FirstInFirstOut<Element> {
  private var elements: [Element?] = []
  /// Where the first element stands; everything before it is nil.
  private var head = 0

  var isEmpty: Bool { head == elements.count }
  var count: Int { elements.count - head }

  mutating func append(_ element: Element) { elements.append(element) }

  /// Puts an element before all others.
  mutating func prepend(_ element: Element) {
    if head == 0 {
      let room = elements.count + 1
      elements.insert(contentsOf: repeatElement(nil, count: room), at: 0)
      head = room
    }
    head -= 1
    elements[head] = element
  }

  mutating func popFirst() -> Element? {
    guard !isEmpty else { return nil }
    defer {
      elements[head] = nil
      head += 1
      if head > 32, head > elements.count / 2 {
        elements.removeFirst(head)
        head = 0
      }
    }
    return elements[head]
  }

  /// Takes all elements out, in order.
  mutating func removeAll() -> [Element] {
    defer {
      elements = []
      head = 0
    }
    return elements[head...].compactMap { $0 }
  }
}
