import ArgumentParser
import CoVaLux

struct VaccinationAddCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Enter a dose; what is left out is unknown.")

  @OptionGroup var participant: ParticipantOptions
  @Option(help: "Number of the dose.")
  var dose: Int
  @Option(help: "Product by its identifier, such as comirnaty.")
  var product: String?
  @Option(help: "Strain of an adapted vaccine, such as xbb-1-5.")
  var strain: String?
  @Option(help: "Day of the dose, YYYY-MM-DD; YYYY-MM or YYYY where no more is known.")
  var date: PartialDateArgument?
  @Option(help: "Batch number.")
  var batch: String?
  @Option(help: "Why, for the audit trail.")
  var reason: String = "direct entry"
  @OptionGroup var databaseOptions: DatabaseOptions

  func validate() throws {
    guard dose > 0 else { throw ValidationError("--dose counts from 1") }
  }

  func run() async throws {
    let vaccination = Vaccination(
      of: try participant.code(), dose: dose, product: product.map { VaccineProduct(rawValue: $0) },
      strain: strain,
      on: date?.date, batch: batch)
    let cohort = try await databaseOptions.open()
    try await cohort.write(reason: reason) { study in try study.vaccinations.insert(vaccination) }
    Terminal.put("entered  dose \(dose) of \(vaccination.participant)")
  }
}
