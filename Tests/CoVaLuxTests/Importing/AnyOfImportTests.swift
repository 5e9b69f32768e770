import CoVaLux
import CohortTesting
import Foundation
import Testing

/// Concepts that several columns of Predi-COVID tell together, from the file to the table.
@Suite(.freshDatabase) struct AnyOfImportTests {
  private func importing(
    _ lines: [String], as questionnaire: String, into bench: ImportBench
  ) async throws -> ImportReport {
    let path = try bench.write(lines.map { $0 + "\r\n" }.joined())
    return try await bench.cohort.importing(
      path, as: LoadedQuestionnaire.named(questionnaire), options: ImportOptions(today: "2024-01-01"))
  }

  /// By participant and event: cough, muscle pain and nausea as they are stored.
  private func stored(_ bench: ImportBench) async throws -> [String?] {
    try await bench.texts(
      """
      select concat_ws(' ', x.code, event, r.cough, r.muscle_pain, r.nausea)
      from cohort.response r join intake.crosswalk x using (participant_id) order by 1
      """)
  }

  private static let header =
    "subjid;questionaire;fatigue;toux_seche;toux_grasse;doul_musc_sup;doul_musc_inf;nausees;vomissements"

  @Test func `parts of a symptom make the symptom, and a blank part keeps what is stored`() async throws {
    let bench = try await ImportBench()
    let first = try await importing(
      [
        Self.header,
        "01-PREDI-0001;month_12;2;1;2;2;0;2;2",  // dry cough alone; no pain and no nausea in any part
        "01-PREDI-0002;month_12;2;2;1;;1;/;1",  // productive cough, pain in the legs, vomiting
        "01-PREDI-0003;month_12;2;2;;;;2;/",  // nothing said of one part
        "01-PREDI-0004;month_12;2;7;1;2;2;2;2",  // no code: one finding, though the column is read twice
      ], as: "predi-covid-month-12", into: bench)
    #expect(first.rows == .init(read: 4, new: 3, changed: 0, same: 0, rejected: 1))
    let places = first.findings.filter { $0.line > 0 }.map { "\($0.line) \($0.column ?? "-") \($0.rule)" }
    #expect(places == ["5 toux_seche coding"])
    // 4 is present without a grade, -2 not answered.
    #expect(
      try await stored(bench) == [
        "01-PREDI-0001 month-12 4 0 0", "01-PREDI-0002 month-12 4 4 4", "01-PREDI-0003 month-12 -2 -2 -2",
      ])

    let second = try await importing(
      [
        Self.header,
        "01-PREDI-0001;month_12;2;2;;;;;1",  // the other part of the cough is blank
        "01-PREDI-0002;month_12;2;2;2;2;/;0;0",
        "01-PREDI-0003;month_12;2;;;;;;",
      ], as: "predi-covid-month-12", into: bench)
    #expect(second.rows.rejected == 0)
    #expect(
      try await stored(bench) == [
        "01-PREDI-0001 month-12 4 0 4", "01-PREDI-0002 month-12 0 -2 0", "01-PREDI-0003 month-12 -2 -2 -2",
      ])
  }

  @Test func `a dry cough of the daily form is a cough`() async throws {
    let bench = try await ImportBench()
    _ = try await importing(
      [Self.header, "01-PREDI-0057;month_12;2;2;2;2;2;2;2"], as: "predi-covid-month-12", into: bench)
    let daily = try await importing(
      ["SUBJID1;JOUR;QM4;QM5;QM6", "57;J3;1;0;0", "57;J4;0;1;0", "57;J5;0;0;0", "57;J6;0;NA;0"],
      as: "predi-covid-daily", into: bench)
    #expect(daily.rows == .init(read: 4, new: 4, changed: 0, same: 0, rejected: 0))
    #expect(
      try await bench.texts(
        """
        select concat_ws(' ', event, cough, sore_throat) from cohort.response
        where form = 'daily' order by 1
        """) == ["day-3 4 0", "day-4 4 0", "day-5 0 0", "day-6 -2 0"])
  }

  @Test func `a file with both spellings of a column is refused, since one would be lost`() async throws {
    let bench = try await ImportBench()
    let path = try bench.write(
      "flw_subjid,redcap_event_name,flw_fatigue,flw2_fatigue\nLUX-1,month_3_arm_1,,1\n")
    let error = await #expect(throws: ImportRefusal.self) {
      _ = try await bench.cohort.importing(
        path, as: LoadedQuestionnaire.named("isaric-tier1-followup"),
        options: ImportOptions(today: "2024-01-01"))
    }
    let words = "\(try #require(error))"
    #expect(words.contains("flw2_fatigue: is not read") && words.contains("files of their own"))
  }
}
