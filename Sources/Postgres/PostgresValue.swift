/// A type that can be read from a field of a result.
public protocol PostgresDecodable {
  /// Reads the field's text, which is `nil` for NULL; returns `nil` where it does not fit.
  init?(postgresField: UnsafeRawBufferPointer?)
}

/// A type that can be sent as a parameter and read from a result, in PostgreSQL's text form.
public protocol PostgresValue: PostgresDecodable, Sendable {
  /// The text that PostgreSQL reads.
  var postgresText: String { get }

  /// Reads the text that PostgreSQL writes; returns `nil` where it does not fit.
  init?(postgresText: String)
}

extension PostgresValue {
  /// Reads a field that is not NULL.
  public init?(postgresField: UnsafeRawBufferPointer?) {
    guard let postgresField else { return nil }
    self.init(postgresText: String(decoding: postgresField, as: UTF8.self))
  }
}

extension Optional: PostgresDecodable where Wrapped: PostgresDecodable {
  /// Reads NULL as `nil`, and anything else as the wrapped type.
  public init?(postgresField: UnsafeRawBufferPointer?) {
    guard postgresField != nil else {
      self = Self.none
      return
    }
    guard let value = Wrapped(postgresField: postgresField) else { return nil }
    self = Self.some(value)
  }
}

extension Bool: PostgresValue {
  /// `t` or `f`.
  public var postgresText: String { self ? "t" : "f" }

  /// Reads `t` or `f`.
  public init?(postgresText: String) {
    switch postgresText {
    case "t": self = true
    case "f": self = false
    default: return nil
    }
  }
}

extension PostgresValue where Self: FixedWidthInteger {
  /// The decimal digits.
  public var postgresText: String { String(self) }

  /// Reads decimal digits that fit the type.
  public init?(postgresText: String) {
    self.init(postgresText, radix: 10)
  }
}

extension Int16: PostgresValue {}
extension Int32: PostgresValue {}
extension Int64: PostgresValue {}
extension Int: PostgresValue {}

extension Double: PostgresValue {
  /// The shortest digits that give the same number again.
  public var postgresText: String {
    if isNaN { return "NaN" }
    if isInfinite { return self < 0 ? "-Infinity" : "Infinity" }
    return String(self)
  }

  /// Reads a number, `NaN` or `Infinity`.
  public init?(postgresText: String) {
    self.init(postgresText)
  }
}

extension String: PostgresValue {
  /// The text itself.
  public var postgresText: String { self }

  /// Takes the text as it is.
  public init?(postgresText: String) {
    self = postgresText
  }
}

extension DateDays: PostgresValue {
  /// The date in ISO form, or `infinity`.
  public var postgresText: String { description }

  /// Reads a date in ISO form, or `infinity`.
  public init?(postgresText: String) {
    self.init(postgresText)
  }
}
