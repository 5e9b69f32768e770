import Testing

@testable import Anonymisation

@Suite struct PrivacyModelFormTests {
  @Test func `every model is found by its own name`() {
    for form in PrivacyModelForm.all {
      let model = form.model(parameter: Fraction(1, 1), column: "status")
      #expect(model?.name == form.name)
      #expect((model?.sensitiveColumn != nil) == form.needsColumn)
      #expect((form.model(parameter: Fraction(1, 1)) == nil) == form.needsColumn)
    }
    #expect(PrivacyModelForm.named("l-anonymity") == nil)
  }

  @Test(arguments: [
    ("k-anonymity", Fraction(0, 1)), ("k-anonymity", Fraction(5, 2)),
    ("distinct-l-diversity", Fraction(1, 2)),
    ("t-closeness", Fraction(3, 2)),
  ])
  func `a parameter out of range makes no model`(name: String, parameter: Fraction) throws {
    let form = try #require(PrivacyModelForm.named(name))
    #expect(form.model(parameter: parameter, column: "status") == nil)
  }

  @Test func `parameters are told in words`() {
    #expect(KAnonymity(k: 12).parameters == "k = 12")
    #expect(DistinctDiversity(l: 2, column: "status").parameters == "l = 2 on status")
    #expect(
      DistinctDiversity(l: 2, column: "status", nonDisclosing: ["indeterminate"]).parameters
        == "l = 2 on status, indeterminate not counted")
    #expect(
      TCloseness(t: Fraction(2, 10), column: "status").parameters == "t = 0.2 on status, equal distance")
  }
}
