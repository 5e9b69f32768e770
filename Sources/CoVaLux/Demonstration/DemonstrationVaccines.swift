import CohortModel

/// One dose of a made-up participant.
struct DemonstrationDose {
  var product: VaccineProduct
  var strain: String
  var given: StudyDay
}

/// Which vaccines people of Luxembourg had, and when.
enum DemonstrationVaccines {
  /// Doses given in Luxembourg by product from the start to 7 December 2021, in all 856,738.
  ///
  /// Source: Our World in Data, vaccinations by manufacturer (CC BY 4.0).
  static let dosesToDecember2021: [(VaccineProduct, Int)] = [
    (.comirnaty, 618_468), (.vaxzevria, 105_295), (.spikevax, 92_770), (.jcovden, 40_205),
  ]

  /// First doses of a month of 2021 (January is 1) by product, in hundreds, for people of 18 years and more.
  ///
  /// The months follow the weekly doses by product of the same source; how they divide into first and second
  /// doses is not published, so the first doses are set such that the sums above come out.
  static let firstDoses: [(month: Int, products: [(VaccineProduct, Int)])] = [
    (1, [(.comirnaty, 66), (.spikevax, 4)]),
    (2, [(.comirnaty, 90), (.vaxzevria, 40), (.spikevax, 8)]),
    (3, [(.comirnaty, 240), (.vaxzevria, 118), (.spikevax, 24)]),
    (4, [(.comirnaty, 560), (.vaxzevria, 190), (.spikevax, 80), (.jcovden, 24)]),
    (5, [(.comirnaty, 520), (.vaxzevria, 150), (.spikevax, 120), (.jcovden, 90)]),
    (6, [(.comirnaty, 600), (.vaxzevria, 60), (.spikevax, 70), (.jcovden, 151)]),
    (7, [(.comirnaty, 250), (.spikevax, 60), (.jcovden, 59)]),
    (8, [(.comirnaty, 90), (.spikevax, 5), (.jcovden, 24)]),
    (9, [(.comirnaty, 70), (.spikevax, 2), (.jcovden, 21)]),
    (10, [(.comirnaty, 60), (.spikevax, 2), (.jcovden, 20)]),
    (11, [(.comirnaty, 90), (.spikevax, 5), (.jcovden, 8)]),
    (12, [(.comirnaty, 90), (.spikevax, 20), (.jcovden, 4)]),
  ]

  /// How strongly an age group came in each month, per cent; the campaign went from old to young.
  ///
  /// Doses by age over time were not found: an assumption.
  static func priority(ofAge age: Int, inMonth month: Int) -> Int {
    switch age {
    case 75...: month <= 4 ? 300 : 12
    case 60..<75: month < 3 ? 15 : month <= 5 ? 260 : 25
    case 40..<60: month < 4 ? 25 : month <= 6 ? 150 : 60
    default: month < 5 ? 14 : month <= 8 ? 150 : 120
    }
  }

  /// Chance in a thousand of ever having a first dose; 79 % of people of 5 years and more were complete in
  /// January 2023, 10 % of those of 5 to 11 and 78 % of those of 12 to 17 (Ministry of Health, 2022 and
  /// 2023).
  static func acceptance(ofAge age: Int) -> Int {
    switch age {
    case ..<5: 0
    case 5..<12: 105
    case 12..<18: 790
    case 18..<40: 770
    case 40..<60: 830
    default: 900
    }
  }

  /// The doses of one person, in order.
  static func course(birth: StudyDay, from random: inout DemonstrationRandom) -> [DemonstrationDose] {
    let age = ("2021-06-01" as StudyDay).years(since: birth)
    guard random.chance(acceptance(ofAge: age)) else { return [] }
    let first = firstDose(ofAge: age, from: &random)
    var doses = [first]
    if first.product != .jcovden, random.chance(985) {
      doses.append(secondDose(after: first, from: &random))
    }
    addBoosters(to: &doses, ofAge: age, from: &random)
    return doses
  }

  private static func firstDose(ofAge age: Int, from random: inout DemonstrationRandom) -> DemonstrationDose {
    if age < 12 {
      let day: StudyDay = "2021-12-15"
      return DemonstrationDose(
        product: .comirnaty, strain: "original", given: day.adding(days: random.below(60)))
    }
    if age < 18 {
      let day: StudyDay = "2021-06-07"
      return DemonstrationDose(
        product: .comirnaty, strain: "original", given: day.adding(days: random.below(120)))
    }
    let months = firstDoses.map { entry in
      (entry, entry.products.map(\.1).reduce(0, +) * priority(ofAge: age, inMonth: entry.month))
    }
    let entry = random.pick(months)
    let product = random.pick(entry.products)
    let start = StudyDay(year: 2021, month: entry.month, day: 1) ?? "2021-01-01"
    return DemonstrationDose(
      product: product, strain: "original", given: start.adding(days: random.below(28)))
  }

  private static func secondDose(
    after first: DemonstrationDose, from random: inout DemonstrationRandom
  ) -> DemonstrationDose {
    switch first.product {
    case .vaxzevria:
      // One in seven went on with an mRNA vaccine.
      let product = random.chance(140) ? VaccineProduct.comirnaty : .vaxzevria
      return DemonstrationDose(
        product: product, strain: "original", given: first.given.adding(days: random.within(70...84)))
    case .spikevax:
      return DemonstrationDose(
        product: .spikevax, strain: "original", given: first.given.adding(days: random.within(28...35)))
    default:
      return DemonstrationDose(
        product: .comirnaty, strain: "original", given: first.given.adding(days: random.within(21...35)))
    }
  }

  /// Boosters: 1,292,815 doses to 10 January 2023 for 474,913 complete people (Ministry of Health).
  private static func addBoosters(
    to doses: inout [DemonstrationDose], ofAge age: Int, from random: inout DemonstrationRandom
  ) {
    guard age >= 12, let last = doses.last, random.chance(age >= 60 ? 860 : age >= 40 ? 780 : 640) else {
      return
    }
    let earliest = max(last.given.adding(days: 165), "2021-10-20")
    let first = booster(on: earliest.adding(days: random.below(110)), from: &random)
    doses.append(first)
    guard random.chance(age >= 60 ? 560 : age >= 40 ? 140 : 40) else { return }
    let second = booster(
      on: max(first.given.adding(days: 150), "2022-05-01").adding(days: random.below(200)), from: &random)
    doses.append(second)
    guard age >= 60, random.chance(400) else { return }
    doses.append(
      booster(
        on: max(second.given.adding(days: 150), "2023-09-25").adding(days: random.below(60)), from: &random))
  }

  private static func booster(on day: StudyDay, from random: inout DemonstrationRandom) -> DemonstrationDose {
    let strain =
      day < "2022-09-12"
      ? "original"
      : day < "2023-09-20" ? random.pick([("original-ba.1", 3), ("original-ba.4-5", 7)]) : "xbb.1.5"
    let isSpikevax = random.chance(day < "2021-11-26" ? 60 : 340) && strain != "original-ba.4-5"
    return DemonstrationDose(product: isSpikevax ? .spikevax : .comirnaty, strain: strain, given: day)
  }
}
