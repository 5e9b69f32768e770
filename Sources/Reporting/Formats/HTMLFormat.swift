/// A page of its own with one table.
public struct HTMLFormat: TableFormat {
  /// The word after `--format`.
  public let name = "html"

  /// Makes the format.
  public init() {}

  /// Writes a whole page; `HTMLFragment.table(_:)` gives the table alone.
  public func write(_ table: DisclosedTable) -> String {
    let section = HTMLPage.Section(heading: table.head.title, body: .table(table, showsTitle: false))
    return HTMLPage(title: table.head.title, sections: [section]).text
  }
}

extension TableFormat where Self == HTMLFormat {
  /// A page of its own.
  public static var html: HTMLFormat { HTMLFormat() }
}
