/// Quotes a name for use in SQL text, such as a table's or a column's.
///
/// The result is always quoted, so case is kept and no keyword clashes. Names come from the program or from a
/// reviewed list, never from a file's header.
public func quoteIdentifier(_ name: String) -> String {
  // By scalars: as a character, a quote that an accent follows would not be a quote.
  let parts = name.unicodeScalars.split(separator: "\"", omittingEmptySubsequences: false)
  return "\"" + parts.map { String($0) }.joined(separator: "\"\"") + "\""
}
