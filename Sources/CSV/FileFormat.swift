/// A format that is often mistaken for, or renamed to, delimited text.
public enum FileFormat: String, Hashable, Sendable, CaseIterable {
  case excelWorkbook = "an Excel workbook"
  case oldExcelWorkbook = "an old Excel workbook or Office document"
  case openDocumentSpreadsheet = "an OpenDocument spreadsheet"
  case zipArchive = "a ZIP archive"
  case compressedFile = "a compressed file"
  case portableDocument = "a PDF document"
  case image = "an image"
  case richText = "a rich text document"
  case markup = "an HTML or XML document"
  case statisticsFile = "a data file of a statistics program"
  case database = "an SQLite database"
  case utf7Text = "UTF-7 text"

  var remedy: String {
    switch self {
    case .excelWorkbook, .oldExcelWorkbook, .openDocumentSpreadsheet:
      "open it and save the sheet as CSV UTF-8"
    case .zipArchive: "unpack it first"
    case .compressedFile:
      "unpack it first, or give it the ending .csv.gz or .csv.zst if it is gzip or Zstandard"
    case .utf7Text: "save it as UTF-8"
    case .statisticsFile, .database: "export the table as CSV"
    case .portableDocument, .image, .richText, .markup: "export the table itself as CSV"
    }
  }
}

extension FileFormat {
  /// Recognises a format by the first bytes of a file.
  init?(head: [UInt8]) {
    for (signature, format) in Self.signatures where head.starts(with: signature) {
      self = format
      return
    }
    if head.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
      self = Self.insideZip(head)
      return
    }
    if head.starts(with: "+/v".utf8), head.count > 3, "89+/".utf8.contains(head[3]) {
      self = .utf7Text
      return
    }
    let text = head.drop { $0 == 0x20 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }.prefix(16)
      .map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    for opening in ["<?xml", "<!doctype", "<html", "<table"] where text.starts(with: opening.utf8) {
      self = .markup
      return
    }
    return nil
  }

  private static let signatures: [([UInt8], FileFormat)] = [
    ([0x1F, 0x8B], .compressedFile),
    (Array("BZh".utf8), .compressedFile),
    ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], .compressedFile),
    ([0x28, 0xB5, 0x2F, 0xFD], .compressedFile),
    ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], .compressedFile),
    ([0xD0, 0xCF, 0x11, 0xE0], .oldExcelWorkbook),
    (Array("%PDF-".utf8), .portableDocument),
    ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A], .image),
    ([0xFF, 0xD8, 0xFF], .image),
    (Array("GIF8".utf8), .image),
    (Array("{\\rtf".utf8), .richText),
    (Array("SQLite format 3\0".utf8), .database),
    (Array("$FL2".utf8), .statisticsFile),
    (Array("$FL3".utf8), .statisticsFile),
    (Array("<stata_dta>".utf8), .statisticsFile),
    (Array("HEADER RECORD*******".utf8), .statisticsFile),
  ]

  private static func insideZip(_ head: [UInt8]) -> FileFormat {
    let text = String(decoding: head, as: UTF8.self)
    if text.contains("mimetypeapplication/vnd.oasis.opendocument") { return .openDocumentSpreadsheet }
    if text.contains("[Content_Types].xml") || text.contains("xl/") { return .excelWorkbook }
    return .zipArchive
  }
}
