import Reporting
import Testing

@testable import CoVaLux

@Suite struct PlainJSONTests {
  /// The standard library reads these as numbers.
  @Test(arguments: ["nan", "-inf", "infinity", "0x1p3", "1e999", "-0\0\0_", "1\0"])
  func `what the standard library takes for a number is not JSON`(text: String) {
    #expect(PlainJSON.value(Array(text.utf8)) == nil)
  }

  @Test(arguments: ["0", "-7", "-0", "0.5", "-0.25", "1e-07", "9223372036854775807", "12345678901234567890"])
  func `a number is the same when written again`(text: String) throws {
    let value = try #require(PlainJSON.value(Array(text.utf8)))
    let again = try #require(PlainJSON.value(Array(value.text.utf8)))
    #expect(again == value)
  }
}
