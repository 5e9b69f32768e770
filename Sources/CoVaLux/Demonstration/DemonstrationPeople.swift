import CohortModel

/// Makes the participants, each from the seed and their own number alone.
struct DemonstrationPeople {
  let seed: UInt64

  /// Days on which the parts of the programme enrolled.
  private static let covaluxStart: StudyDay = "2021-03-02"
  private static let covaluxDays = 640

  /// The participant of a number, counted from 0.
  func person(_ index: Int) -> DemonstrationPerson {
    var random = DemonstrationRandom(seed: seed, stream: 1, person: index)
    let study: DemonstrationPerson.Study =
      index % 20 < 3 ? .prediCovid : index % 20 == 11 ? .hospital : .covalux
    let (birth, isFemale) = DemonstrationPopulation.draw(youngest: study == .covalux ? 0 : 18, from: &random)
    let age = ("2021-01-01" as StudyDay).years(since: birth)
    let ageClass = age < 40 ? 0 : age < 65 ? 1 : 2
    let height = Self.height(age: age, isFemale: isFemale, from: &random)
    var person = DemonstrationPerson(
      index: index, study: study, code: Self.code(index, in: study), birth: birth, isFemale: isFemale,
      canton: random.pick(DemonstrationPopulation.cantons),
      language: random.pick(DemonstrationPopulation.languages),
      education: age < 25 ? min(3, age / 7) : random.pick(DemonstrationPopulation.education),
      smoking: age < 15 ? 0 : random.pick([(0, 54), (1, 24), (2, 22)]),
      heightCentimetres: height,
      weightHectograms: Self.weight(height: height, age: age, from: &random),
      hasCondition: DemonstrationPerson.conditions.map {
        random.chance(age < 18 ? 20 : $0.chances[ageClass])
      },
      isHealthcareWorker: age >= 20 && age < 65 && random.chance(90),
      enrolled: Self.covaluxStart, infections: [],
      doses: DemonstrationVaccines.course(birth: birth, from: &random),
      // Fischer's shares for Predi-COVID hold these complaints already.
      ordinary: study != .prediCovid && random.chance(130)
        ? DemonstrationSymptoms.ordinaryProfile(from: &random)
        : [Int8](repeating: 0, count: DemonstrationSymptoms.ids.count),
      // Some of every study, so that a small cohort has them too.
      isSilent: random.chance(25) || index % 200 == 1 || index % 200 == 5, seed: seed)
    follow(&person)
    return person
  }

  /// Codes as each study writes them; numbers have gaps, as numbers of contacted people have.
  private static func code(_ index: Int, in study: DemonstrationPerson.Study) -> String {
    guard study == .prediCovid else { return "LUX-" + String(1_000_000 + index * 3 + 1).suffix(6) }
    let number = (index / 20) * 7 + (index % 20) * 2 + 1
    return "01-PREDI-" + String(10_000 + number).suffix(4)
  }

  private static func height(age: Int, isFemale: Bool, from random: inout DemonstrationRandom) -> Int {
    let grown = isFemale ? 164 : 177
    let usual = age >= 17 ? grown : 75 + (grown - 75) * age / 17
    return usual + random.bell() / 75
  }

  private static func weight(height: Int, age: Int, from random: inout DemonstrationRandom) -> Int {
    // Body mass index in tenths, about 25.5 in adults and 17 in children.
    let index = (age >= 17 ? 255 : 170) + random.bell() / 12
    return index * height * height / 10_000
  }

  private func follow(_ person: inout DemonstrationPerson) {
    var random = person.random(2)
    let days =
      person.study == .prediCovid
      ? [Self.prediCovidDay(from: &random)] : DemonstrationEpidemic.infectionDays(from: &random)
    for day in days { person.infections.append(infection(on: day, of: person, from: &random)) }
    enrol(&person, from: &random)
    // Nobody enrols before birth: small children of the population sample join once they are born.
    if person.enrolled < person.birth { person.enrolled = person.birth.adding(days: 30) }
    person.infections.removeAll { $0.began <= person.birth }
    if random.chance(35) { person.withdrew = person.enrolled.adding(days: random.within(20...600)) }
    let deathChance = person.age(on: person.enrolled) >= 75 ? 40 : 2
    if person.withdrew == nil, random.chance(deathChance) {
      person.died = person.enrolled.adding(days: random.within(60...700))
    }
    if let left = person.withdrew ?? person.died { person.doses.removeAll { $0.given > left } }
  }

  /// A day on which a participant of Predi-COVID, recruited from 5 May 2020 on, fell ill.
  private static func prediCovidDay(from random: inout DemonstrationRandom) -> StudyDay {
    let weeks = DemonstrationEpidemic.weeks.filter { $0.monday >= "2020-05-04" && $0.monday < "2021-06-28" }
    return random.pick(weeks.map { ($0.monday, $0.infections) }).adding(days: random.below(7))
  }

  private func enrol(_ person: inout DemonstrationPerson, from random: inout DemonstrationRandom) {
    let end = Self.covaluxStart.adding(days: Self.covaluxDays)
    let recent = person.infections.first { $0.began >= Self.covaluxStart.adding(days: -20) && $0.began < end }
    switch (person.study, recent) {
    case (.prediCovid, _):
      let tested = person.infections.first?.tested ?? Self.covaluxStart
      person.enrolled = tested.adding(days: random.within(0...5))
    case (.hospital, nil):
      // Somebody who came by way of the hospital was ill: at home on the way there, or in it.
      let day = Self.covaluxStart.adding(days: random.below(300))
      person.infections.append(infection(on: day, of: person, from: &random))
      person.infections.sort { $0.began < $1.began }
      person.infections.removeAll { $0.began > day && $0.began.days(since: day) < 60 }
      person.enrolled = day.adding(days: random.within(14...40))
    case (_, let recent?) where person.study == .hospital || random.chance(700):
      // Seven in ten of the newly infected are invited by their test.
      person.enrolled = max(recent.tested.adding(days: random.within(5...45)), Self.covaluxStart)
    default:
      person.enrolled = Self.covaluxStart.adding(days: random.below(480))
    }
  }

  private func infection(
    on day: StudyDay, of person: DemonstrationPerson, from random: inout DemonstrationRandom
  ) -> DemonstrationInfection {
    let doses = person.doses.filter { $0.given.adding(days: 14) <= day }.count
    let period = DemonstrationEpidemic.period(of: day)
    return DemonstrationInfection(
      began: day, tested: day.adding(days: random.within(0...4)),
      test: day < "2021-12-01"
        ? random.pick([(.pcr, 92), (.antigen, 5), (.serology, 3)])
        : random.pick([(.pcr, 48), (.antigen, 32), (.selfTest, 20)]),
      severity: severity(of: person, on: day, doses: doses, isOmicron: period.isOmicron, from: &random),
      dosesBefore: doses, isSequenced: random.chance(90), threshold: random.below(1000),
      profile: DemonstrationSymptoms.lateProfile(from: &random))
  }

  private func severity(
    of person: DemonstrationPerson, on day: StudyDay, doses: Int, isOmicron: Bool,
    from random: inout DemonstrationRandom
  ) -> Infection.Severity {
    if person.study == .prediCovid {
      // Group sizes that fit the published shares of 289: see DemonstrationSymptoms.
      return random.pick([(.asymptomatic, 57), (.mild, 163), (.moderate, 57), (.severe, 12)])
    }
    let age = person.age(on: day)
    var severe = age < 18 ? 2 : age < 40 ? 8 : age < 60 ? 30 : age < 80 ? 110 : 220
    if person.hasCondition.contains(true) { severe = severe * 3 / 2 }
    if doses >= 2 { severe = severe * 3 / 10 }
    if isOmicron { severe = severe * 4 / 10 }
    if person.study == .hospital { severe = max(severe, 500) }
    let roll = random.below(1000)
    switch roll {
    case ..<severe: return random.chance(180) ? .critical : .severe
    case ..<(severe + 80): return .moderate
    case ..<(severe + 80 + (age < 18 ? 350 : 180)): return .asymptomatic
    default: return .mild
    }
  }
}
