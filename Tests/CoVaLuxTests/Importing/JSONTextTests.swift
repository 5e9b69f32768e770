import Foundation
import Testing

@testable import CoVaLux

@Suite struct JSONTextTests {
  @Test func `a string of any bytes that texts may have is read back as it was`() throws {
    var pieces = (UInt8(1)..<0x80).map { String(UnicodeScalar($0)) }
    pieces += ["é", "漢", "🦠", "\u{85}", "plain text of more than eight bytes", "\"", "\\", "\"\\\n"]
    for length in 0..<20 {
      for piece in pieces {
        let text = String(repeating: "x", count: length) + piece + String(repeating: "y", count: 19 - length)
        let bytes = Array("<\(text)>".utf8)
        var object: [UInt8] = []
        JSONText.appendMember(JSONText.label("a\"b"), bytes, 1..<bytes.count - 1, to: &object)
        let json = Data([UInt8(ascii: "{")] + object + [UInt8(ascii: "}")])
        let read = try #require(try JSONSerialization.jsonObject(with: json) as? [String: String])
        #expect(read == ["a\"b": text])
      }
    }
  }
}
