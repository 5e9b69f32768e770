import CohortModel
import Testing

@testable import CoVaLux

/// The made-up people against the figures that they are made from.
///
/// Every tolerance is about four standard errors of a share in the number of people drawn.
@Suite struct DemonstrationMarginalsTests {
  private static let people = DemonstrationCohort(participants: 8000, seed: 4711).people()
  private static let population = people.filter { $0.study == .covalux }

  private func share(_ people: [DemonstrationPerson], _ holds: (DemonstrationPerson) -> Bool) -> Double {
    Double(people.count(where: holds)) / Double(people.count)
  }

  // United Nations, World Population Prospects 2019: mid-2020 as five-year groups summed by hand, of 625,976
  // residents.
  @Test(arguments: [
    (0..<20, 0.2106), (20..<40, 0.2937), (40..<60, 0.2963), (60..<80, 0.1598), (80..<200, 0.0397),
  ])
  func `ages follow the population of Luxembourg`(ages: Range<Int>, expected: Double) {
    let found = share(Self.population) { ages.contains($0.age(on: "2020-07-01")) }
    #expect(abs(found - expected) < 0.025)
  }

  @Test func `men and women are as many as in the population`() {
    // 309,389 of 625,976.
    #expect(abs(share(Self.population) { $0.isFemale } - 0.4943) < 0.026)
  }

  // STATEC, census of 8 November 2021, of 643,941 residents.
  @Test(arguments: [("LU-LU", 0.3074), ("LU-ES", 0.2892), ("LU-CA", 0.0800), ("LU-VD", 0.0085)])
  func `cantons follow the census`(canton: String, expected: Double) {
    #expect(abs(share(Self.people) { $0.canton == canton } - expected) < 0.022)
  }

  // Our World in Data: doses by manufacturer to 7 December 2021, of 856,738.
  @Test(arguments: [
    (VaccineProduct.comirnaty, 0.722), (.vaxzevria, 0.123), (.spikevax, 0.108), (.jcovden, 0.047),
  ])
  func `products follow the doses given to December 2021`(product: VaccineProduct, expected: Double) {
    let doses = Self.population.flatMap(\.doses).filter { $0.given <= "2021-12-07" }
    let found = Double(doses.count { $0.product == product }) / Double(doses.count)
    #expect(abs(found - expected) < 0.025)
  }

  @Test func `doses a head follow the totals`() {
    func dosesPerHead(to day: StudyDay) -> Double {
      Double(Self.population.flatMap(\.doses).count { $0.given <= day }) / Double(Self.population.count)
    }
    // 856,738 by 7 December 2021 and 1,292,815 by 10 January 2023, of 634,730 and about 650,000 residents.
    #expect(abs(dosesPerHead(to: "2021-12-07") - 1.35) < 0.13)
    #expect(abs(dosesPerHead(to: "2023-01-10") - 1.99) < 0.15)
  }

  @Test func `no dose is given before the first one in the country or before its course began`() {
    for person in Self.people {
      #expect(person.doses.allSatisfy { $0.given >= "2020-12-28" })
      #expect(zip(person.doses, person.doses.dropFirst()).allSatisfy { $1.given.days(since: $0.given) >= 19 })
    }
  }

  @Test func `infections follow CON-VINCE's 15 % by mid-2021`() {
    let adults = Self.population.filter { $0.age(on: "2020-04-15") >= 18 }
    let found = share(adults) { $0.infections.contains { $0.began <= "2021-06-30" } }
    #expect(abs(found - 0.15) < 0.03)
  }

  @Test func `re-infections are few in 2020 and 2021 and near 43 % around January 2023`() {
    func shareOfReinfections(_ days: ClosedRange<StudyDay>) -> Double {
      var first = 0
      var again = 0
      for person in Self.population {
        for (place, infection) in person.infections.enumerated() where days.contains(infection.tested) {
          if place == 0 { first += 1 } else { again += 1 }
        }
      }
      return Double(again) / Double(first + again)
    }
    #expect(shareOfReinfections("2020-02-29"..."2021-12-26") < 0.05)
    #expect(abs(shareOfReinfections("2022-12-01"..."2023-02-05") - 0.431) < 0.1)
  }

  @Test func `Predi-COVID at month 12 has Fischer's shares`() {
    let people = Self.people.filter { $0.study == .prediCovid }
    func shareWith(_ people: [DemonstrationPerson], _ holds: ([Int8]) -> Bool) -> Double {
      share(people) { holds($0.symptoms(on: $0.enrolled.adding(months: 12), visit: 12)) }
    }
    func severity(_ person: DemonstrationPerson) -> Infection.Severity? { person.infections.first?.severity }
    let hasAny = { (grades: [Int8]) in grades.contains { $0 > 0 } }
    let fatigue = DemonstrationSymptoms.place(of: "fatigue")
    // Fischer et al. 2022: any symptom 59.5 %, fatigue 34.3 %; asymptomatic 38.6 %, moderate and severe 82.6
    // %.
    #expect(abs(shareWith(people, hasAny) - 0.595) < 0.055)
    #expect(abs(shareWith(people) { $0[fatigue] > 0 } - 0.343) < 0.055)
    #expect(abs(shareWith(people.filter { severity($0) == .asymptomatic }, hasAny) - 0.386) < 0.12)
    #expect(abs(shareWith(people.filter { severity($0) == .moderate }, hasAny) - 0.826) < 0.12)
  }

  @Test func `two doses before an infection lower the odds of lasting symptoms as Ayoubkhani found`() {
    // 9.5 % against 14.6 %: odds ratio 0.61.
    #expect(abs(DemonstrationSymptoms.withOdds(146, times: 61) - 95) <= 1)
  }

  @Test func `people who were never infected are ordinary`() {
    let never = Self.population.filter { person in
      !person.infections.contains { $0.tested <= person.enrolled }
    }
    #expect(never.count * 4 > Self.population.count)
    #expect(never.contains { $0.symptoms(on: $0.enrolled, visit: 1).contains { $0 > 0 } })
  }

  @Test func `symptoms go together`() {
    let day: StudyDay = "2022-06-01"
    let grades = Self.people.filter { $0.study == .prediCovid }.map { $0.symptoms(on: day, visit: 5) }
    let fatigue = DemonstrationSymptoms.place(of: "fatigue")
    let dyspnoea = DemonstrationSymptoms.place(of: "dyspnoea")
    let both = Double(grades.count { $0[fatigue] > 0 && $0[dyspnoea] > 0 })
    let expected =
      Double(grades.count { $0[fatigue] > 0 }) * Double(grades.count { $0[dyspnoea] > 0 })
      / Double(grades.count)
    #expect(both > 1.5 * expected)
  }
}
