import Statistics
import Testing

@Suite struct FourfoldAssociationTests {
  @Test func `two symptoms of 100 persons, by hand`() {
    // 20 both, 10 and 30 alone, 40 neither. Jaccard 20/60; phi (20·40 − 10·30)/√(30·70·50·50); lift 20·100/(30·50).
    let table = FourfoldAssociation(both: 20, firstAlone: 10, secondAlone: 30, neither: 40)
    #expect(table.jaccard == .defined(20.0 / 60))
    #expect(abs((table.phi.value ?? 0) - 500 / 5_250_000.0.squareRoot()) < 1e-15)
    #expect(abs((table.lift.value ?? 0) - 4.0 / 3) < 1e-15)
  }

  @Test func `what is not defined says why`() {
    let nobody = FourfoldAssociation(both: 0, firstAlone: 0, secondAlone: 5, neither: 5)
    #expect(nobody.jaccard == .defined(0))
    #expect(nobody.phi == .undefined(.noVariation))
    #expect(nobody.lift == .undefined(.zeroCell))
    let empty = FourfoldAssociation(both: 0, firstAlone: 0, secondAlone: 0, neither: 0)
    #expect(empty.jaccard == .undefined(.noObservations))
    let negative = FourfoldAssociation(both: -1, firstAlone: 0, secondAlone: 0, neither: 0)
    #expect(negative.phi == .undefined(.inconsistentCounts))
  }

  @Test func `counts of a country do not overflow`() {
    let large = FourfoldAssociation(
      both: 1_000_000_000, firstAlone: 1_000_000_000, secondAlone: 1_000_000_000, neither: 1_000_000_000)
    #expect(large.phi == .defined(0))
    #expect(large.lift == .defined(1))
  }
}
