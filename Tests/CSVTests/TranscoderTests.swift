import Testing

@testable import CSV

struct TranscoderTests {
  private func transcoded(_ bytes: [UInt8], from encoding: TextEncoding, pieces: Int) throws -> String {
    var transcoder = Transcoder(from: encoding)
    var output: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: pieces) {
      try transcoder.transcode(Array(bytes[start..<min(start + pieces, bytes.count)]), into: &output)
    }
    try transcoder.finish(into: &output)
    return String(decoding: output, as: UTF8.self)
  }

  @Test(arguments: TextEncoding.allCases.filter { !$0.byteOrderMark.isEmpty }, 1...9)
  func `text arrives whatever the pieces`(encoding: TextEncoding, pieces: Int) throws {
    let text = "Schlofproblemer, œdème, 疲劳 and 😀 at the end"
    for mark in [[], encoding.byteOrderMark] {
      #expect(try transcoded(mark + encode(text, as: encoding), from: encoding, pieces: pieces) == text)
    }
  }

  /// The code page's chart: https://www.unicode.org/Public/MAPPINGS/VENDORS/MICSFT/WINDOWS/CP1252.TXT.
  @Test func `Windows-1252 has its 251 characters`() throws {
    let chart = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
    let undefined: [UInt8] = [0x81, 0x8D, 0x8F, 0x90, 0x9D]
    let defined = (0x80...0x9F).filter { !undefined.contains($0) } as [UInt8]
    #expect(try transcoded(defined, from: .windows1252, pieces: 5) == chart)
    for value in (0x01...0xFF) as ClosedRange<UInt8> {
      let scalar = Windows1252.scalar(value).flatMap { Unicode.Scalar($0) }
      #expect((scalar == nil) == undefined.contains(value))
      if let scalar { #expect(Windows1252.byte(scalar) == value) }
    }
    #expect(Windows1252.byte("疲") == nil)
    #expect(Windows1252.byte("\u{81}") == nil)
  }

  @Test(arguments: 1...6)
  func `an unpaired surrogate is an error with its place`(pieces: Int) throws {
    let bytes = encode("é\n😀", as: .utf16LittleEndian) + [0x3D, 0xD8, 0x61, 0x00]
    #expect(
      throws: CSVError(
        .undecodable(.utf16LittleEndian, bytes: [0x3D, 0xD8]),
        at: CSVError.Position(line: 2, column: 2, byteOffset: 8))
    ) {
      try transcoded(bytes, from: .utf16LittleEndian, pieces: pieces)
    }
  }

  @Test(arguments: [0xD800, 0xDFFF, 0x11_0000, 0xFFFF_FFFF] as [UInt32])
  func `a number that is no character is an error in UTF-32`(number: UInt32) throws {
    let bad = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> UInt32($0)) }
    #expect(
      throws: CSVError(
        .undecodable(.utf32BigEndian, bytes: bad), at: CSVError.Position(line: 2, column: 1, byteOffset: 8))
    ) {
      try transcoded(encode("é\n", as: .utf32BigEndian) + bad, from: .utf32BigEndian, pieces: 3)
    }
  }

  @Test func `what came before an error has been handed over`() {
    var transcoder = Transcoder(from: .utf8)
    var output: [UInt8] = []
    #expect(throws: CSVError.self) {
      try transcoder.transcode([0x61, 0x62, 0xFF, 0x63, 0x63, 0x63], into: &output)
    }
    #expect(output == [0x61, 0x62])
  }

  @Test func `encodings are found by the names people use`() {
    #expect(TextEncoding(name: "CP1252") == .windows1252)
    #expect(TextEncoding(name: "utf8") == .utf8)
    #expect(TextEncoding(name: "ISO-8859-1") == .latin1)
    #expect(TextEncoding(name: "EBCDIC") == nil)
    for encoding in TextEncoding.allCases { #expect(TextEncoding(name: encoding.rawValue) == encoding) }
    #expect(Delimiter(name: "\\t") == .tab)
    #expect(Delimiter(name: "\"") == nil)
    #expect(Delimiter(name: "||") == nil)
  }
}
