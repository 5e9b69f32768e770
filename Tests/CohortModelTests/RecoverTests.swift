import CohortModel
import Testing

/// Thaweethai (2023): 12 and more of 34 points; Geng (2024): 11 and more of 30.
@Suite struct RecoverTests {
  let weights2023: RecoverWeights
  let weights2024: RecoverWeights

  init() throws {
    weights2023 = try ReferenceFile.recoverWeights("recover-2023")
    weights2024 = try ReferenceFile.recoverWeights("recover-2024")
  }

  /// A follow-up at which the symptoms given are present and the others of the score absent.
  private func visit(
    _ weights: RecoverWeights, present: [Symptom], missing: [Symptom] = [], on day: StudyDay = "2022-07-10",
    items: [String: Int16] = [:]
  ) -> FollowUp {
    var states: [Symptom: SymptomState] = [:]
    for symptom in weights.items.flatMap(\.symptoms) { states[symptom] = .absent }
    for symptom in present { states[symptom] = .present }
    for symptom in missing { states[symptom] = nil }
    return wave(day, states, items: items)
  }

  @Test func `the points add up to the published maxima`() {
    #expect(weights2023.maximum == 34)
    #expect(weights2023.items.count == 12)
    #expect(weights2024.maximum == 30)
    #expect(weights2024.items.count == 11)
  }

  @Test(arguments: [
    ([Symptom.lossOfSmell, .cough], 12, "yes"),
    ([.lossOfSmell, .lossOfTaste, .cough], 12, "yes"),
    ([.postExertionalMalaise, .cough], 11, "no: score-below-threshold"),
    ([.postExertionalMalaise, .brainFog, .fatigue, .dizziness], 12, "yes"),
    ([], 0, "no: score-below-threshold"),
  ])
  func `the score of 2023 is positive from 12 on`(present: [Symptom], score: Int, word: String) {
    let result = RECOVER2023(weights: weights2023).classify(
      history(infected: ["2022-01-10"], visit(weights2023, present: present)), episode: 1)
    #expect(result.word == word)
    #expect(result.score == score...score)
  }

  @Test(arguments: [
    ([Symptom.lossOfTaste, .cough], 11, "likely"), ([.postExertionalMalaise, .cough], 10, "possible"),
    ([.postExertionalMalaise, .brainFog, .dizziness], 11, "likely"), ([.thirst], 1, "possible"),
    ([], 0, "none"),
  ])
  func `the index of 2024 is likely from 11 on`(present: [Symptom], score: Int, category: String) {
    let result = RECOVER2024(weights: weights2024).classify(
      history(infected: ["2022-01-10"], visit(weights2024, present: present)), episode: 1)
    #expect(result.category == category)
    #expect(result.score == score...score)
    #expect((result.outcome == .yes) == (category == "likely"))
  }

  @Test func `a missing item makes the score a lower bound`() {
    let definition = RECOVER2023(weights: weights2023)
    let open = definition.classify(
      history(
        infected: ["2022-01-10"],
        visit(weights2023, present: [.postExertionalMalaise, .cough], missing: [.thirst])), episode: 1)
    #expect(open.score == 11...14)
    #expect(open.word == "indeterminate: score-incomplete")
    let positive = definition.classify(
      history(
        infected: ["2022-01-10"],
        visit(weights2023, present: [.lossOfSmell, .cough], missing: [.thirst, .lossOfTaste])), episode: 1)
    #expect(positive.word == "yes")
    let negative = definition.classify(
      history(
        infected: ["2022-01-10"], visit(weights2023, present: [.cough], missing: [.brainFog, .thirst])),
      episode: 1)
    #expect(negative.score == 4...10)
    #expect(negative.word == "no: score-below-threshold")
  }

  @Test func `smell alone absent does not make smell or taste absent`() {
    let score = weights2023.score(of: wave("2022-07-10", [.lossOfSmell: .absent]))
    #expect(score == 0...34)
  }

  @Test func `mild fatigue and breathlessness below grade 2 do not count`() {
    var mild = visit(weights2024, present: [.dyspnoea])
    mild.symptoms[.fatigue] = .mild
    mild.items["mmrc"] = 1
    #expect(weights2024.score(of: mild) == 0...0)
    mild.items["mmrc"] = 2
    mild.symptoms[.fatigue] = .moderate
    #expect(weights2024.score(of: mild) == 3...3)
    mild.items["mmrc"] = MissingReason.refused.rawValue
    mild.symptoms[.fatigue] = .present
    #expect(weights2024.score(of: mild) == 3...3)
    var strict = weights2024
    strict.countsUngraded = false
    #expect(strict.score(of: mild) == 0...3)
  }

  @Test func `the visit is the first from six months, or from four and a half, on`() {
    let sick = { (day: StudyDay) in
      history(
        infected: ["2022-01-10"], self.visit(self.weights2023, present: [.lossOfSmell, .cough], on: day))
    }
    let score = RECOVER2023(weights: weights2023)
    #expect(score.classify(sick("2022-07-09"), episode: 1).word == "indeterminate: no-follow-up-in-window")
    #expect(score.classify(sick("2022-07-10"), episode: 1).word == "yes")
    let index = RECOVER2024(weights: weights2024)
    #expect(index.classify(sick("2022-05-24"), episode: 1).word == "indeterminate: no-follow-up-in-window")
    #expect(index.classify(sick("2022-05-25"), episode: 1).word != "indeterminate: no-follow-up-in-window")
  }

  @Test func `every definition has its own identifier and states its parameters`() {
    let all = CaseDefinitions.all(weights2023: weights2023, weights2024: weights2024)
    #expect(
      all.map(\.id) == [
        "who-2021", "who-2023", "nice-long-covid", "nice-post-covid-syndrome", "cdc-4w", "nasem-2024",
        "recover-2023", "recover-2024",
      ])
    #expect(all.allSatisfy { !$0.parameters.isEmpty && !$0.source.isEmpty })
    let never = history(infected: [])
    #expect(all.allSatisfy { $0.classify(never, episode: 1).reason == .noInfection })
  }
}
