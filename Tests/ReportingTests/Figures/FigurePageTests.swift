import Foundation
import Reporting
import Testing

@Suite struct FigurePageTests {
  static let page: String = {
    let plates = SampleFigures.all.enumerated().map { index, figure in
      figure.plate(number: index + 1)
    }
    let links = SampleFigures.all.enumerated().map { (anchor: "figure-\($0 + 1)", text: $1.title) }
    let checklist = ReportingChecklist(["13c": "Figure 1", "14a": "Table 1 & Figure 2"])
    return HTMLPage(
      title: "Pictures of a cohort", subtitle: "One of each kind, with made-up numbers",
      lead: .links("Figures", links),
      sections: [
        .init(heading: "Pictures", body: .group(plates)),
        .init(heading: "Checklist", body: checklist.fragment),
      ]
    ).text
  }()

  @Test func `a page with every picture, its numbers and a checklist`() throws {
    try expectGolden(Self.page, "figures.html")
  }
}

extension Figure {
  fileprivate func plate(number: Int) -> HTMLFragment { .figure(self, number: number) }
}
