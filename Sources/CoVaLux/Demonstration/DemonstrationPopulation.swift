import CohortModel

/// Who lives in Luxembourg: age, sex and canton of the made-up participants.
enum DemonstrationPopulation {
  /// Residents by age group of five years, the last open: men and women on 1 July 2020.
  ///
  /// Source: United Nations, World Population Prospects 2019, estimate for mid-2020 (CC BY 3.0 IGO).
  static let residents: [(men: Int, women: Int)] = [
    (17_102, 16_147), (16_733, 15_924), (15_962, 15_519), (17_685, 16_735), (20_581, 19_254),
    (23_626, 22_072),
    (24_642, 24_496), (24_662, 24_516), (24_118, 22_437), (25_299, 22_746), (25_485, 22_698),
    (21_983, 20_690),
    (17_629, 17_152), (13_719, 13_623), (10_767, 11_456), (7_049, 8_601), (5_240, 7_013), (3_155, 5_220),
    (1_002, 2_469), (139, 567), (9, 54),
  ]

  /// Residents by canton on 8 November 2021.
  ///
  /// Source: STATEC, population census.
  static let cantons: [(String, Int)] = [
    ("LU-LU", 197_932), ("LU-ES", 186_224), ("LU-CA", 51_523), ("LU-ME", 34_652), ("LU-DI", 34_278),
    ("LU-GR", 31_682), ("LU-RM", 23_684), ("LU-RD", 20_279), ("LU-CL", 19_944), ("LU-EC", 19_679),
    ("LU-WI", 18_562), ("LU-VD", 5_502),
  ]

  /// Language of the questionnaire; no distribution is published, so this is an assumption.
  static let languages: [(String, Int)] = [("fr", 52), ("de", 20), ("en", 14), ("pt", 14)]

  /// Highest education of people of 25 years and more, ISCED 0 to 8; an assumption.
  static let education: [(Int, Int)] = [
    (0, 1), (1, 8), (2, 14), (3, 30), (4, 4), (5, 6), (6, 16), (7, 18), (8, 3),
  ]

  private static let groups = residents.flatMap { [$0.men, $0.women] }

  /// A birth date and whether the person is female, of the residents of at least `youngest` years in
  /// mid-2020.
  static func draw(
    youngest: Int, from random: inout DemonstrationRandom
  ) -> (birth: StudyDay, isFemale: Bool) {
    let midYear: StudyDay = "2020-07-01"
    while true {
      let place = random.place(in: groups)
      let age = place / 2 * 5 + random.below(5)
      // Born on any day of the year that makes a person of this age on 1 July 2020.
      let birth = midYear.adding(months: -12 * age).adding(days: -random.below(365))
      if age >= youngest { return (birth, place % 2 == 1) }
    }
  }
}
