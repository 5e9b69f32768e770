import CoVaLux
import Reporting

/// Releases as rows.
enum ReleaseListing {
  static func of(_ releases: [Release]) -> Listing {
    Listing(
      name: "releases",
      columns: [
        "release", "released_at", "profile", "purpose", "participants", "suppressed", "k", "highest_risk",
        "manifest_sha256",
      ],
      rows: releases.map { release in
        [
          .integer(Int(release.number)), .string(release.releasedAt), .string(release.profile),
          .string(release.purpose), .integer(Int(release.participants)), .integer(Int(release.suppressed)),
          .integer(release.k), .number(release.highestRisk), .string(release.manifestSHA256),
        ]
      })
  }
}
