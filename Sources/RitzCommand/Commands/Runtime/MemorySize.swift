import ArgumentParser

/// A number of bytes as people write it: `512M`, `4G`, `2GiB`, `1000000`; K, M, G and T are powers of 1024.
struct MemorySize: ExpressibleByArgument {
  let bytes: Int

  init?(argument: String) {
    let digits = argument.prefix { $0.isASCII && $0.isNumber }
    let unit = argument.dropFirst(digits.count).uppercased()
    let power = ["", "K", "M", "G", "T"].firstIndex { letter in
      unit == letter || unit == letter + "B" || (!letter.isEmpty && unit == letter + "IB")
    }
    guard let number = Int(digits), number > 0, let power else { return nil }
    let (bytes, overflow) = number.multipliedReportingOverflow(by: 1 << (10 * power))
    guard !overflow else { return nil }
    self.bytes = bytes
  }
}
