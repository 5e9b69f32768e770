import ArgumentParser
import CoVaLux
import Reporting

struct AuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: "Read the audit trail and check that it is whole.",
    subcommands: [Log.self, Verify.self])

  struct Log: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the last entries, newest first.")

    @Option(help: "Only entries about this participant: code, @FILE or -.")
    var participant: String?
    @Option(help: "Study that gave the code.")
    var study: String = ParticipantCode.defaultStudy
    @Option(help: "The most to list.")
    var limit: Int = 50
    @OptionGroup var listing: ListingOptions
    @OptionGroup var databaseOptions: DatabaseOptions

    func run() async throws {
      let code = try participant.map { try ParticipantCode(argument: $0, study: study) }
      let events = try await databaseOptions.open().auditEvents(limit: max(0, limit), about: code)
      listing.put(
        Listing(
          name: "events", columns: ["sequence", "at", "actor", "kind", "participant", "reason", "detail"],
          rows: events.map { event in
            [
              .integer(Int(event.sequence)), .string(event.at), .string(event.actor), .string(event.kind),
              JSONValue(event.participant.map { Int($0) }), .string(event.reason), .string(event.detail),
            ]
          }))
    }
  }

  struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract:
        "Check every entry of the chain, and that it holds a head noted elsewhere; exit code 1 on a defect.")

    @Option(help: "COUNT:HASH as an earlier command printed it and somebody kept it elsewhere.")
    var head: AuditHeadArgument?
    @OptionGroup var databaseOptions: DatabaseOptions

    func run() async throws {
      let cohort = try await databaseOptions.open()
      let (head, defects) =
        if let noted = head {
          try await cohort.verifyAudit(notedCount: noted.count, hash: noted.hash)
        } else {
          try await cohort.verifyAudit()
        }
      for defect in defects { Terminal.put("defect  \(Self.sentence(defect))") }
      Terminal.put(
        "\(defects.isEmpty ? "whole" : "BROKEN")  \(head.count) entries, head \(head.count):\(head.hash)")
      if !defects.isEmpty { throw ExitStatusError(status: .findings) }
    }

    private static func sentence(_ defect: AuditTrail.Defect) -> String {
      switch defect {
      case .gap(let sequence): "entries are missing before \(sequence)"
      case .altered(let sequence): "entry \(sequence) is not what was appended"
      case .headMissing(let expected, let found):
        found < expected
          ? "the trail ends at entry \(found), and the noted head was entry \(expected): the end was cut off"
          : "entry \(expected) is not the one that was noted"
      }
    }
  }
}
