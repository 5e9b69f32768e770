import Anonymisation
import CohortStore
import Reporting

/// What a release says about itself: how it was made, what it promises and what was measured.
struct ReleaseManifest {
  static let fileName = "manifest.json"

  let release: PlannedRelease
  let purpose: String
  let checked: ExportVerifier.Checked
  let files: [ReleasedFile]
  let head: Head

  /// The audit trail before this release: number of entries, and hash of the last.
  struct Head: Sendable, Hashable {
    let count: Int64
    let hash: String
  }

  var json: JSONValue {
    let result = release.anonymised
    return [
      "schema": 1, "program": .string("covalux/\(Cohort.version)"),
      "profile": ["name": .string(release.profile.name), "version": .integer(release.profile.version)],
      "purpose": .string(purpose), "snapshot": .string(release.asOf), "unit": "participant",
      "models": [
        ["name": "k-anonymity", "k": .integer(release.profile.k)],
        [
          "name": "distinct-l-diversity", "l": .integer(release.profile.l), "column": "long_covid",
          "non_disclosing": .array(release.profile.nonDisclosing.map(JSONValue.string)),
        ],
      ],
      "participants": [
        "eligible": .integer(result.unitCount), "published": .integer(release.numbers.count),
        "suppressed": .integer(result.suppressedRowCount),
        "suppression_limit": .string(Self.text(release.profile.suppressionLimit)),
      ],
      "follow_ups": [
        "published": JSONValue(release.tables.last?.rows.count),
        "left_out": .integer(release.followUpsLeftOut),
        "content": .string(release.followUpLevel?.content.rawValue ?? "none"),
      ],
      "quasi_identifiers": .array(
        levels.map { level in
          [
            "column": .string(level.column), "level": .integer(level.level),
            "highest": .integer(level.highest),
            "meaning": .string(level.meaning),
          ]
        }),
      "utility": [
        "measure": "loss", "aggregate": "geometric-mean", "value": .number(result.loss),
        "optimal": .bool(result.isProvenOptimal), "lattice_nodes": .integer(result.latticeNodes),
        "nodes_checked": .integer(result.nodesChecked),
      ],
      "risk": ["before": Self.risk(result.riskBefore), "after": Self.risk(result.riskAfter)],
      "classes": [
        "count": .integer(result.classes.count), "smallest": .integer(result.classes.smallest),
        "largest": .integer(result.classes.largest), "average": .number(result.classes.averageSize),
      ],
      "checked_as_written": [
        "method": "files read back and joined; classes of quasi-identifiers, bands and what was asked",
        "classes": .integer(checked.classCount), "smallest_class": .integer(checked.smallestClass),
        "classes_of_l_statuses": .integer(checked.diverseClasses),
        "classes_mostly_without_status": .integer(checked.mostlyUndecidedClasses),
        "classes_without_status": .integer(checked.undecidedClasses),
      ],
      "assessment": [
        "singling_out": .string("no class has fewer than \(release.profile.k) participants"),
        "linkability":
          "ids are new in every release; answers are not, so releases of the same people can be matched",
        "inference": .string(
          "\(Self.diversity(release.profile)); symptoms and scores have no such promise"),
      ],
      "ids":
        "128 random bits for each participant, made for this release, derived from nothing and kept nowhere",
      "audit_head": ["count": .integer(Int(head.count)), "hash": .string(head.hash)],
      "files": .array(files.map(Self.file)),
    ]
  }

  /// The promise about the status in words.
  private static func diversity(_ profile: PrivacyProfile) -> String {
    let promise = "every class has at least \(profile.l) values of long_covid"
    guard !profile.nonDisclosing.isEmpty else { return promise }
    return
      "\(promise) other than \(profile.nonDisclosing.joined(separator: " and ")), or none that more than "
      + "1/\(profile.l) of its participants have"
  }

  var levels: [ExportReport.Level] {
    zip(release.anonymised.quasiIdentifiers, release.anonymised.generalisation.levels).map { column, level in
      let names = release.profile.levelNames(of: column)
      // Follow-ups that are kept stop one short of giving them up, and a carrier of their pattern has a level more.
      let keeps = column == "follow_ups" && release.followUpLevel != nil
      let level = min(level, keeps ? names.count - 1 : names.count)
      return ExportReport.Level(
        column: column, level: level, highest: names.count,
        meaning: names.indices.contains(level) ? names[level] : Hierarchy.top)
    }
  }

  private static func file(_ file: ReleasedFile) -> JSONValue {
    [
      "name": .string(file.name), "bytes": .integer(file.bytes), "sha256": .string(file.sha256),
      "rows": JSONValue(file.rows),
    ]
  }

  private static func risk(_ risk: Risk) -> JSONValue {
    [
      "highest": JSONValue(risk.highest.map(text)), "highest_decimal": JSONValue(risk.highest?.value),
      "average": .number(risk.average), "unique": .integer(risk.sampleUniques),
      "above": .array(
        Risk.thresholds.map { threshold in
          ["threshold": .string(text(threshold)), "participants": .integer(risk.unitsAbove(threshold))]
        }),
      "class_sizes": .array(
        risk.unitsBySize.map { ["size": .integer($0.size), "participants": .integer($0.units)] }),
    ]
  }

  static func text(_ fraction: Fraction) -> String { "\(fraction.numerator)/\(fraction.denominator)" }
}
