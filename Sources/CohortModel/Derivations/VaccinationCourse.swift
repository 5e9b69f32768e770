/// A person's doses of COVID-19 vaccine in the order of their dates, put together from what several forms report.
///
/// Sources number doses each in their own way, so numbers are never trusted for order:
/// - reports of the same exact date are one dose, whatever their slots;
/// - a report of a month or a year, or without a date, is the dose that its slot has elsewhere, if the dates fit;
/// - what is left without a date is kept apart in ``undated``;
/// - what does not fit together is listed in ``contradictions`` and changes nothing.
public struct VaccinationCourse: Hashable, Sendable {
  /// One report of a dose in one form.
  public struct Report: Hashable, Sendable {
    /// The form that reports it.
    public var form: String
    /// What it reports.
    public var vaccination: Vaccination
    /// False if the form says that the dose was not received; nil if it says nothing.
    public var wasReceived: Bool?
    /// Day on which the form was completed, which no dose that it reports can follow; nil if unknown.
    public var reported: StudyDay?

    /// Makes a report.
    public init(
      form: String, vaccination: Vaccination, wasReceived: Bool? = nil, reported: StudyDay? = nil
    ) {
      self.form = form
      self.vaccination = vaccination
      self.wasReceived = wasReceived
      self.reported = reported
    }

    var isDose: Bool {
      wasReceived != false
        && (wasReceived == true || vaccination.given != nil || vaccination.product != nil
          || vaccination.strain != nil)
    }
  }

  /// One dose, with every report of it.
  public struct Dose: Hashable, Sendable {
    /// The most precise date reported; nil if none is.
    public let given: PartialDate?
    /// The products reported, each once; more than one is a contradiction.
    public let products: [VaccineProduct]
    /// The strains reported, each once.
    public let strains: [String]
    /// The reports of the dose, at least one.
    public let reports: [Report]

    /// The product; nil if none or several are reported.
    public var product: VaccineProduct? { products.count == 1 ? products[0] : nil }
    /// The strain; nil if none or several are reported.
    public var strain: String? { strains.count == 1 ? strains[0] : nil }
    /// The slots under which it is reported, each once.
    public var slots: [String] { unique(reports.map(\.vaccination.slot)) }

    init(given: PartialDate?, reports: [Report]) {
      self.given = given
      self.reports = reports
      products = unique(reports.compactMap(\.vaccination.product))
      strains = unique(reports.compactMap(\.vaccination.strain))
    }
  }

  /// Reports that do not fit together.
  public enum Contradiction: Hashable, Sendable {
    /// One slot has several dates.
    case slotWithSeveralDates(slot: String, forms: [String])
    /// Reports of one date name several products.
    case dateWithSeveralProducts(slots: [String], forms: [String])
    /// A form says that a dose was not received, yet gives its date.
    case notReceivedYetDated(slot: String, form: String)
  }

  /// The dated doses in the order of their dates; a month or a year counts from its first day.
  public let doses: [Dose]
  /// Doses that were received on an unknown day, one per slot.
  public let undated: [Dose]
  /// What does not fit together.
  public let contradictions: [Contradiction]

  /// Puts a course together; the order of the reports does not matter to the doses.
  public init(_ reports: [Report] = []) {
    let received = reports.filter(\.isDose)
    var groups = Self.groupsOfExactDates(received)
    for report in received {
      guard let given = report.vaccination.given, given.precision != .day else { continue }
      Self.place(report, given: given, into: &groups)
    }
    var apart: [(slot: String, reports: [Report])] = []
    for report in received where report.vaccination.given == nil {
      let slot = report.vaccination.slot
      if let group = groups.firstIndex(where: { $0.covers(slot) })
        ?? (slot == "last" ? groups.indices.last : nil)
      {
        groups[group].reports.append(report)
      } else if let same = apart.firstIndex(where: { $0.slot == slot }) {
        apart[same].reports.append(report)
      } else {
        apart.append((slot, [report]))
      }
    }
    doses = groups.map { Dose(given: $0.given, reports: $0.reports) }
      .sorted { ($0.given?.earliest.days ?? 0, $0.slots[0]) < ($1.given?.earliest.days ?? 0, $1.slots[0]) }
    undated = apart.map { Dose(given: nil, reports: $0.reports) }
    contradictions = Self.contradictions(in: doses, reports: reports)
  }
}

extension VaccinationCourse {
  private struct Group {
    var given: PartialDate
    var reports: [Report]

    func covers(_ slot: String) -> Bool {
      reports.contains { $0.vaccination.slot == slot }
    }
  }

  private static func groupsOfExactDates(_ reports: [Report]) -> [Group] {
    var groups: [Group] = []
    for report in reports {
      guard let given = report.vaccination.given, given.precision == .day else { continue }
      if let same = groups.firstIndex(where: { $0.given == given }) {
        groups[same].reports.append(report)
      } else {
        groups.append(Group(given: given, reports: [report]))
      }
    }
    return groups.sorted { $0.given.day < $1.given.day }
  }

  /// Adds a report of a month or a year to the dose of the same slot whose date it can mean, or as a dose.
  private static func place(_ report: Report, given: PartialDate, into groups: inout [Group]) {
    let range = given.earliest...given.latest
    let slot = report.vaccination.slot
    if let same = groups.lastIndex(where: {
      (slot == "last" || $0.covers(slot)) && range.overlaps($0.given.earliest...$0.given.latest)
    }) {
      groups[same].reports.append(report)
      if given.precision.rawValue < groups[same].given.precision.rawValue { groups[same].given = given }
    } else {
      groups.append(Group(given: given, reports: [report]))
    }
  }

  private static func contradictions(in doses: [Dose], reports: [Report]) -> [Contradiction] {
    var found: [Contradiction] = []
    for slot in unique(doses.flatMap(\.slots)) where slot != "last" {
      let sharing = doses.filter { $0.slots.contains(slot) }
      guard sharing.count > 1 else { continue }
      let forms = sharing.flatMap(\.reports).filter { $0.vaccination.slot == slot }.map(\.form)
      found.append(.slotWithSeveralDates(slot: slot, forms: unique(forms)))
    }
    for dose in doses where dose.products.count > 1 {
      found.append(.dateWithSeveralProducts(slots: dose.slots, forms: unique(dose.reports.map(\.form))))
    }
    for report in reports where report.wasReceived == false && report.vaccination.given != nil {
      found.append(.notReceivedYetDated(slot: report.vaccination.slot, form: report.form))
    }
    return found
  }
}

/// The elements in their order, each once.
func unique<Element: Hashable>(_ elements: [Element]) -> [Element] {
  var seen: Set<Element> = []
  return elements.filter { seen.insert($0).inserted }
}
