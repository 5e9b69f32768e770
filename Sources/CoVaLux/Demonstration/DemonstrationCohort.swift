/// A made-up cohort in the shape of Luxembourg's, for trying the program out.
///
/// Ages, sexes, cantons, vaccines and the course of the epidemic follow published figures of Luxembourg, and
/// lasting symptoms follow published studies; each figure names its source, and what no source gives is
/// called an assumption. Nobody in it exists. The same number of participants and seed give the same bytes on
/// every machine.
public struct DemonstrationCohort: Sendable {
  /// Number of people in all studies together.
  public let participants: Int
  /// Number that everything drawn follows from.
  public let seed: UInt64

  /// Describes a cohort of 1 to 25,000 people; nothing is made yet.
  public init(participants: Int = 2000, seed: UInt64 = 20_210_302) {
    precondition((1...25_000).contains(participants), "a made-up cohort has 1 to 25,000 participants")
    self.participants = participants
    self.seed = seed
  }

  /// The files in an order in which they can be imported: those that enrol come first, withdrawals last.
  public func files() -> [DemonstrationFile] {
    let people = people()
    let predi = people.filter { $0.study == .prediCovid }
    let own = people.filter { $0.study == .covalux }
    let hospital = people.filter { $0.study == .hospital }
    var tables = DemonstrationTables(
      baseline: DemonstrationBaseline.table(of: people.filter { $0.study != .prediCovid }),
      prediBaseline: DemonstrationPrediCovidBaseline.table(of: predi),
      doses: DemonstrationDoses.table(of: own),
      presentation: DemonstrationISARICVaccination.table(of: hospital),
      prediDays: DemonstrationPrediCovidDays.table(of: predi),
      followUps: DemonstrationFollowUps.table(of: own),
      initialSurvey: DemonstrationISARIC.initial(of: hospital),
      ongoingSurvey: DemonstrationISARIC.ongoing(of: hospital),
      prediYear: DemonstrationPrediCovidYear.table(of: predi),
      departures: DemonstrationBaseline.departures(
        of: people.filter { $0.study != .prediCovid && !$0.isSilent }))
    tables.plantDefects(people: people, seed: seed)
    return tables.inImportOrder.map { $0.file() }
  }

  /// The people behind the files.
  func people() -> [DemonstrationPerson] {
    let source = DemonstrationPeople(seed: seed)
    return (0..<participants).map { source.person($0) }
  }
}
