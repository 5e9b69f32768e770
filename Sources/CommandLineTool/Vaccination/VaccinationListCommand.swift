import ArgumentParser
import CoVaLux
import Reporting

struct VaccinationListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List every form's reports of a participant's doses, which the audit trail notes.")

  @OptionGroup var participant: ParticipantOptions
  @Option(help: "Why you look, for the audit trail.")
  var reason: String
  @OptionGroup var listing: ListingOptions
  @OptionGroup var databaseOptions: DatabaseOptions

  func run() async throws {
    let code = try participant.code()
    let record = try await databaseOptions.open().record(of: code, reason: reason)
    listing.put(
      Listing(
        name: "vaccinations", columns: ["form", "dose", "received", "product", "strain", "given", "batch"],
        rows: record.vaccinations.map { report in
          let dose = report.vaccination
          return [
            .string(report.form), .string(dose.slot), report.wasReceived.map { .bool($0) } ?? .null,
            JSONValue(dose.product?.rawValue), JSONValue(dose.strain), JSONValue(dose.given?.description),
            JSONValue(dose.batch),
          ]
        }))
  }
}
