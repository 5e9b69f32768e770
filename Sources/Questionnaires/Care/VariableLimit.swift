/// What a program that people analyse with allows as the name of a variable.
struct VariableLimit: Sendable {
  let program: String
  /// Most characters of a name; names are written in ASCII, so these are bytes too.
  let length: Int
  /// Words that cannot be names, in lower case.
  let reserved: Set<String>

  /// The limits, from the widest to the narrowest.
  static let all = [
    VariableLimit(
      program: "SPSS", length: 64,
      reserved: ["all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with"]),
    VariableLimit(
      program: "SAS", length: 32,
      reserved: [
        "_n_", "_error_", "_numeric_", "_character_", "_all_", "_null_", "_data_", "_last_", "_infile_",
        "_file_",
        "_msg_", "_iorc_", "_cmd_",
      ]),
    VariableLimit(
      program: "Stata", length: 32,
      reserved: [
        "_all", "_b", "byte", "_coef", "_cons", "double", "float", "if", "in", "int", "long", "_n", "_pi",
        "_pred",
        "_rc", "_skip", "_se", "strl", "using", "with", "alias",
      ]),
    VariableLimit(
      program: "R", length: 10_000,
      reserved: [
        "if", "else", "repeat", "while", "function", "for", "next", "break", "true", "false", "null", "inf",
        "nan",
        "na", "in",
      ]),
    VariableLimit(
      program: "REDCap", length: 26,
      reserved: [
        "redcap_event_name", "redcap_repeat_instrument", "redcap_repeat_instance", "redcap_data_access_group",
        "redcap_survey_identifier", "record", "event_id", "event_name", "instance",
      ]),
  ]

  /// Characters that SAS keeps of a name in a transport file, version 5 (TS-140).
  static let transportLength = 8

  /// A name as these programs can have it: letters, digits and underscores.
  static func portable(_ name: String) -> String {
    String(
      decoding: name.utf8.map { byte in
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) ? byte : UInt8(ascii: "_")
      }, as: UTF8.self)
  }
}
