/// Spellings that one slip of the keyboard leads to.
public enum NearSpelling {
  /// A word, and the word without each of its letters.
  ///
  /// Two words that share one of these differ by a letter that is missing, added, replaced or exchanged with its
  /// neighbour (Garbe's symmetric deletion), or by two such slips in some cases. Words of fewer than four letters
  /// stand for themselves, as leaving one out leaves nothing to recognise.
  public static func parts(of word: String) -> [String] {
    guard word.count >= 4 else { return [word] }
    var parts: Set<String> = [word]
    for place in word.indices {
      var shorter = word
      shorter.remove(at: place)
      parts.insert(shorter)
    }
    return parts.sorted()
  }

  /// A text with each two neighbours that differ exchanged.
  public static func transpositions(of text: String) -> [String] {
    let letters = Array(text)
    return letters.indices.dropLast().compactMap { place in
      guard letters[place] != letters[place + 1] else { return nil }
      var exchanged = letters
      exchanged.swapAt(place, place + 1)
      return String(exchanged)
    }
  }

  /// A text with each of its places left open, marked with the place.
  public static func withOnePlaceOpen(_ text: String) -> [String] {
    text.indices.map { place in
      text[..<place] + "?" + text[text.index(after: place)...]
    }
  }
}
