import CohortModel
import Testing

@Suite struct ReferenceFilesTests {
  @Test(arguments: [
    "symptom", "vaccine", "vaccine_strain", "variant_period", "canton", "event",
  ])
  func `identifiers are unique, lower case or ISO, and every line has a source`(name: String) throws {
    let file = try ReferenceFile(name)
    let ids = file.column("id")
    #expect(Set(ids).count == ids.count)
    #expect(
      ids.allSatisfy { id in
        id.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber || "-.".contains($0)) }
          || id.hasPrefix("LU-")
      })
    #expect(file.rows.allSatisfy { $0["source"].hasPrefix("[") })
  }

  @Test func `the model's own symptoms are in the list of 40`() throws {
    let ids = try ReferenceFile("symptom").column("id")
    #expect(ids.count == 40)
    #expect(ids.first == "fatigue")
    #expect(ids.last == "sleep-apnoea")
    let known: [Symptom] = [
      .fatigue, .postExertionalMalaise, .dyspnoea, .cough, .chestPain, .palpitations, .brainFog, .dizziness,
      .lossOfSmell, .lossOfTaste, .thirst, .sexualDysfunction, .gastrointestinal, .abnormalMovements,
      .sleepApnoea,
    ]
    #expect(Set(known.map(\.rawValue)).isSubset(of: ids))
    let weighed = try ReferenceFile("recover_weights").column("symptom")
    #expect(Set(weighed).isSubset(of: ids))
  }

  @Test func `spellings and approvals name known vaccines and strains`() throws {
    let vaccines = Set(try ReferenceFile("vaccine").column("id"))
    let strains = Set(try ReferenceFile("vaccine_strain").column("id"))
    for row in try ReferenceFile("vaccine_synonym").rows + ReferenceFile("vaccine_approval").rows {
      #expect(vaccines.contains(row["vaccine"]))
      #expect(row["strain"].isEmpty || strains.contains(row["strain"]))
    }
    let synonyms = try ReferenceFile("vaccine_synonym").column("synonym")
    #expect(Set(synonyms).count == synonyms.count)
    #expect(synonyms.allSatisfy { $0 == $0.lowercased() })
    #expect(Set(synonyms).isDisjoint(with: vaccines))
    for row in try ReferenceFile("vaccine_approval").rows {
      #expect(StudyDay(iso: row["approved"]) != nil)
      #expect(["decision", "announcement", "opinion"].contains(row["basis"]))
    }
  }

  @Test func `the model's own vaccines have their series`() throws {
    let rules = try ReferenceFile.vaccineRules()
    #expect(rules.series[.comirnaty] == .init(doses: 2, intervalDays: 21))
    #expect(rules.series[.spikevax] == .init(doses: 2, intervalDays: 28))
    #expect(rules.series[.vaxzevria] == .init(doses: 2, intervalDays: 28))
    #expect(rules.series[.jcovden] == .init(doses: 1))
    #expect(rules.series[.nuvaxovid] == .init(doses: 2, intervalDays: 21))
    #expect(rules.series[VaccineProduct(rawValue: "bimervax")] == .init(doses: 0))
  }

  @Test func `the cantons add up to the census`() throws {
    let populations = try ReferenceFile("canton").column("population_2021").compactMap { Int($0) }
    #expect(populations.count == 12)
    #expect(populations.reduce(0, +) == 643_941)
  }

  @Test func `windows of consecutive months neither overlap nor leave a gap`() throws {
    let months = try ReferenceFile("event").rows.filter { !$0["month"].isEmpty }
    #expect(months.count == 20)
    for (earlier, later) in zip(months, months.dropFirst()) {
      let end = try earlier.integer("day_offset") + earlier.integer("window_after")
      let start = try later.integer("day_offset") - later.integer("window_before")
      #expect(end + 1 == start)
    }
  }
}
