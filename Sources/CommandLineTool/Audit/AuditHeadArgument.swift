import ArgumentParser

/// `--head 412:9f0c…`, the count of entries and the hash of the last one.
struct AuditHeadArgument: ExpressibleByArgument {
  let count: Int64
  let hash: String

  init?(argument: String) {
    let parts = argument.split(separator: ":")
    guard parts.count == 2, let count = Int64(parts[0]), count >= 0, parts[1].count == 64,
      parts[1].allSatisfy(\.isHexDigit)
    else { return nil }
    self.count = count
    hash = parts[1].lowercased()
  }
}
