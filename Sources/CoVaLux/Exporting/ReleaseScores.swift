import CohortModel

/// The instruments whose scores are published: totals and bands, never an item.
///
/// PHQ-9 item 9 asks about self-harm and must not leave by itself. A total does not show it, since no other item
/// is published beside it.
enum ReleaseScores {
  static let instruments = ["phq9", "gad7", "fss", "mmrc", "pcfs"]

  /// The columns of an instrument: its value, and its band where the value alone is no grade.
  static func columns(of instrument: any Instrument) -> [ReleaseColumn] {
    let bounds = Int(instrument.range.lowerBound)...Int(instrument.range.upperBound)
    switch instrument.id {
    case "mmrc", "pcfs":
      return [
        ReleaseColumn(.followUps, "\(instrument.id)_grade", instrument.title, .integer(bounds), from: .full)
      ]
    case "fss":
      return [
        ReleaseColumn(.followUps, "fss_mean", instrument.title, .number(instrument.range), from: .full),
        bandColumn(of: instrument, bands: ["no-fatigue", "fatigue"]),
      ]
    default:
      let names = ["minimal", "mild", "moderate", "moderately-severe", "severe"]
      return [
        ReleaseColumn(
          .followUps, "\(instrument.id)_total", "\(instrument.title), total", .integer(bounds), from: .full),
        bandColumn(
          of: instrument, bands: names.filter { instrument.id == "phq9" || $0 != "moderately-severe" }),
      ]
    }
  }

  /// The cells of a follow-up by column.
  static func cells(of followUp: FollowUp) -> [String: String] {
    var cells: [String: String] = [:]
    for instrument in Instruments.all() where instruments.contains(instrument.id) {
      let isAsked = isAsked(instrument.items, in: followUp)
      for column in columns(of: instrument) {
        cells[column.name] =
          isAsked ? cell(column, instrument.score(followUp.items)) : ReleaseMissing.notAsked
      }
    }
    if isAsked(["eq5d.vas"], in: followUp) {
      cells["eq5d_vas"] =
        EQ5D5L().visualAnalogueScale(followUp.items).map(String.init) ?? ReleaseMissing.noAnswer
    }
    return cells
  }

  /// The instruments that the form asked for, by the first letters of their columns.
  static func asked(in followUp: FollowUp) -> [String] {
    let scored = Instruments.all().filter {
      instruments.contains($0.id) && isAsked($0.items, in: followUp)
    }
    return scored.map(\.id) + (isAsked(["eq5d.vas"], in: followUp) ? ["eq5d_vas"] : [])
  }

  private static func isAsked(_ items: [String], in followUp: FollowUp) -> Bool {
    items.contains { followUp.items[$0].map { $0 != MissingReason.notAsked.rawValue } ?? false }
  }

  private static func bandColumn(of instrument: any Instrument, bands: [String]) -> ReleaseColumn {
    ReleaseColumn(
      .followUps, "\(instrument.id)_band", "\(instrument.title), band",
      .codes(bands.map { .init(value: $0, label: $0) }), from: .full)
  }

  private static func cell(_ column: ReleaseColumn, _ score: Score) -> String {
    guard let value = score.value else { return ReleaseMissing.noAnswer }
    switch column.kind {
    case .codes: return score.band ?? ReleaseMissing.noAnswer
    case .number:
      let thousandths = Int((value * 1000).rounded())
      let decimals = String(thousandths % 1000 + 1000).dropFirst()
      return "\(thousandths / 1000).\(decimals)"
    default: return String(Int(value))
    }
  }
}
