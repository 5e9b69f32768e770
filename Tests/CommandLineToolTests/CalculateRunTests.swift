import Foundation
import Testing

/// Published figures that their counts reproduce; each says where it was read.
@Suite struct CalculateRunTests {
  /// What a line of the output must hold: measure, method, then value and interval as printed.
  struct Published: Sendable, CustomTestStringConvertible {
    let source: String
    let arguments: [String]
    let measure: String
    let method: String
    let printed: [String]

    var testDescription: String { source }

    init(_ source: String, _ arguments: String, _ measure: String, _ method: String, _ printed: String...) {
      self.source = source
      self.arguments = arguments.split(separator: " ").map(String.init)
      self.measure = measure
      self.method = method
      self.printed = printed
    }
  }

  static let published = [
    Published(
      "Di Fusco 2023, 10.1186/s41687-023-00616-5, table 3, boosted", "two-by-two 10/67 54/121", "odds ratio",
      "woolf",
      "0.22", "0.10–0.47"),
    Published("Di Fusco 2023, primed", "two-by-two 27/72 54/121", "odds ratio", "woolf", "0.74", "0.41–1.35"),
    Published(
      "Di Fusco 2023, boosted against primed", "two-by-two 10/67 27/72", "odds ratio", "woolf", "0.29",
      "0.13–0.67"),
    Published(
      "Di Fusco 2023, two symptoms", "two-by-two 14/67 66/121", "odds ratio", "woolf", "0.22", "0.11–0.44"),
    Published(
      "Di Fusco 2023, two, primed", "two-by-two 35/72 66/121", "odds ratio", "woolf", "0.79", "0.44–1.41"),
    Published(
      "Di Fusco 2023, two, both", "two-by-two 14/67 35/72", "odds ratio", "woolf", "0.28", "0.13–0.59"),
    Published(
      "Caze 2022, 10.1101/2022.09.15.22279958", "two-by-two 122/412 24/402", "odds ratio", "woolf", "6.63",
      "4.17–10.53"),
    Published(
      "Caze 2022, risk ratio", "two-by-two 122/412 24/402", "risk ratio", "katz", "4.96", "3.27–7.52"),
    Published("Caze 2022, share", "two-by-two 122/412 24/402", "risk, exposed", "wilson", "29.6"),
    Published(
      "O'Keefe 2021, 10.1093/ofid/ofab352, P = .61", "two-by-two 80/198 32/86", "p",
      "chi-squared, not corrected",
      "0.61"),
    Published("O'Keefe 2021, with Yates", "two-by-two 80/198 32/86", "p", "chi-squared, Yates", "0.71"),
    Published(
      "Ayoubkhani 2022, 10.1093/ofid/ofac464, crude", "two-by-two 294/3090 452/3090", "risk ratio", "katz",
      "0.65",
      "0.57–0.75"),
    Published(
      "Ayoubkhani 2022, effectiveness", "two-by-two 294/3090 452/3090", "effectiveness",
      "1 − risk ratio, katz",
      "35.0"),
    Published(
      "Thaweethai 2023, 10.1001/jama.2023.8823, 8.8 to 11", "proportion 224/2231", "share", "clopper-pearson",
      "10.0",
      "8.8–11.4"),
    Published("Fischer 2022, ofac397", "proportion 172/289", "share", "wilson", "59.5", "53.8–65.0"),
    Published("Fischer 2022, fatigue", "proportion 99/289", "share", "wilson", "34.3", "29.0–39.9"),
    Published("Carazo 2022, 44.9 to 47.5", "proportion 2746/5943", "share", "wilson", "46.2", "44.9–47.5"),
    Published("PMC10299126 table 3, GAD-7, band 1", "proportion 36/152", "share", "wilson", "23.7"),
    Published("PMC10299126 table 3, GAD-7, band 2", "proportion 47/152", "share", "wilson", "30.9"),
    Published("PMC10299126 table 3, GAD-7, band 3", "proportion 40/152", "share", "wilson", "26.3"),
    Published("PMC10299126 table 3, GAD-7, band 4", "proportion 29/152", "share", "wilson", "19.1"),
    Published("PMC10299126 table 3, PHQ-9, band 1", "proportion 17/153", "share", "wilson", "11.1"),
    Published("PMC10299126 table 3, PHQ-9, band 2", "proportion 48/153", "share", "wilson", "31.4"),
    Published("PMC10299126 table 3, PHQ-9, band 3", "proportion 43/153", "share", "wilson", "28.1"),
    Published("PMC10299126 table 3, PHQ-9, band 4", "proportion 33/153", "share", "wilson", "21.6"),
    Published("PMC10299126 table 3, PHQ-9, band 5", "proportion 12/153", "share", "wilson", "7.8"),
    Published("PMC10299126 table 3, PCFS, band 1", "proportion 11/158", "share", "wilson", "7.0"),
    Published("PMC10299126 table 3, PCFS, band 2", "proportion 90/158", "share", "wilson", "57.0"),
    Published("PMC10299126 table 3, PCFS, band 3", "proportion 55/158", "share", "wilson", "34.8"),
    Published("PMC10299126 table 3, PCFS, band 4", "proportion 2/158", "share", "wilson", "1.3"),
    Published("LNS week 52 of 2021", "proportion 316/422", "share", "wald", "74.9"),
    Published("LNS JN.1, Wald", "proportion 70/115", "share", "wald", "60.9", "51.9–69.8"),
    Published(
      "COVE 2024, s41467-024-50376-z, table 1", "rate 159/20488.2 --per 1000", "rate", "exact", "7.76",
      "6.60–9.06"),
    Published("COVE 2024, zero events", "rate 0/976.2 --per 1000", "rate", "exact", "0.00", "0.00–3.78"),
    Published("COVE 2024, few events", "rate 5/719.8 --per 1000", "rate", "exact", "6.95", "2.26–16.21"),
    Published("SIREN, PMC8064668", "rate 977/710587 --per 10000", "rate", "exact", "13.75"),
    Published(
      "Thomas 2021, PMC8461570, 91.3 (89.0 to 93.2)", "rate-ratio 77/6.247 850/6.003", "effectiveness",
      "1 − rate ratio, exact", "91.3", "89.0–93.2"),
    Published(
      "Thomas 2021, all", "rate-ratio 81/6.509 873/6.274", "effectiveness", "1 − rate ratio, exact", "91.1",
      "88.8–93.0"),
    Published(
      "Polack 2020, 95.0 (90.3 to 97.6)", "rate-ratio 8/2.214 162/2.222", "effectiveness",
      "1 − rate ratio, credible, prior Beta(0.700102, 1)", "95.0", "90.3–97.6"),
    Published(
      "Matta 2021, 10.1001/jamainternmed.2021.6454, fatigue by serology given belief",
      "stratified 22/638,625/25271 62/453,57/461", "odds ratio", "mantel-haenszel", "1.23"),
    Published(
      "Matta 2021, breathing", "stratified 9/638,192/25271 26/453,29/461", "odds ratio", "mantel-haenszel",
      "1.15"),
  ]

  @Test(arguments: published)
  func `published figures come from their counts`(published: Published) throws {
    let outcome = try BuiltProgram.covalux.run(["calculate"] + published.arguments, in: try Scene())
    #expect(outcome.exitCode == 0 && outcome.errors.isEmpty)
    let lines = outcome.output.split(separator: "\n").filter {
      $0.hasPrefix(published.measure + " ") && $0.hasSuffix("  " + published.method)
    }
    let line = try #require(lines.first, "no line of \(published.measure) by \(published.method)")
    for text in published.printed { #expect(line.contains(text), "\(line)") }
  }

  @Test func `JSON has all digits`() throws {
    let outcome = try BuiltProgram.covalux.run(
      ["calculate", "proportion", "172/289", "--format", "json"], in: try Scene())
    let root = try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    let results = try #require(root["results"] as? [[String: Any]])
    let wilson = try #require(results.first { $0["method"] as? String == "wilson" })
    #expect(wilson["value"] as? Double == 172.0 / 289)
    #expect(abs((wilson["lower"] as? Double ?? 0) - 0.5377) < 1e-4)
  }

  @Test(arguments: [
    ["proportion", "5/4"], ["proportion", "-1/4"], ["proportion", "half"], ["rate", "3/0"],
    ["two-by-two", "1/2"], ["proportion", "1/2", "--confidence", "95"],
  ])
  func `counts that cannot be are refused`(arguments: [String]) throws {
    let outcome = try BuiltProgram.covalux.run(["calculate"] + arguments, in: try Scene())
    #expect(outcome.exitCode != 0 && outcome.output.isEmpty && !outcome.errors.isEmpty)
  }

  @Test func `what is not defined says why`() throws {
    let outcome = try BuiltProgram.covalux.run(["calculate", "two-by-two", "0/10", "0/10"], in: try Scene())
    #expect(outcome.exitCode == 0)
    #expect(outcome.output.contains("not estimable") && !outcome.output.lowercased().contains("nan"))
  }
}
