internal import Foundation

/// The size of the last level of cache that a core sees; nil where the system does not say.
///
/// On Linux it is asked of the kernel's own description, because the C library may give the sum over all processors.
var lastLevelCacheBytes: Int? {
  #if canImport(Darwin)
    for name in ["hw.l3cachesize", "hw.perflevel0.l2cachesize", "hw.l2cachesize"] {
      var (bytes, size) = (Int64(0), MemoryLayout<Int64>.size)
      if sysctlbyname(name, &bytes, &size, nil, 0) == 0, bytes > 0 { return Int(bytes) }
    }
    return nil
  #else
    let folder = "/sys/devices/system/cpu/cpu0/cache"
    func text(_ index: Int, _ name: String) -> String? {
      (try? String(contentsOfFile: "\(folder)/index\(index)/\(name)", encoding: .utf8))?
        .trimmingCharacters(in: .whitespacesAndNewlines)
    }
    let caches = (0..<8).compactMap { index -> (level: Int, bytes: Int)? in
      guard let level = text(index, "level").flatMap({ Int($0) }), let size = text(index, "size"),
        let number = Int(size.prefix(while: \.isNumber))
      else { return nil }
      let unit = size.hasSuffix("K") ? 1 << 10 : size.hasSuffix("M") ? 1 << 20 : 1
      return (level, number * unit)
    }
    return caches.max { $0.level < $1.level }?.bytes
  #endif
}
