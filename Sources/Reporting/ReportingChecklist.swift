/// What a report of a cohort study must say, item by item, and where this one says it.
///
/// Items and numbers after STROBE (von Elm et al. 2007, cohort studies) and RECORD (Benchimol et al. 2015),
/// in words of our own.
public struct ReportingChecklist: Sendable, Hashable {
  /// One item.
  public struct Item: Sendable, Hashable {
    /// Its number, such as "13b" or "RECORD 6.1".
    public let number: String
    /// The part of a report that it belongs to.
    public let part: String
    /// What is to be said.
    public let demand: String
  }

  /// What stands where the data do not know.
  public static let notGiven = "not given"

  /// What this report says, by item number; nil or missing is "not given".
  public var answers: [String: String]

  /// Makes a checklist of answers.
  public init(_ answers: [String: String] = [:]) { self.answers = answers }

  /// How many items have an answer.
  public var answered: Int { ReportingChecklist.items.count { answers[$0.number] != nil } }

  /// The checklist as a table.
  public var fragment: HTMLFragment {
    var text =
      "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Checklist\"><table class=\"checklist\">\n"
    text += "<caption>STROBE and RECORD items</caption>\n<thead><tr><th scope=\"col\">Item</th>"
    text +=
      "<th scope=\"col\">What is to be said</th><th scope=\"col\">In this report</th></tr></thead>\n<tbody>\n"
    var part = ""
    for item in ReportingChecklist.items {
      if item.part != part {
        part = item.part
        text +=
          "<tr class=\"section\"><th colspan=\"3\" scope=\"rowgroup\">\(HTMLFragment.escaped(part))</th></tr>\n"
      }
      let answer = answers[item.number]
      text += "<tr><th scope=\"row\">\(item.number)</th><td>\(HTMLFragment.escaped(item.demand))</td>"
      text += "<td\(answer == nil ? " class=\"hidden\"" : "")>"
      text += "\(HTMLFragment.escaped(answer ?? ReportingChecklist.notGiven))</td></tr>\n"
    }
    return HTMLFragment(trusted: text + "</tbody></table></div>")
  }

  /// The items in order.
  public static let items: [Item] = parts.flatMap { part, items in
    items.map { Item(number: $0.0, part: part, demand: $0.1) }
  }

  private static let parts: [(String, [(String, String)])] = [
    (
      "Title and introduction",
      [
        ("1a", "The study's design, in title or abstract"),
        ("1b", "An abstract of what was done and found"),
        ("RECORD 1.1", "The kind of data used, with the names of the databases"),
        ("RECORD 1.2", "Region and time, in title or abstract"),
        ("RECORD 1.3", "If databases were linked, that they were, in title or abstract"),
        ("2", "Background and reasons"),
        ("3", "Aims, with hypotheses set beforehand"),
      ]
    ),
    (
      "Methods",
      [
        ("4", "Design, told early"),
        ("5", "Setting, places, dates of recruitment, exposure, follow-up and collection"),
        ("6a", "Who could take part, where they came from, how they were chosen and followed up"),
        ("6b", "Matching criteria and numbers of exposed and unexposed, if matched"),
        ("RECORD 6.1", "How the population was selected, with codes, in enough detail to be repeated"),
        ("RECORD 6.2", "Whether the codes were validated"),
        ("RECORD 6.3", "If data were linked, a diagram of it with numbers at each stage"),
        ("7", "Outcomes, exposures, predictors, confounders, effect modifiers; diagnostic criteria"),
        ("RECORD 7.1", "All codes and algorithms that classify them"),
        ("8", "Source and measurement of each variable; comparability between groups"),
        ("9", "What was done against bias"),
        ("10", "How the size of the study came about"),
        ("11", "How quantities were handled; which groupings, and why"),
        ("12a", "All statistical methods, with control of confounding"),
        ("12b", "Methods for subgroups and interactions"),
        ("12c", "How missing data were handled"),
        ("12d", "How loss to follow-up was handled"),
        ("12e", "Sensitivity analyses"),
        ("RECORD 12.1", "How far the investigators had access to the population's database"),
        ("RECORD 12.2", "How the data were cleaned"),
        ("RECORD 12.3", "At what level data were linked, how, and how well"),
      ]
    ),
    (
      "Results",
      [
        ("13a", "Numbers at each stage of the study"),
        ("13b", "Reasons for not taking part at each stage"),
        ("13c", "A flow diagram"),
        (
          "RECORD 13.1",
          "Selection of the persons included, with filters for quality, availability and linkage"
        ),
        ("14a", "Characteristics of participants, exposures and possible confounders"),
        ("14b", "Participants with missing data for each variable"),
        ("14c", "Follow-up time: average and total"),
        ("15", "Numbers of outcome events, or summaries over time"),
        ("16a", "Unadjusted and adjusted estimates with precision; which confounders, and why"),
        ("16b", "Boundaries of categories of continuous variables"),
        ("16c", "Absolute risks for a meaningful time, where it helps"),
        ("17", "Subgroups, interactions and sensitivity analyses"),
      ]
    ),
    (
      "Discussion and other information",
      [
        ("18", "Key results against the aims"),
        ("19", "Limitations, with size and direction of possible bias"),
        ("RECORD 19.1", "What it means to use data not collected for this question"),
        ("20", "A careful interpretation as a whole"),
        ("21", "How far the results hold elsewhere"),
        ("22", "Funding, and the funders' role"),
        ("RECORD 22.1", "Where protocol, raw data and code can be had"),
      ]
    ),
  ]
}
