import CohortModel
import Testing

@Suite struct NameTests {
  @Test(arguments: [
    ("Müller", ["muller"]), ("MUELLER", ["muller"]), ("Muller", ["muller"]), ("Zoé", ["zo"]),
    ("Zoe\u{301}", ["zo"]), ("Weber-Schmit", ["schmit", "weber"]), ("Schmit Weber", ["schmit", "weber"]),
    ("O’Brien", ["obrien"]), ("O'Brien", ["obrien"]), ("van der Berg", ["berg"]), ("Berg", ["berg"]),
    ("De", ["de"]), ("Weiß", ["weiss"]), ("Łukasz", ["lukasz"]), ("Sørensen", ["sorensen"]),
    ("Cœur", ["cour"]), ("da Silva e Sousa", ["silva", "sousa"]), ("Παπάς", ["παπάς"]), ("", []), (" - ", []),
  ])
  func `a name has the same words however it is spelled`(name: String, words: [String]) {
    #expect(NameWords.words(of: name) == words)
  }

  /// The examples of the German Wikipedia's article on the Kölner Phonetik, and of Postel's paper.
  @Test(arguments: [
    ("wikipedia", "3412"), ("mullerludenscheidt", "65752682"), ("meyer", "67"), ("maier", "67"),
    ("schmidt", "862"),
    ("schmit", "862"), ("schmitz", "868"), ("breschnew", "17863"), ("heithabu", "021"), ("philipp", "351"),
    ("", ""),
  ])
  func `a word sounds as Cologne phonetics says`(word: String, code: String) {
    #expect(NameSound.code(of: word) == code)
  }

  @Test(arguments: [
    ("marie", "maire", true), ("schneider", "schnieder", true), ("anna", "ana", true),
    ("weber", "weyer", true),
    ("weber", "wagner", false), ("li", "lu", false),
  ])
  func `words one slip apart share a part`(left: String, right: String, share: Bool) {
    #expect(Set(NearSpelling.parts(of: left)).isDisjoint(with: NearSpelling.parts(of: right)) != share)
  }

  @Test func `neighbours are exchanged and places left open one at a time`() {
    #expect(NearSpelling.transpositions(of: "1123") == ["1213", "1132"])
    #expect(NearSpelling.withOnePlaceOpen("197") == ["?97", "1?7", "19?"])
  }
}
