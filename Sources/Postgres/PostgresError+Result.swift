import CLibPQ

extension PostgresError {
  /// Reads an error result of the server; one without SQLSTATE was made by libpq when the connection broke.
  init(result: OpaquePointer?, statement: String?, cancelRequested: Bool) {
    let state = Self.field("C", of: result).map(SQLState.init(rawValue:))
    switch state {
    case nil: self.init(.connection, statement: statement)
    case .queryCanceled? where cancelRequested: self.init(.cancelled, statement: statement)
    case .some(let state): self.init(.server(state), statement: statement)
    }
    constraint = Self.field("n", of: result)
    schema = Self.field("s", of: result)
    table = Self.field("t", of: result)
    column = Self.field("c", of: result)
    position = Self.field("P", of: result).flatMap { Int($0) }
    sensitive = Sensitive(
      message: Self.field("M", of: result) ?? PQresultErrorMessage(result).map { String(cString: $0) },
      detail: Self.field("D", of: result),
      hint: Self.field("H", of: result),
      context: Self.field("W", of: result))
  }

  /// The codes are the PG_DIAG_ constants of postgres_ext.h, which are character literals.
  static func field(_ code: Unicode.Scalar, of result: OpaquePointer?) -> String? {
    PQresultErrorField(result, Int32(code.value)).map { String(cString: $0) }
  }

  /// The SQLSTATE in the message of a refused connection that was written with verbose errors.
  ///
  /// libpq has no function for it; the form is `SEVERITY:  SQLSTATE: text`, where the severity is translated
  /// and the two spaces are not.
  static func state(inConnectionMessage message: String) -> SQLState? {
    let bytes = Array(message.utf8)
    var found: SQLState?
    var index = 0
    while index + 9 <= bytes.count {
      let code = bytes[index + 3..<index + 8]
      if bytes[index] == UInt8(ascii: ":"), bytes[index + 1] == UInt8(ascii: " "),
        bytes[index + 2] == UInt8(ascii: " "), bytes[index + 8] == UInt8(ascii: ":"),
        code.allSatisfy({ (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) })
      {
        found = SQLState(rawValue: String(decoding: code, as: UTF8.self))
      }
      index += 1
    }
    return found
  }
}
