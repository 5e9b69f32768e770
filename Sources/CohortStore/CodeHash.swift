/// The keyed hash by which the code of an erased participant is recognised.
public enum CodeHash {
  /// HMAC over study and code, in hexadecimal digits; the code is normalised already.
  public static func of(study: String, code: [UInt8], keys: KeyRing) -> String {
    Hexadecimal.text(
      keys.authenticationCode(of: Array("\(study.utf8.count):\(study)/".utf8) + code, .pseudonym))
  }
}
