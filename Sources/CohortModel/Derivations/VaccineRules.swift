/// What is taken as a vaccine's primary series and as a booster.
///
/// The numbers of doses come from `Schema/reference/vaccine.csv`; the rest are parameters that every output states.
public struct VaccineRules: Hashable, Sendable {
  /// The primary series of one product.
  public struct Series: Hashable, Sendable {
    /// Doses of the primary series; 0 for a product that is licensed as a booster only.
    public var doses: Int
    /// Days between the doses as the product information recommends them; nil if unknown or for one dose.
    public var intervalDays: Int?

    /// Makes a series.
    public init(doses: Int, intervalDays: Int? = nil) {
      self.doses = doses
      self.intervalDays = intervalDays
    }
  }

  /// The series of each product; a product without one is treated as an unknown product.
  public var series: [VaccineProduct: Series]
  /// Strains of a product of which one dose is a whole primary series, whatever came before.
  public var singleDoseStrains: [VaccineProduct: Set<String>] = [
    .comirnaty: ["xbb.1.5", "jn.1", "kp.2", "lp.8.1"]
  ]
  /// Numbers of doses that the series of an unknown product may have.
  public var dosesOfUnknownProduct: [Int] = [1, 2]
  /// Days from the last primary dose until the series counts as complete; 14 as in Ayoubkhani (2022).
  public var daysUntilComplete = 14
  /// Days that a further dose must lie after the completing dose to be a booster.
  public var daysBeforeBooster = 90
  /// Days from a booster until it counts; studies use 7 or 14.
  public var daysUntilBoosted = 14
  /// True if one dose after an infection is a complete series, as the EU certificate had it.
  public var countsInfectionAsDose = false
  /// True if a person without any report of a dose is unvaccinated; false if that is unknown.
  public var takesSilenceAsUnvaccinated = true

  /// Makes rules from the series of each product.
  public init(series: [VaccineProduct: Series]) {
    self.series = series
  }

  /// The parameters with their values, as outputs state them.
  public var parameters: [(name: String, value: String)] {
    [
      ("days-until-complete", String(daysUntilComplete)),
      ("days-before-booster", String(daysBeforeBooster)),
      ("days-until-boosted", String(daysUntilBoosted)),
      ("counts-infection-as-dose", countsInfectionAsDose ? "yes" : "no"),
      ("takes-silence-as-unvaccinated", takesSilenceAsUnvaccinated ? "yes" : "no"),
    ]
  }

  /// The doses that were given earlier after the dose before than their product's interval allows.
  ///
  /// - Parameters:
  ///   - course: The doses.
  ///   - graceDays: Days by which a dose may be early.
  /// - Returns: Positions in ``VaccinationCourse/doses``; doses without an exact day are left out.
  public func dosesTooEarly(in course: VaccinationCourse, graceDays: Int = 0) -> [Int] {
    course.doses.indices.dropFirst().filter { place in
      let (dose, earlier) = (course.doses[place], course.doses[place - 1])
      guard let day = dose.given?.exactDay, let before = earlier.given?.exactDay, let product = dose.product,
        let interval = series[product]?.intervalDays
      else { return false }
      return day.days(since: before) < interval - graceDays
    }
  }

  /// Numbers of doses after which a dose of this product can complete a primary series.
  ///
  /// A mixed series is complete with the dose whose own product needs no more doses than were given; a dose of a
  /// booster-only product completes none (nil).
  func dosesToComplete(with dose: VaccinationCourse.Dose) -> [Int?] {
    var possible: [Int?] = []
    for product in dose.products {
      if let strain = dose.strain, singleDoseStrains[product, default: []].contains(strain) {
        possible.append(1)
      } else if let series = series[product] {
        possible.append(series.doses == 0 ? nil : series.doses)
      } else {
        possible += dosesOfUnknownProduct.map(Optional.some)
      }
    }
    if dose.products.isEmpty { possible = dosesOfUnknownProduct.map(Optional.some) }
    return unique(possible)
  }
}
