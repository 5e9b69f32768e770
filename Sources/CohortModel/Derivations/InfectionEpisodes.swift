/// A SARS-CoV-2 infection of a person, with every report of it.
public struct InfectionEpisode: Hashable, Sendable {
  /// 1 for the first infection; higher numbers are re-infections.
  public let number: Int
  /// Start of symptoms: the most precise report, then the earliest.
  public let onset: PartialDate?
  /// First positive test: the most precise report, then the earliest.
  public let tested: PartialDate?
  /// The surest status reported; nil if no report has one.
  public let status: Infection.Status?
  /// The highest severity reported.
  public let severity: Infection.Severity?
  /// True if any report says so, false if one denies it and none says so.
  public let wasHospitalised: Bool?
  /// The variant found by sequencing; nil if none or several are reported.
  public let sequencedVariant: String?
  /// The reports, at least one.
  public let reports: [InfectionEpisodes.Report]

  /// Day from which time since infection is counted: onset, else the first positive test.
  public var index: PartialDate? { onset ?? tested }
  /// The slots under which it is reported, each once.
  public var slots: [String] { unique(reports.map(\.infection.slot)) }
  /// True if it is not the person's first known infection.
  public var isReinfection: Bool { number > 1 }

  init(number: Int, reports: [InfectionEpisodes.Report]) {
    self.number = number
    self.reports = reports
    let infections = reports.map(\.infection)
    onset = Self.best(infections.compactMap(\.onset))
    tested = Self.best(infections.compactMap(\.tested))
    status = infections.compactMap(\.status).min { $0.rawValue < $1.rawValue }
    severity = infections.compactMap(\.severity).max { $0.rawValue < $1.rawValue }
    let admissions = infections.compactMap(\.wasHospitalised)
    wasHospitalised = admissions.isEmpty ? nil : admissions.contains(true)
    let variants = unique(infections.compactMap(\.sequencedVariant))
    sequencedVariant = variants.count == 1 ? variants[0] : nil
  }

  private static func best(_ dates: [PartialDate]) -> PartialDate? {
    dates.min { ($0.precision.rawValue, $0.day) < ($1.precision.rawValue, $1.day) }
  }
}

/// A person's infections in order, put together from what several forms report.
public struct InfectionEpisodes: Hashable, Sendable {
  /// One report of an infection in one form.
  public struct Report: Hashable, Sendable {
    /// The form that reports it.
    public var form: String
    /// What it reports.
    public var infection: Infection

    /// Makes a report.
    public init(form: String, infection: Infection) {
      self.form = form
      self.infection = infection
    }
  }

  /// Reports that do not fit together.
  public enum Contradiction: Hashable, Sendable {
    /// A form numbers two infections that lie too near to be two.
    case formSeparatesOneEpisode(form: String, slots: [String])
    /// One form reports an infection in a slot that another form denies.
    case reportedAndDenied(slot: String, forms: [String])
  }

  /// Days between positive findings from which on the later one is a new infection.
  ///
  /// 60 as in the surveillance definition of ECDC; CDC used 90.
  public static let defaultSeparationDays = 60

  /// The infections in order of their dates.
  public let episodes: [InfectionEpisode]
  /// Reports without any date whose slot no dated report has.
  public let undated: [Report]
  /// What does not fit together.
  public let contradictions: [Contradiction]
  /// Days between findings from which on they are two infections.
  public let separationDays: Int

  /// Puts the infections together.
  ///
  /// Reports with status `none` are left out. Exact dates are placed first, then months, then years; a report
  /// belongs to the episode of which some report lies fewer than `separationDays` away (for a month or a year:
  /// can lie), so a long series of positive tests is one infection.
  public init(_ reports: [Report] = [], separationDays: Int = defaultSeparationDays) {
    self.separationDays = separationDays
    let positive = reports.filter { $0.infection.status != Infection.Status.none }
    let dated = positive.filter { $0.infection.index != nil }
      .sorted { Self.order($0) < Self.order($1) }
    var groups: [[Report]] = []
    for report in dated {
      let near = groups.firstIndex { group in
        group.contains { Self.distance($0, report) < separationDays }
      }
      if let near { groups[near].append(report) } else { groups.append([report]) }
    }
    episodes = groups.sorted { Self.first($0) < Self.first($1) }.enumerated()
      .map { InfectionEpisode(number: $0.offset + 1, reports: $0.element) }
    let datedSlots = Set(dated.map(\.infection.slot))
    undated = positive.filter { $0.infection.index == nil && !datedSlots.contains($0.infection.slot) }
    contradictions = Self.contradictions(in: episodes, reports: reports)
  }
}

extension InfectionEpisodes {
  private static func order(_ report: Report) -> (Int16, StudyDay) {
    guard let index = report.infection.index else { return (.max, StudyDay(days: .max)) }
    return (index.precision.rawValue, index.earliest)
  }

  private static func first(_ group: [Report]) -> StudyDay {
    group.compactMap(\.infection.index?.earliest).min() ?? StudyDay(days: .max)
  }

  /// Fewest days that can lie between two reports.
  private static func distance(_ left: Report, _ right: Report) -> Int {
    guard let one = left.infection.index, let other = right.infection.index else { return .max }
    return max(0, other.earliest.days(since: one.latest), one.earliest.days(since: other.latest))
  }

  private static func contradictions(
    in episodes: [InfectionEpisode], reports: [Report]
  ) -> [Contradiction] {
    var found: [Contradiction] = []
    for episode in episodes {
      for form in unique(episode.reports.map(\.form)) {
        let slots = unique(episode.reports.filter { $0.form == form }.map(\.infection.slot))
        if slots.count > 1 { found.append(.formSeparatesOneEpisode(form: form, slots: slots)) }
      }
    }
    for slot in unique(reports.map(\.infection.slot)) {
      let same = reports.filter { $0.infection.slot == slot }
      let denied = same.contains { $0.infection.status == Infection.Status.none }
      let dated = same.contains {
        $0.infection.index != nil && $0.infection.status != Infection.Status.none
      }
      if denied, dated { found.append(.reportedAndDenied(slot: slot, forms: unique(same.map(\.form)))) }
    }
    return found
  }
}
