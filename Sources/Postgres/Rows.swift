import CLibPQ

/// Owns a libpq result.
final class ResultStorage {
  let pointer: OpaquePointer
  let statement: String

  init(_ pointer: OpaquePointer, statement: String) {
    self.pointer = pointer
    self.statement = statement
  }

  deinit {
    PQclear(pointer)
  }

  /// The command's tag, such as `COMMIT` or `INSERT 0 3`.
  var commandTag: String { PQcmdStatus(pointer).map { String(cString: $0) } ?? "" }

  /// The number of rows that the command concerned; 0 for commands that concern none.
  var affectedRowCount: Int { PQcmdTuples(pointer).flatMap { Int(String(cString: $0)) } ?? 0 }
}

/// The rows that a statement returned, all in memory.
///
/// For a result of unknown size use ``Connection/forEachRow(copying:_:)``, which keeps one row at a time.
public struct Rows: RandomAccessCollection {
  let storage: ResultStorage

  /// The first row's index.
  public var startIndex: Int { 0 }

  /// The number of rows.
  public var endIndex: Int { Int(PQntuples(storage.pointer)) }

  /// The names of the columns, in order.
  public var columnNames: [String] {
    (0..<PQnfields(storage.pointer)).map { column in
      PQfname(storage.pointer, column).map { String(cString: $0) } ?? ""
    }
  }

  /// The number of rows that the statement inserted, changed, deleted or returned.
  public var affectedRowCount: Int { storage.affectedRowCount }

  /// The row at an index.
  public subscript(index: Int) -> Row {
    precondition(indices.contains(index), "row index out of range")
    return Row(storage: storage, index: Int32(index))
  }

  /// The only row; throws when there is none or more than one.
  public func only() throws(PostgresError) -> Row {
    guard count == 1 else {
      throw PostgresError(
        .decoding, "one row was expected, and \(count) were found", statement: storage.statement)
    }
    return self[0]
  }
}

/// One row of a result.
public struct Row {
  let storage: ResultStorage
  let index: Int32

  /// The value of a column by name; ask for an optional where NULL may occur.
  public subscript<Value: PostgresDecodable>(_ column: String) -> Value {
    get throws(PostgresError) {
      // PQfnumber folds case as SQL does unless the name is quoted.
      let number = PQfnumber(storage.pointer, quoteIdentifier(column))
      guard number >= 0 else {
        throw PostgresError(.usage, "the result has no column \(column)", statement: storage.statement)
      }
      return try value(at: number, name: column)
    }
  }

  /// The value of a column by position, counted from 0; ask for an optional where NULL may occur.
  public subscript<Value: PostgresDecodable>(_ column: Int) -> Value {
    get throws(PostgresError) {
      guard column >= 0, column < Int(PQnfields(storage.pointer)) else {
        throw PostgresError(.usage, "the result has no column number \(column)", statement: storage.statement)
      }
      let name = PQfname(storage.pointer, Int32(column)).map { String(cString: $0) } ?? ""
      return try value(at: Int32(column), name: name)
    }
  }

  /// The value of a column by name, where the type cannot be told from the context.
  public func value<Value: PostgresDecodable>(
    _ column: String, as type: Value.Type
  ) throws(PostgresError) -> Value {
    try self[column]
  }

  private func value<Value: PostgresDecodable>(at column: Int32, name: String) throws(PostgresError) -> Value
  {
    let field: UnsafeRawBufferPointer?
    if PQgetisnull(storage.pointer, index, column) == 1 {
      field = nil
    } else {
      field = UnsafeRawBufferPointer(
        start: PQgetvalue(storage.pointer, index, column),
        count: Int(PQgetlength(storage.pointer, index, column)))
    }
    guard let value = Value(postgresField: field) else {
      let found = field == nil ? "is NULL" : "does not have the form of"
      var error = PostgresError(
        .decoding, "a value of the result \(found)\(field == nil ? "" : " \(Value.self)")",
        statement: storage.statement)
      error.column = name
      throw error
    }
    return value
  }
}
