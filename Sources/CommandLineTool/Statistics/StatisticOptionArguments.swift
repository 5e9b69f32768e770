import ArgumentParser
import CoVaLux

/// The options of all statistics; each takes some of them and refuses the others by name.
struct StatisticOptionArguments: ParsableArguments {
  @Option(help: "Divide people into groups.")
  var by: GroupingArgument?
  @Option(help: "One symptom instead of all, such as fatigue.")
  var symptom: String?
  @Option(help: "Months since infection; repeatable.")
  var month: [Int] = []
  @Option(help: "Days by which a follow-up may be earlier than the month.")
  var windowBefore: Int?
  @Option(help: "Days by which a follow-up may be later than the month.")
  var windowAfter: Int?
  @Option(help: "Number of the infection, 1 for the first.")
  var infection: Int?
  @Flag(help: "Add people who were never infected, counted from enrolment.")
  var compareNeverInfected = false
  @Option(help: "How intervals of shares are made.")
  var interval: IntervalArgument?
  @Option(help: "One case definition instead of all, such as who-2021.")
  var definition: String?
  @Flag(help: "Take symptoms as unexplained where no form tells of another diagnosis.")
  var unknownDiagnosisIsNone = false
  @Option(help: "The day looked at, YYYY-MM-DD.")
  var at: DayArgument?

  var options: StatisticOptions {
    var options = StatisticOptions()
    options.by = by?.variable
    options.symptom = symptom.map { Symptom(rawValue: $0) }
    options.months = month
    options.daysBefore = windowBefore
    options.daysAfter = windowAfter
    options.infection = infection
    options.comparesNeverInfected = compareNeverInfected
    options.interval = interval?.method
    options.definition = definition
    options.takesUnknownDiagnosisAsNone = unknownDiagnosisIsNone
    options.at = at?.day
    return options
  }
}
