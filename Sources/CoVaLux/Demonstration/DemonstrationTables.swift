import CohortModel

/// The tables of a made-up cohort, and what is spoiled in them.
///
/// The defects are those that analysts of Predi-COVID met and mended by hand, and the usual ones of
/// registers.
struct DemonstrationTables {
  var baseline: DemonstrationTable
  var prediBaseline: DemonstrationTable
  var doses: DemonstrationTable
  var presentation: DemonstrationTable
  var prediDays: DemonstrationTable
  var followUps: DemonstrationTable
  var initialSurvey: DemonstrationTable
  var ongoingSurvey: DemonstrationTable
  var prediYear: DemonstrationTable
  var departures: DemonstrationTable

  var inImportOrder: [DemonstrationTable] {
    [
      baseline, prediBaseline, doses, presentation, prediDays, followUps, initialSurvey, ongoingSurvey,
      prediYear,
      departures,
    ]
  }

  /// Spoils a few cells of every table, the same number whatever the size of the cohort, if it is not tiny.
  mutating func plantDefects(people: [DemonstrationPerson], seed: UInt64) {
    var random = DemonstrationRandom(seed: seed, stream: 90)
    spoilBaselines(people, from: &random)
    spoilPrediCovid(from: &random)
    spoilDoses(from: &random)
    spoilFollowUps(people, from: &random)
    spoilISARIC(from: &random)
  }

  /// Rows of a baseline are rejected only for people without other rows, which would be rejected with them.
  private mutating func spoilBaselines(
    _ people: [DemonstrationPerson], from random: inout DemonstrationRandom
  ) {
    let quiet = { (_: DemonstrationTable.Row, owner: Int) in people[owner].isSilent }
    baseline.plant(.impossibleDate, in: "date_completed", .rejectsRow, from: &random, where: quiet) {
      $0["date_completed"] = "2021-02-30"
    }
    baseline.plant(.unknownCode, in: "sex", .rejectsRow, from: &random, where: quiet) { $0["sex"] = "7" }
    baseline.plant(.unknownCode, in: "canton", .rejectsRow, from: &random, where: quiet) {
      $0["canton"] = "LU-XX"
    }
    baseline.plant(.lowerCaseCode, 2, in: "participant", .harmless, from: &random, where: { _, _ in true }) {
      $0["participant"] = $0["participant"].lowercased()
    }
    prediBaseline.plant(
      .impossibleDate, in: "symptom_start_date", .rejectsRow, from: &random, where: quiet
    ) { $0["symptom_start_date"] = "31/02/2021" }
    prediBaseline.plant(
      .unknownCode, in: "sex", .rejectsRow, from: &random, where: quiet
    ) { $0["sex"] = "3" }
  }

  private mutating func spoilPrediCovid(from random: inout DemonstrationRandom) {
    let hasTemperature = { (row: DemonstrationTable.Row, _: Int) in row["temp_myhn"] != "" }
    for (kind, text) in [
      (PlantedDefect.Kind.unitBehindNumber, "38°"), (.unitBehindNumber, "39°"), (.rangeForNumber, "37.8-38"),
      (.rangeForNumber, "38.5-39"), (.wordBehindNumber, "39.2 MAX"),
    ] {
      prediBaseline.plant(kind, in: "temp_myhn", .rejectsCell, from: &random, where: hasTemperature) {
        $0["temp_myhn"] = text
      }
    }
    prediBaseline.plant(
      .strokeForMissing, 2, in: "temp_myhn", .harmless, from: &random,
      where: { row, _ in row["temp_myhn"] == "" }
    ) { $0["temp_myhn"] = "/" }
    for (kind, text, consequence) in [
      (PlantedDefect.Kind.leadingZero, "01", PlantedDefect.Consequence.harmless),
      (.leadingZero, "00", .harmless),
      (.unitBehindNumber, "1H", .rejectsCell), (.implausibleNumber, "60", .warns),
    ] {
      prediBaseline.plant(kind, in: "APHA2", consequence, from: &random, where: { _, _ in true }) {
        $0["APHA2"] = text
      }
    }
    prediBaseline.plant(.lowerCaseCode, in: "subjid", .harmless, from: &random, where: { _, _ in true }) {
      $0["subjid"] = $0["subjid"].lowercased()
    }
    prediBaseline.plant(.tabBeforeCode, 2, in: "subjid", .harmless, from: &random, where: { _, _ in true }) {
      $0["subjid"] = "\t " + $0["subjid"]
    }
    spoilDays(from: &random)
    spoilYear(from: &random)
  }

  private mutating func spoilDays(from random: inout DemonstrationRandom) {
    let hasTemperature = { (row: DemonstrationTable.Row, _: Int) in row["QM13A"] != "" }
    prediDays.plant(.unitBehindNumber, 2, in: "QM13A", .rejectsCell, from: &random, where: hasTemperature) {
      $0["QM13A"] = "38°"
    }
    prediDays.plant(.rangeForNumber, in: "QM13A", .rejectsCell, from: &random, where: hasTemperature) {
      $0["QM13A"] = "38-39"
    }
    prediDays.plant(.strokeForMissing, 2, in: "QM13A", .harmless, from: &random, where: hasTemperature) {
      $0["QM13A"] = "/"
    }
    prediDays.plant(
      .unknownEvent, in: "JOUR", .rejectsRow, from: &random, where: { row, _ in row["JOUR"] == "J14" }
    ) {
      $0["JOUR"] = "J15"
    }
    prediDays.plant(.unknownCode, in: "QM2", .rejectsRow, from: &random, where: { _, _ in true }) {
      $0["QM2"] = "4"
    }
    prediDays.plant(.bareNumberCode, 3, in: "SUBJID1", .harmless, from: &random, where: { _, _ in true }) {
      $0["SUBJID1"] = String(Int($0["SUBJID1"].suffix(4)) ?? 0)
    }
    prediDays.plant(.tabBeforeCode, in: "SUBJID1", .harmless, from: &random, where: { _, _ in true }) {
      $0["SUBJID1"] = "\t " + $0["SUBJID1"]
    }
  }

  private mutating func spoilYear(from random: inout DemonstrationRandom) {
    let isMonth12 = { (row: DemonstrationTable.Row, _: Int) in row["questionaire"] == "month_12" }
    prediYear.plant(.unknownCode, 2, in: "fatigue", .rejectsRow, from: &random, where: isMonth12) {
      $0["fatigue"] = "3"
    }
    prediYear.plant(.impossibleDate, in: "DATESAISIE", .rejectsRow, from: &random, where: isMonth12) {
      $0["DATESAISIE"] = "29/02/2022"
    }
    // The day of inclusion typed with the year before.
    prediYear.plant(
      .beforeEnrolment, in: "DATESAISIE", .rejectsRowAgainstCohort, from: &random, where: isMonth12
    ) {
      $0["DATESAISIE"] = "15/01/2020"
    }
    prediYear.plant(.lowerCaseCode, in: "subjid", .harmless, from: &random, where: isMonth12) {
      $0["subjid"] = $0["subjid"].lowercased()
    }
  }

  private mutating func spoilDoses(from random: inout DemonstrationRandom) {
    let isDose = { (row: DemonstrationTable.Row, _: Int) in row["received"] == "1" }
    doses.plant(.unknownCode, 2, in: "product", .rejectsRow, from: &random, where: isDose) {
      $0["product"] = "Comirnatty"
    }
    doses.plant(.impossibleDate, in: "date_given", .rejectsRow, from: &random, where: isDose) {
      $0["date_given"] = "2021-06-31"
    }
    doses.plant(
      .unknownParticipant, in: "participant", .rejectsRowAgainstCohort, from: &random, where: isDose
    ) {
      $0["participant"] = "LUX-999998"
    }
    let isPair = { (row: DemonstrationTable.Row, _: Int) in
      row["vacci_covid19_date2"] != "" && row["vacci_covid19_date1"] < row["vacci_covid19_date2"]
    }
    presentation.plant(.swappedDoses, 2, in: "vacci_covid19_date2", .rejectsRow, from: &random, where: isPair)
    {
      ($0["vacci_covid19_date1"], $0["vacci_covid19_date2"]) = (
        $0["vacci_covid19_date2"], $0["vacci_covid19_date1"]
      )
    }
    // "Other" is 88 in the list of the last dose and 0 in those of the others.
    presentation.plant(.foreignCode, in: "vacci_covid19_type1", .rejectsRow, from: &random, where: isPair) {
      $0["vacci_covid19_type1"] = "88"
    }
  }

  private mutating func spoilFollowUps(
    _ people: [DemonstrationPerson], from random: inout DemonstrationRandom
  ) {
    let anyone = { (_: DemonstrationTable.Row, _: Int) in true }
    followUps.plant(
      .beforeEnrolment, 2, in: "date_completed", .rejectsRowAgainstCohort, from: &random,
      where: { row, owner in row["event"] == "month-3" && people[owner].enrolled > "2021-03-20" }
    ) { $0["date_completed"] = "2021-03-01" }
    followUps.plant(.unknownCode, 2, in: "fatigue", .rejectsRow, from: &random, where: anyone) {
      $0["fatigue"] = "7"
    }
    followUps.plant(
      .unknownParticipant, in: "participant", .rejectsRowAgainstCohort, from: &random, where: anyone
    ) {
      $0["participant"] = "LUX-999999"
    }
    followUps.plant(.impossibleDate, in: "date_completed", .rejectsRow, from: &random, where: anyone) {
      $0["date_completed"] = "2022-11-31"
    }
    followUps.plant(.tabBeforeCode, in: "participant", .harmless, from: &random, where: anyone) {
      $0["participant"] = "\t" + $0["participant"]
    }
    followUps.plant(.lowerCaseCode, in: "participant", .harmless, from: &random, where: anyone) {
      $0["participant"] = $0["participant"].lowercased()
    }
  }

  private mutating func spoilISARIC(from random: inout DemonstrationRandom) {
    // The list of birth years ends with 106, the year 2020.
    initialSurvey.plant(
      .unknownCode, in: "flw_year_of_birth", .rejectsRow, from: &random,
      where: { row, _ in row["flw_year_of_birth"] != "" }
    ) { $0["flw_year_of_birth"] = "107" }
    ongoingSurvey.plant(
      .impossibleDate, in: "flw2_survey_date", .rejectsRow, from: &random, where: { _, _ in true }
    ) {
      $0["flw2_survey_date"] = "2022-02-29"
    }
  }
}
