import CohortModel
import Questionnaires
import Testing

/// Rules about the products of doses that one row tells.
@Suite struct DoseRuleTests {
  private func found(_ rules: String, _ row: String) throws -> [String] {
    let questionnaire = try Questionnaire.test(
      """
      date-format: [yyyy-MM-dd, yyyy-MM]
      writes:
        vaccination(1).given: d1
        vaccination(1).product: p1
        vaccination(1).strain: s1
        vaccination(2).given: d2
        vaccination(2).product: p2
        vaccination(last).given: dlast
      rules: [\(rules)]
      """)
    return try Reading(questionnaire, "id,d1,p1,s1,d2,p2,dlast\nA,\(row)\n", today: "2024-06-30").found
  }

  // Approvals of Schema/reference/vaccine_approval.csv: Comirnaty 21 December 2020, against XBB.1.5 31 August
  // 2023; Nuvaxovid 20 December 2021. Sputnik V has none.
  @Test(
    arguments: [
      ("2020-12-21,comirnaty,,,,", []), ("2020-12-20,comirnaty,,,,", ["d1"]),
      ("2020-12,comirnaty,,,,", []), ("2020-11,comirnaty,,,,", ["d1"]),
      ("2023-08-31,comirnaty,xbb.1.5,,,", []), ("2023-08-30,comirnaty,xbb.1.5,,,", ["d1"]),
      ("2023-08-30,comirnaty,original,,,", []), ("2021-05-03,Novavax,,,,", ["d1"]),
      ("2021-05-03,sputnik-v,,,,", []), ("2020-05-03,,,,,", []), (",,,2021-12-19,nuvaxovid,", ["d2"]),
    ] as [(String, [String])])
  func `a dose before its product was approved is a warning`(row: String, columns: [String]) throws {
    #expect(
      try found("vaccination-before-approval", row)
        == columns.map { "vaccination-before-approval \($0) warning" })
  }

  // Intervals of Schema/reference/vaccine.csv: Comirnaty 21 days, Spikevax 28; 19 where no product is told.
  @Test(
    arguments: [
      ("2021-04-11,comirnaty,,2021-05-02,comirnaty,", []),
      ("2021-04-11,comirnaty,,2021-05-01,comirnaty,", ["dose-interval d2 warning"]),
      ("2021-04-11,spikevax,,2021-05-08,spikevax,", ["dose-interval d2 warning"]),
      ("2021-04-11,spikevax,,2021-05-08,comirnaty,", []),
      ("2021-04-11,spikevax,,2021-04-30,,", []),
      ("2021-04-11,comirnaty,,2021-04-11,comirnaty,", ["duplicate-dose d2 warning"]),
      ("2021-04-11,comirnaty,,2021-04-11,,", ["duplicate-dose d2 warning"]),
      ("2021-04-11,comirnaty,,2021-04-11,spikevax,", ["dose-interval d2 warning"]),
      ("2021-04-11,comirnaty,,,,2021-04-11", []),
    ] as [(String, [String])])
  func `doses within the interval of their product, or told twice, are findings`(
    row: String, findings: [String]
  ) throws {
    #expect(try found("dose-interval, duplicate-dose", row) == findings)
  }

  @Test func `days of the questionnaire go before those of the product`() throws {
    #expect(
      try found("{ rule: dose-interval, days: 17 }", "2021-04-11,spikevax,,2021-04-28,spikevax,") == [])
  }
}
