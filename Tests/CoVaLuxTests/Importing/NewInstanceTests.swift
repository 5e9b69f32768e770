import CSV
import CoVaLux
import CohortTesting
import Foundation
import Testing

/// Rows that ask for the next free instance, `new`.
@Suite(.freshDatabase) struct NewInstanceTests {
  private static let form = """
    questionnaire: visits
    version: 1
    study: test
    form: visits
    enrols: true
    participant: { column: record_id }
    event: baseline
    instance: { column: redcap_repeat_instance }
    writes:
      answer.weight: { column: weight, type: number }
      answer.note: { column: note, type: text, optional-column: true }
    """

  private func importing(_ text: String, in bench: ImportBench) async throws -> ImportReport {
    try await bench.cohort.importing(
      bench.write(text), as: bench.questionnaire(Self.form), options: ImportOptions(today: "2024-01-01"))
  }

  private func stored(_ bench: ImportBench) async throws -> [String?] {
    try await bench.texts(
      """
      select concat_ws(' ', code, instance, numbers[1]) from cohort.answer join intake.crosswalk using (participant_id)
      order by code, instance
      """)
  }

  private let first = "record_id,redcap_repeat_instance,weight\nA,1,70\nA,new,71\nA,NEW,72\nB,new,60\n"

  @Test func `new takes the number behind the highest`() async throws {
    let bench = try await ImportBench()
    #expect(try await importing("record_id,redcap_repeat_instance,weight\nA,5,69\n", in: bench).rows.new == 1)
    let report = try await importing(
      "record_id,redcap_repeat_instance,weight\nA,new,70\nA,new,71\n", in: bench)
    #expect(report.rows.new == 2)
    #expect(try await stored(bench) == ["A 5 69", "A 6 70", "A 7 71"])
  }

  @Test func `the same file again stores nothing twice`() async throws {
    let bench = try await ImportBench()
    #expect(try await importing(first.replacing("A,1,70\n", with: ""), in: bench).rows.new == 3)
    let again = try await importing(first.replacing("A,1,70\n", with: ""), in: bench)
    #expect(again.rows == .init(read: 3, same: 3) && again.wasAlreadyImported)
    #expect(try await stored(bench) == ["A 1 71", "A 2 72", "B 1 60"])
  }

  @Test func `an explicit number and new in one file do not clash`() async throws {
    let bench = try await ImportBench()
    let report = try await importing(first, in: bench)
    #expect(report.rows == .init(read: 4, new: 4))
    #expect(try await stored(bench) == ["A 1 70", "A 2 71", "A 3 72", "B 1 60"])
    #expect(try await importing(first, in: bench).rows.same == 4)
  }

  @Test func `a row that is written differently and holds the same is the one that is stored`() async throws {
    let bench = try await ImportBench()
    _ = try await importing(first, in: bench)
    let report = try await importing(
      "redcap_repeat_instance,record_id,weight,note\nnew,A,71.0,\nnew,A,73,\nnew,B,60,\n", in: bench)
    #expect(report.rows == .init(read: 3, new: 1, same: 2))
    #expect(try await stored(bench) == ["A 1 70", "A 2 71", "A 3 72", "A 4 73", "B 1 60"])
  }

  @Test func `two rows with the same content are two instances, and stay two`() async throws {
    let bench = try await ImportBench()
    let twins = "record_id,redcap_repeat_instance,weight\nA,new,70\nA,new,70\n"
    #expect(try await importing(twins, in: bench).rows.new == 2)
    #expect(try await importing(twins, in: bench).rows.same == 2)
    let spelt = try await importing(twins.replacing("70", with: "70.0"), in: bench)
    #expect(spelt.rows == .init(read: 2, same: 2))
    let third = try await importing(twins + "A,new,70\n", in: bench)
    #expect(third.rows.new == 1)
    #expect(try await stored(bench) == ["A 1 70", "A 2 70", "A 3 70"])
  }
}
