/// One numbered script of `Schema/migrations`.
public struct Migration: Hashable, Sendable {
  /// The number that its name starts with.
  public let number: Int
  /// The name without number and ending, such as `cohort`.
  public let name: String
  /// The script.
  public let sql: String

  /// The scripts that this program carries, by number.
  public static let all: [Migration] = Assets.paths(in: "migrations").compactMap { path in
    guard let sql = Assets.text(of: path), let file = path.split(separator: "/").last,
      let separator = file.firstIndex(of: "_"), let number = Int(file[..<separator])
    else { return nil }
    return Migration(
      number: number, name: String(file[file.index(after: separator)...].dropLast(4)), sql: sql)
  }.sorted { $0.number < $1.number }

  /// The path of the script in `Schema/`.
  public var path: String {
    let digits = String(number)
    return "migrations/\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits)_\(name).sql"
  }
}
