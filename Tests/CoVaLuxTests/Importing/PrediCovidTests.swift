import CSV
import CoVaLux
import CohortTesting
import Foundation
import Reporting
import Testing

@Suite(.freshDatabase) struct PrediCovidTests {
  /// A month-12 file as the study's exports are: Windows-1252, semicolons, CRLF, dd/mm/yyyy; ten cells are wrong.
  private static func file() -> [UInt8] {
    let header =
      "subjid;questionaire;DATESAISIE;sex;age_estimateyears;otherrisktext;fatigue;fievre;souffle_court;toux_seche"
    let rows = [
      "01-PREDI-0001;month_12;02/06/2022;2;54;fum\u{E9};1;2;0;1",  // 2: sound
      "01-predi-1058;month_12;03/06/2022;1;33;;2;0;1;2",  // 3: lower case
      "\t01-PREDI-0003;month_12;04/06/2022;1;41;;0;/;2;2",  // 4: leading tab
      "01-PREDI-0004;month_12;05/06/2022;2;50;;7;2;2;2",  // 5: unknown code
      "01-PREDI-0005;month_12;31/02/2022;2;50;;2;2;2;2",  // 6: no such day
      "01-PREDI-0006;month_12;06/06/2022;2;17;;2;2;2;2",  // 7: below the age of the study, a warning
      "01-PREDI-0007;month_12;06/06/2022;3;50;;2;2;2;2",  // 8: unknown code of sex
      "01-PREDI-0008;month_12;06/06/2999;2;50;;2;2;2;2",  // 9: in the future
      "01 PREDI 0009;month_12;06/06/2022;2;50;;2;2;2;2",  // 10: not a code
      "01-PREDI-0010;month_12;06/06/2022;2;50;;2;2;2",  // 11: a field is missing
      "01-PREDI-0011;month_12;06/06/2022;2;50;;2;oui;2;2",  // 12: a word for a code
      "01-PREDI-0001;monthly;06/05/2022;2;54;;;;;",  // 13: another stream
    ]
    return ([header] + rows).map { $0 + "\r\n" }.joined().unicodeScalars.map { UInt8($0.value) }
  }

  @Test func `ten planted defects are found at line and column and the rest is stored`() async throws {
    let bench = try await ImportBench()
    let path = bench.folder.appending(path: "month12.csv")
    try Data(Self.file()).write(to: path)
    let report = try await bench.cohort.importing(
      path.path, as: LoadedQuestionnaire.named("predi-covid-month-12"),
      options: ImportOptions(today: "2024-01-01"))
    #expect(report.dialect.encoding == .windows1252 && report.dialect.delimiter == .semicolon)
    #expect(report.rowsOfOtherStreams == 1)
    #expect(report.rows == .init(read: 11, new: 4, changed: 0, same: 0, rejected: 7))
    let places = report.findings.filter { $0.line > 0 }.map { "\($0.line) \($0.column ?? "-") \($0.rule)" }
    #expect(
      places == [
        "3 subjid letter-case", "4 subjid trimmed", "5 fatigue coding", "6 DATESAISIE date",
        "7 age_estimateyears range", "8 sex coding", "9 DATESAISIE future-date", "10 subjid participant-code",
        "11 - field-count", "12 fievre coding",
      ])
    let stored = try await bench.texts(
      """
      select concat_ws(' ', x.code, r.completed, p.sex, p.age_at_enrolment, r.fatigue, r.fever, r.dyspnoea,
        r.coded[array_position(array(select name from reference.question where kind = 'coded' order by place), 'dry_cough')])
      from cohort.response r join cohort.participant p using (participant_id) join intake.crosswalk x using (participant_id) order by 1
      """)
    #expect(
      stored == [
        "01-PREDI-0001 2022-06-02 2 54 4 0 0 1", "01-PREDI-0003 2022-06-04 1 41 0 -2 0 0",
        "01-PREDI-0006 2022-06-06 2 17 0 0 0 0", "01-PREDI-1058 2022-06-03 1 33 0 0 4 0",
      ])
  }

  @Test func `no cell of a broken file is in any finding`() async throws {
    let bench = try await ImportBench()
    let path = bench.folder.appending(path: "month12.csv")
    let text = String(decoding: Self.file().map { $0 < 0x80 ? $0 : 0x65 }, as: UTF8.self)
      .replacing("oui", with: "CANARY-CELL").replacing("31/02/2022", with: "CANARY/DATE")
      .replacing("01 PREDI 0009", with: "CANARY CODE")
    try Data(text.utf8).write(to: path)
    let report = try await bench.cohort.importing(
      path.path, as: LoadedQuestionnaire.named("predi-covid-month-12"),
      options: ImportOptions(today: "2024-01-01"))
    #expect(report.rows.rejected == 7)
    let said = String(reflecting: report) + report.json.text + report.summary
    #expect(!said.contains("CANARY"))
    let tables = try await bench.texts("select concat(to_jsonb(f), '') from intake.finding f")
    #expect(!tables.contains { $0?.contains("CANARY") ?? false })
    #expect(
      !(try await bench.texts("select detail from audit.event")).contains { $0?.contains("CANARY") ?? false })
  }
}
