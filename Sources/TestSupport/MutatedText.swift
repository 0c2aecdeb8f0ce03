package import RandomStreams

/// Texts changed by chance, to see what a reader does with what nobody would write.
package enum MutatedText {
  /// One of the texts with some bytes removed, doubled, exchanged or replaced, or pieces of `words` put in.
  package static func make(
    from texts: [String], words: [String], using stream: inout RandomStream
  ) -> [UInt8] {
    func random(_ count: Int) -> Int { count > 0 ? Int(stream.uniform() * Double(count)) : 0 }
    var bytes = Array(texts[random(texts.count)].utf8)
    for _ in 0...random(4) {
      let position = random(bytes.count)
      switch random(7) {
      case 0: if !bytes.isEmpty { bytes.remove(at: position) }
      case 1: bytes.insert(contentsOf: words[random(words.count)].utf8, at: position)
      case 2: if !bytes.isEmpty { bytes.swapAt(position, random(bytes.count)) }
      case 3: if !bytes.isEmpty { bytes[position] = UInt8(random(256)) }
      case 4: bytes.removeSubrange(position..<(position + min(random(40), bytes.count - position)))
      case 5:
        // A stretch of another text.
        let other = Array(texts[random(texts.count)].utf8), start = random(other.count)
        bytes.insert(contentsOf: other[start..<(start + min(random(80), other.count - start))], at: position)
      default:
        // A stretch of the text, moved or doubled.
        let stretch = bytes[position..<(position + min(random(60), bytes.count - position))]
        bytes.insert(contentsOf: stretch, at: random(bytes.count + 1))
      }
    }
    return bytes
  }
}
