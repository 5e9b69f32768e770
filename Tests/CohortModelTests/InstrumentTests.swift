import CohortModel
import Testing

/// Answers to the numbered items of an instrument.
private func answers(_ instrument: String, _ codes: [Int16]) -> [String: Int16] {
  Dictionary(uniqueKeysWithValues: codes.enumerated().map { ("\(instrument).\($0.offset + 1)", $0.element) })
}

@Suite struct InstrumentTests {
  @Test(arguments: [
    (4, "minimal"), (5, "mild"), (9, "mild"), (10, "moderate"), (14, "moderate"),
    (15, "moderately-severe"), (19, "moderately-severe"), (20, "severe"), (27, "severe"), (0, "minimal"),
  ])
  func `PHQ-9 adds nine items into five bands`(total: Int, band: String) {
    let codes = (0..<9).map { place in Int16(max(0, min(3, total - 3 * place))) }
    let score = PHQ9().score(answers("phq9", codes))
    #expect(score.value == Double(total))
    #expect(score.band == band)
  }

  @Test func `PHQ-9 replaces up to two missing items by the mean`() {
    // Seven items with sum 10: 10 × 9 / 7 = 12.86.
    let two = PHQ9().score(answers("phq9", [2, 2, 2, 1, 1, 1, 1, -2, -3]))
    #expect(two.value == 13)
    // Eight items with sum 4: 4 × 9 / 8 = 4.5, rounded up.
    #expect(PHQ9().score(answers("phq9", [1, 1, 1, 1, 0, 0, 0, 0, -2])).value == 5)
    #expect(
      PHQ9().score(answers("phq9", [2, 2, 2, 1, 1, 1, -2, -2, -3]))
        == .notScored(.missingItems(["phq9.7", "phq9.8", "phq9.9"])))
    #expect(PHQ9().score([:]) == .notScored(.notAsked))
    #expect(
      PHQ9().score(answers("phq9", [4, 0, 0, 0, 0, 0, 0, 0, 0])) == .notScored(.outOfRange(item: "phq9.1")))
  }

  @Test(
    arguments: [
      ([2, 0, 2, 2, 2, 2, 0, 0, 0], true), ([0, 0, 2, 2, 2, 2, 2, 2, 3], false),
      ([2, 0, 2, 2, 2, 0, 0, 0, 1], true), ([2, 0, 2, 2, 1, 0, 0, 0, 1], false),
      ([2, 0, 2, 2, 2, -2, 0, 0, 0], nil), ([-2, 1, 2, 2, 2, 2, 2, 0, 0], nil),
      ([2, 0, 2, 0, 0, -2, -2, 0, 0], false),
    ] as [([Int16], Bool?)])
  func `PHQ-9 finds major depression by its algorithm`(codes: [Int16], isFound: Bool?) {
    #expect(PHQ9().majorDepression(answers("phq9", codes)) == isFound)
  }

  @Test func `PHQ-9 raises the safety flag from 1 on`() {
    #expect(PHQ9().raisesSafetyFlag(["phq9.9": 0]) == false)
    #expect(PHQ9().raisesSafetyFlag(["phq9.9": 1]) == true)
    #expect(PHQ9().raisesSafetyFlag(["phq9.9": -2]) == nil)
    #expect(PHQ9().raisesSafetyFlag([:]) == nil)
  }

  @Test func `GAD-7 has bands from 5, 10 and 15 on`() {
    let bands = [4, 5, 9, 10, 14, 15, 21].map { total in
      GAD7().score(answers("gad7", (0..<7).map { Int16(max(0, min(3, total - 3 * $0))) })).band
    }
    #expect(bands == ["minimal", "mild", "mild", "moderate", "moderate", "severe", "severe"])
  }

  @Test func `FSS is the mean of nine items and needs all of them`() {
    let four = FSS().score(answers("fss", [4, 4, 4, 4, 4, 4, 4, 4, 4]))
    #expect(four.value == 4)
    #expect(four.band == "fatigue")
    #expect(FSS().score(answers("fss", [4, 4, 4, 4, 4, 4, 4, 4, 3])).band == "no-fatigue")
    let one = answers("fss", [4, 4, 4, 4, 4, 4, 4, 4, -2])
    #expect(FSS().score(one) == .notScored(.missingItems(["fss.9"])))
    var lenient = FSS()
    lenient.allowedMissing = 1
    #expect(lenient.score(one).value == 4)
    #expect(
      FSS().score(answers("fss", [0, 4, 4, 4, 4, 4, 4, 4, 4])) == .notScored(.outOfRange(item: "fss.1")))
  }

  @Test func `mMRC and PCFS are relevant from grade 2 on`() {
    #expect(
      (0...4).map { MMRC().score(["mmrc": $0]).band == "relevant" } == [false, false, true, true, true])
    #expect((0...4).map { PCFS().score(["pcfs": $0]).band == "limited" } == [false, false, true, true, true])
    #expect(PCFS().score(["pcfs": 5]) == .notScored(.outOfRange(item: "pcfs")))
    #expect(MMRC().score(["mmrc": -4]) == .notScored(.missingItems(["mmrc"])))
    #expect(PCFS.grade(fitting: [1, 2]) == 2)
    #expect(MMRC.grade(fromYesNo: [true, true, false, false, false]) == 1)
    #expect(MMRC.grade(fromYesNo: [true, true, nil, false, false]) == nil)
    #expect(MMRC.grade(fromYesNo: [false, false, false, false, false]) == nil)
  }

  @Test(arguments: [
    ("DE", [1, 0.974, 0.943, 0.141, 0.662, -0.661]), ("FR", [1, 0.9624, 0.978, 0.4019, 0.7678, -0.5255]),
    ("BE", [1, 0.9308, 0.8952, 0.0740, 0.5766, -0.5316]), ("PT", [1, 0.952, 0.959, 0.351, 0.589, -0.603]),
    ("NL", [1, 0.918, 0.887, 0.047, 0.511, -0.446]),
  ])
  func `EQ-5D-5L gives the published indices`(name: String, indices: [Double]) throws {
    let instrument = EQ5D5L(valueSet: try ReferenceFile.valueSet(name))
    for (profile, index) in zip(["11111", "21111", "11121", "12345", "33333", "55555"], indices) {
      let levels = zip(instrument.items, profile).map { ($0, Int16(String($1))!) }
      let answers = Dictionary(uniqueKeysWithValues: levels)
      let value = try #require(instrument.score(answers).value)
      #expect(abs(value - index) < 0.00006)
      #expect(instrument.profile(answers) == profile)
    }
  }

  @Test func `EQ-5D-5L needs every dimension and a value set`() throws {
    let instrument = EQ5D5L(valueSet: try ReferenceFile.valueSet("DE"))
    var answers = Dictionary(uniqueKeysWithValues: instrument.items.map { ($0, Int16(1)) })
    #expect(EQ5D5L().score(answers) == .notScored(.noValueSet))
    #expect(instrument.id == "eq5d-de")
    answers["eq5d.pain"] = -2
    #expect(instrument.score(answers) == .notScored(.missingItems(["eq5d.pain"])))
    #expect(instrument.profile(answers) == nil)
    #expect(instrument.visualAnalogueScale(["eq5d.vas": 100]) == 100)
    #expect(instrument.visualAnalogueScale(["eq5d.vas": 101]) == nil)
  }

  @Test func `DSQ-PEM needs frequency and severity of one item together`() {
    let instrument = DSQPEM()
    var answers = Dictionary(uniqueKeysWithValues: instrument.items.map { ($0, Int16(0)) })
    answers["dsq-pem.frequency.1"] = 4
    answers["dsq-pem.severity.2"] = 4
    #expect(instrument.score(answers).band == "negative")
    answers["dsq-pem.severity.1"] = 2
    answers["dsq-pem.severity.5"] = -2
    #expect(instrument.score(answers).band == "positive")
    let isOfType = { (physical: Bool?, mental: Bool?, hours: Bool?) in
      instrument.isOfMECFSType(
        answers, isWorseAfterPhysicalEffort: physical, isWorseAfterMentalEffort: mental,
        lastsFourteenHours: hours)
    }
    #expect(isOfType(false, true, true) == true)
    #expect(isOfType(true, nil, false) == false)
    #expect(isOfType(false, nil, true) == nil)
    answers["dsq-pem.severity.1"] = 1
    #expect(instrument.score(answers) == .notScored(.missingItems(["dsq-pem.severity.5"])))
  }

  @Test func `WHODAS allows one missing item`() {
    let eleven = answers("whodas12", [2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, -2])
    #expect(WHODAS12().score(eleven).value == 24)
    guard case .scored(let scored) = WHODAS12().score(eleven) else { return #expect(Bool(false)) }
    #expect(scored.parts["percent"] == 50)
    #expect(scored.substituted == 1)
    #expect(WHODAS12().score(answers("whodas12", [2, 2, 2, 2, 2, 2, 2, 2, 2, 2, -1, -2])).value == nil)
  }

  @Test func `CFQ-11 counts a case from four bimodal points on`() {
    guard
      case .scored(let scored) = ChalderFatigue().score(answers("cfq11", [2, 3, 2, 1, 1, 1, 1, 1, 1, 1, 3]))
    else { return #expect(Bool(false)) }
    #expect(scored.value == 17)
    #expect(scored.parts == ["physical": 11, "mental": 6, "bimodal": 4])
    #expect(scored.band == "case")
    #expect(ChalderFatigue().score(answers("cfq11", [2, 3, 2, 1, 1, 1, 1, 1, 1, 1, 1])).band == "no-case")
  }

  @Test func `CES-D reverses four items`() {
    #expect(CESD20().score(answers("cesd20", Array(repeating: 0, count: 20))).value == 12)
    var worst = Array(repeating: Int16(3), count: 20)
    for item in [4, 8, 12, 16] { worst[item - 1] = 0 }
    #expect(CESD20().score(answers("cesd20", worst)).value == 60)
    worst[0...4] = [-2, -2, -2, 0, -2]
    // Sixteen items at the worst: 48 × 20 / 16.
    #expect(CESD20().score(answers("cesd20", worst)).value == 60)
    worst[5] = -2
    #expect(CESD20().score(answers("cesd20", worst)).value == nil)
  }

  @Test func `the short scales of CON-VINCE have their ranges and reversed items`() {
    #expect(UCLA3().score(answers("ucla3", [1, 1, 1])).value == 3)
    #expect(UCLA3().score(answers("ucla3", [3, 3, 3])).value == 9)
    #expect(PSS4().score(answers("pss4", [4, 0, 0, 4])).value == 16)
    #expect(PSS4().score(answers("pss4", [0, 4, 4, 0])).value == 0)
    #expect(BRS().score(answers("brs", [5, 1, 5, 1, 5, 1])).value == 5)
    #expect(BRS().score(answers("brs", [1, 5, 1, 5, 1, -2])).value == nil)
    let reserved = answers("bfi10", [5, 1, 5, 5, 5, 1, 5, 1, 1, 1])
    #expect(BFI10.Trait.allCases.map { BFI10($0).score(reserved).value } == [1, 1, 1, 1, 1])
  }

  @Test func `every score lies in its range and names its rule`() {
    for instrument in Instruments.all() {
      #expect(!instrument.missingRule.isEmpty && !instrument.source.isEmpty)
      #expect(instrument.score([:]) == .notScored(.notAsked))
    }
    let ids = Instruments.all().map(\.id)
    #expect(Set(ids).count == ids.count)
  }
}

/// Buysse (1989), with sleep duration banded as in the Pittsburgh script.
@Suite struct PSQITests {
  private func answers(
    bed: Int16 = 1380, latency: Int16 = 10, up: Int16 = 420, sleep: Int16 = 450, codes: Int16 = 0
  ) -> [String: Int16] {
    var answers: [String: Int16] = ["psqi.1": bed, "psqi.2": latency, "psqi.3": up, "psqi.4": sleep]
    for letter in "abcdefghij" { answers["psqi.5\(letter)"] = codes }
    for number in 6...9 { answers["psqi.\(number)"] = codes }
    return answers
  }

  private func part(_ name: String, _ answers: [String: Int16]) -> Double? {
    guard case .scored(let scored) = PSQI().score(answers) else { return nil }
    return scored.parts[name]
  }

  @Test func `the best and the worst night`() {
    // 23:00 to 7:00 are 480 minutes; 450 of them asleep are 93.75 %.
    #expect(PSQI().score(answers()).value == 0)
    #expect(PSQI().score(answers(latency: 61, sleep: 240, codes: 3)).value == 21)
  }

  @Test func `components change at their limits`() {
    #expect([15, 16, 30, 31, 60, 61].map { part("c2", answers(latency: $0)) } == [0, 1, 1, 1, 1, 2])
    #expect([420, 419, 360, 359, 300, 299].map { part("c3", answers(sleep: $0)) } == [0, 1, 1, 2, 2, 3])
    // Of 480 minutes, 85 % are 408, 75 % are 360, 65 % are 312.
    #expect([408, 407, 360, 359, 312, 311].map { part("c4", answers(sleep: $0)) } == [0, 1, 1, 2, 2, 3])
    #expect([0, 1, 2, 3].map { part("c5", answers(codes: $0)) } == [0, 1, 2, 3])
    #expect([0, 1, 2, 3].map { part("c7", answers(codes: $0)) } == [0, 1, 2, 3])
  }

  @Test func `more sleep than time in bed is a mistake`() {
    #expect(PSQI().score(answers(sleep: 480)).value != nil)
    #expect(PSQI().score(answers(sleep: 481)) == .notScored(.inconsistent))
    #expect(PSQI().score(answers(bed: 420, up: 420)) == .notScored(.inconsistent))
  }

  @Test func `a missing component leaves no score, a missing item 5j counts 0`() {
    var missing = answers()
    missing["psqi.5j"] = nil
    #expect(PSQI().score(missing).value == 0)
    missing["psqi.6"] = -2
    #expect(PSQI().score(missing) == .notScored(.missingItems(["psqi.6"])))
  }

  @Test func `poor is more than 5`() {
    var five = answers()
    five["psqi.6"] = 3
    five["psqi.7"] = 2
    #expect(PSQI().score(five).band == "good")
    five["psqi.7"] = 3
    #expect(PSQI().score(five).band == "poor")
  }
}
