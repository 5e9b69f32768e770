extension CSVError: CustomStringConvertible {
  /// Place, expectation, finding and remedy in one sentence each.
  public var description: String {
    let place = position.map { "line \($0.line), column \($0.column) (byte \($0.byteOffset)): " } ?? ""
    return "\(place)expected \(expected), found \(found); \(remedy)"
  }

  /// What should have stood there.
  public var expected: String {
    switch kind {
    case .notText, .emptyFile: "delimited text"
    case .undecodable(let encoding, _): "\(encoding) text"
    case .undeclaredEncoding: "UTF-8 text"
    case .unknownEncoding: "UTF-8 or Windows-1252 text"
    case .nulCharacter: "text without NUL characters"
    case .encodingContradicted(let declared, _): "\(declared) text as declared"
    case .ambiguousDelimiter: "one delimiter that explains the first records"
    case .delimiterChanges(.some(let header), _): "rows delimited by \(header) like the header"
    case .delimiterChanges(.none, _): "a header delimited like the rows"
    case .unsupportedSeparator: "a comma, semicolon, tab, pipe or caret after 'sep='"
    case .textAfterClosingQuote: "a delimiter or a line end after the closing quote"
    case .unclosedQuote: "a closing quote for the one opened here"
    case .fieldTooLong(let limit): "fields of at most \(limit) bytes"
    case .rowTooLong(let limit): "records of at most \(limit) bytes"
    case .tooManyColumns(let limit): "at most \(limit) columns"
    case .unencodable(let encoding): "characters that \(encoding) has"
    }
  }

  /// The kind of thing that stood there.
  public var found: String {
    switch kind {
    case .notText(let format): format.rawValue
    case .emptyFile: "nothing but white space"
    case .undecodable(_, let bytes), .unknownEncoding(let bytes), .undeclaredEncoding(_, let bytes):
      (bytes.count == 1 ? "the byte \(hexadecimal(bytes))" : "the bytes \(hexadecimal(bytes))")
        + likelyLetter(bytes)
    case .nulCharacter: "a NUL character"
    case .encodingContradicted(_, let mark): "a byte order mark of \(mark)"
    case .ambiguousDelimiter(let delimiters):
      "several: \(delimiters.map(\.description).joined(separator: ", "))"
    case .delimiterChanges(_, let rows): "rows delimited by \(rows)"
    case .unsupportedSeparator: "another character"
    case .textAfterClosingQuote: "more text"
    case .unclosedQuote: "the end of the file"
    case .fieldTooLong: "a longer field"
    case .rowTooLong: "a longer record"
    case .tooManyColumns: "more"
    case .unencodable: "another character"
    }
  }

  /// What the user can do.
  public var remedy: String {
    switch kind {
    case .notText(let format): format.remedy
    case .emptyFile: "check that the export has finished and the file is the right one"
    case .undecodable, .unknownEncoding:
      "save the file as UTF-8, or declare its encoding with --encoding"
    case .undeclaredEncoding(let encoding, _):
      "if the file is \(encoding), declare it with --encoding \(encoding.rawValue.lowercased()) or as encoding in the "
        + "questionnaire; otherwise save it as UTF-8"
    case .nulCharacter: "the file is damaged or not text: export it again"
    case .encodingContradicted: "leave --encoding out, or declare what the file says"
    case .ambiguousDelimiter: "declare it with --delimiter"
    case .delimiterChanges: "export the file again, or declare the delimiter with --delimiter"
    case .unsupportedSeparator: "delete the line, or export the file again"
    case .textAfterClosingQuote: "double the quotes inside the cell, and quote the whole cell"
    case .unclosedQuote: "close the quote, or double it and quote the whole cell"
    case .fieldTooLong, .rowTooLong: "look for a quote that was never closed"
    case .tooManyColumns: "check the delimiter, or split the file by columns"
    case .unencodable: "write the file as UTF-8"
    }
  }
}

private func hexadecimal(_ bytes: [UInt8]) -> String {
  bytes.map { byte in
    let digits = String(byte, radix: 16, uppercase: true)
    return digits.count == 1 ? "0" + digits : digits
  }
  .joined(separator: " ")
}

/// What a byte beyond ASCII is in Windows-1252, where it is a letter or a sign that prose uses.
private func likelyLetter(_ bytes: [UInt8]) -> String {
  guard bytes.count == 1, Windows1252.isLetter(bytes[0]) || Windows1252.isCommonSign(bytes[0]),
    bytes[0] != 0xA0,
    let scalar = Windows1252.scalar(bytes[0]).flatMap({ Unicode.Scalar($0) })
  else { return "" }
  return ", \(Character(scalar)) in Windows-1252"
}
