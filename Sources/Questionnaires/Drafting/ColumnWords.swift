import CohortModel

/// The words in the name of a column, and what they give away about it.
struct ColumnWords {
  let words: [String]
  /// All letters and digits in one, small.
  let squeezed: String

  init(_ name: String) {
    var words = [""]
    var previous: Character = " "
    for character in name {
      let isBreak =
        character.isUppercase && previous.isLowercase || !(character.isLetter || character.isNumber)
      if isBreak && words.last != "" { words.append("") }
      if character.isLetter || character.isNumber { words[words.count - 1] += character.lowercased() }
      previous = character
    }
    self.words = words.filter { !$0.isEmpty }
    squeezed = self.words.joined()
  }

  private static let personalWords: Set<String> = [
    "name", "surname", "initials", "nom", "prenom", "prénom", "vorname", "nachname", "nome", "email", "mail",
    "courriel",
    "phone", "telephone", "téléphone", "telefon", "tel", "mobile", "gsm", "address", "adresse", "street",
    "rue", "strasse",
    "city", "ville", "town", "zip", "postal", "postcode", "plz", "dob", "birth", "birthday", "birthdate",
    "naissance",
    "geburt", "geburtsdatum", "matricule", "ssn", "passport", "ip", "latitude", "longitude", "gps",
    "geopoint", "lat",
    "lon", "long", "recipient", "contact", "doctor", "physician", "employer", "username", "deviceid", "photo",
    "signature",
  ]
  private static let personalParts = [
    "email", "ipaddress", "lastname", "firstname", "surname", "familyname", "givenname", "birthdate",
    "dateofbirth",
    "telephone", "phonenumber", "latitude", "longitude", "postalcode",
  ]

  /// True if the column probably tells who somebody is.
  var isIdentifying: Bool {
    words.contains(where: Self.personalWords.contains)
      || Self.personalParts.contains { squeezed.contains($0) }
  }

  /// The concept that the column may be about; nil if its name says nothing.
  func concept(among concepts: [Concept]) -> String? {
    let own = Set(words.map(Self.british))
    let found = concepts.filter { concept in
      switch concept.block {
      case .instrument: squeezed.hasSuffix(ColumnWords(concept.field).squeezed)
      case .symptom, .participant: own.isSuperset(of: ColumnWords(concept.field).words)
      default: false
      }
    }
    return found.max { $0.field.utf8.count < $1.field.utf8.count }?.name
  }

  private static func british(_ word: String) -> String {
    switch word {
    case "dyspnea", "breathlessness", "breath": "dyspnoea"
    case "diarrhea": "diarrhoea"
    case "tiredness", "tired": "fatigue"
    case "gender": "sex"
    default: word
    }
  }
}
