import CohortModel

/// Keyed hashes of a person's identifiers, by which two records can be held against each other without reading them.
///
/// Spellings that one would take for the same share a hash: sounds alike, one slip away, day and month exchanged. Without
/// the key nothing can be told from them. The order of arrays is that of their values.
struct Likeness: Hashable {
  var matricule: Int64?
  /// The matricule with two neighbouring digits exchanged.
  var nearMatricules: [Int64] = []
  var birth: Int64?
  /// The birth date with day and month exchanged; nil if that is no other date.
  var swappedBirth: Int64?
  /// Birth dates with two neighbouring digits exchanged.
  var nearBirths: [Int64] = []
  /// All names together with the birth date, of which one digit is left open.
  var namedBirths: [Int64] = []
  /// The words of the family name.
  var family: [Int64] = []
  /// How these sound, and what they are one slip away from.
  var familyAlike: [Int64] = []
  /// The words of the given name.
  var given: [Int64] = []
  /// How these sound, and what they are one slip away from.
  var givenAlike: [Int64] = []
  /// E-mail address and telephone number.
  var contact: [Int64] = []
}

/// Makes likenesses under one key, and remembers words, as names recur.
struct LikenessMaker {
  private let keys: KeyRing
  private var alike: [String: [Int64]] = [:]
  private var codes: [String: Int64] = [:]
  /// Words and dates remembered at most; beyond them nothing more is kept.
  private static let rememberedLimit = 50_000

  init(keys: KeyRing) {
    self.keys = keys
  }

  /// The likeness of a person with identifiers under the names of the model; nil if none of them tells who it is.
  mutating func likeness(of fields: [String: String]) -> Likeness? {
    var likeness = Likeness()
    noteMatricule(fields["matricule"] ?? "", in: &likeness)
    noteNames(fields, in: &likeness)
    noteBirth(fields["birth-date"] ?? "", names: Self.words(of: fields), in: &likeness)
    noteContact(fields, in: &likeness)
    return likeness == Likeness() ? nil : likeness
  }

  private static func words(of fields: [String: String]) -> [String] {
    (NameWords.words(of: fields["family-name"] ?? "") + NameWords.words(of: fields["given-name"] ?? ""))
      .sorted()
  }

  private func noteMatricule(_ text: String, in likeness: inout Likeness) {
    let digits = String(text.filter { !$0.isWhitespace && $0 != "-" })
    guard !digits.isEmpty else { return }
    likeness.matricule = code("matricule", digits)
    likeness.nearMatricules = NearSpelling.transpositions(of: digits).map { code("matricule", $0) }.sorted()
  }

  private mutating func noteNames(_ fields: [String: String], in likeness: inout Likeness) {
    let (family, given) = (
      NameWords.words(of: fields["family-name"] ?? ""), NameWords.words(of: fields["given-name"] ?? "")
    )
    likeness.family = family.map { rememberedCode("name", $0) }.sorted()
    likeness.given = given.map { rememberedCode("name", $0) }.sorted()
    likeness.familyAlike = Set(family.flatMap { alikeCodes(of: $0) }).sorted()
    likeness.givenAlike = Set(given.flatMap { alikeCodes(of: $0) }).sorted()
  }

  private mutating func noteBirth(_ text: String, names: [String], in likeness: inout Likeness) {
    guard let day = StudyDay(iso: text) else { return }
    let digits = Self.digits(of: day)
    likeness.birth = rememberedCode("birth", digits)
    let parts = day.components
    if parts.day != parts.month, let swapped = StudyDay(year: parts.year, month: parts.day, day: parts.month)
    {
      likeness.swappedBirth = rememberedCode("birth", Self.digits(of: swapped))
    }
    likeness.nearBirths = NearSpelling.transpositions(of: digits).filter(Self.isDay)
      .map { rememberedCode("birth", $0) }.sorted()
    guard !names.isEmpty else { return }
    let name = names.joined(separator: " ")
    likeness.namedBirths = NearSpelling.withOnePlaceOpen(digits).map { code("named birth", "\($0) \(name)") }
      .sorted()
  }

  private func noteContact(_ fields: [String: String], in likeness: inout Likeness) {
    let mail = (fields["email"] ?? "").lowercased().filter { !$0.isWhitespace }
    // The last digits, as the prefix of the country is often left out.
    let telephone = String((fields["telephone"] ?? "").filter(\.isNumber).suffix(8))
    if mail.contains("@") { likeness.contact.append(code("email", mail)) }
    if telephone.count >= 6 { likeness.contact.append(code("telephone", telephone)) }
    likeness.contact.sort()
  }

  private static func digits(of day: StudyDay) -> String { day.description.filter { $0 != "-" } }

  private static func isDay(_ digits: String) -> Bool {
    let bytes = Array(digits)
    return StudyDay(iso: "\(String(bytes[0..<4]))-\(String(bytes[4..<6]))-\(String(bytes[6..<8]))") != nil
  }

  private mutating func alikeCodes(of word: String) -> [Int64] {
    if let known = alike[word] { return known }
    var found = NearSpelling.parts(of: word).map { code("part", $0) }
    let sound = NameSound.code(of: word)
    // One digit alone is too many names.
    if sound.utf8.count >= 2 { found.append(code("sound", sound)) }
    if alike.count < Self.rememberedLimit { alike[word] = found }
    return found
  }

  private mutating func rememberedCode(_ kind: String, _ text: String) -> Int64 {
    let name = "\(kind)/\(text)"
    if let known = codes[name] { return known }
    let found = code(kind, text)
    if codes.count < Self.rememberedLimit { codes[name] = found }
    return found
  }

  private func code(_ kind: String, _ text: String) -> Int64 {
    keys.shortCode(of: "likeness/\(kind)/\(text)", .pseudonym)
  }
}
