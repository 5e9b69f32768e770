import Anonymisation
import CohortModel
import CohortSchema
public import CohortStore
import Postgres

extension Cohort {
  /// Publishes a data set that can leave the house: a folder with two tables, a Data Package, a codebook and a
  /// manifest.
  ///
  /// Participants who refused, withdrew the use of their data or were erased are not in it: they are left out of
  /// the snapshot, and whoever withdraws before the release is registered makes the export fail.
  ///
  /// The order of things: snapshot; tables; draft folder; check of the bytes; in one transaction the register of
  /// releases, then the folder gets its name, then the audit entry and the commit. If the commit fails the folder
  /// is taken away again, so that no release is outside the register; a crash just before the commit can leave a
  /// folder that the register does not know, and never an entry that was not checked.
  ///
  /// - Parameters:
  ///   - directory: Path of a folder that does not exist yet.
  ///   - profile: What may leave.
  ///   - purpose: What it is made for, for the register and the audit trail.
  ///   - overwrites: Whether an earlier release at the same path may be replaced.
  /// - Returns: What was published.
  /// - Throws: ``ExportRefusal``, ``DirectoryError``, or `PostgresError`; nothing is published then.
  public func export(
    to directory: String, under profile: PrivacyProfile, purpose: String, overwrites: Bool = false
  ) async throws -> ExportReport {
    guard purpose.contains(where: { !$0.isWhitespace }) else { throw ExportRefusal.noPurpose }
    let symptoms = try Vocabulary.shipped().symptoms
    let plan = try ReleasePlan(profile: profile, symptoms: symptoms)
    let folder = try AtomicDirectory(
      path: directory, overwrites: overwrites, marker: ReleaseManifest.fileName)
    let (source, codes) = try await read { study in
      (try study.releaseSource(symptoms: symptoms), try study.sourceCodes())
    }
    let release = try plan.release(of: source)
    let writer = ReleaseWriter(
      release: release, verifier: ExportVerifier(profile: profile, symptoms: symptoms, codes: codes),
      folder: folder)
    let (files, checked) = try writer.writeTables()
    do {
      let report = try await write(reason: purpose) { study in
        let head = try study.lockedAuditHead()
        let warnings = try study.differences(to: release)
        let draft = try writer.finish(
          files, checked, purpose: purpose, head: head, directory: directory, warnings: warnings)
        var report = draft.report
        do {
          report.release = try study.releases.register(release.declaration(draft, purpose: purpose)).number
        } catch let error as RegistryError {
          guard case .dataUseEnded(let participants) = error else { throw error }
          throw ExportRefusal.withdrawnMeanwhile(participants: participants)
        }
        try folder.publish()
        return report
      }
      folder.settle()
      return report
    } catch {
      // Whatever became of the commit: a folder without an entry must not stay; an entry without one does no harm.
      folder.retract()
      throw error
    }
  }
}

extension Study {
  /// The participants whose data may be used, with their histories.
  fileprivate func releaseSource(symptoms: [Symptom]) throws -> ReleaseSource {
    let snapshot = try snapshot(symptoms: symptoms)
    return ReleaseSource(
      subjects: snapshot.people.indices.map { person in
        ReleaseSubject(number: snapshot.people[person].number, history: snapshot.history(of: person))
      },
      symptoms: symptoms, asOf: snapshot.asOf)
  }

  /// The codes by which the studies know their participants, for making sure that none is written.
  fileprivate func sourceCodes() throws -> [String] {
    try run { connection in
      try connection.query("select distinct code from intake.crosswalk").map {
        try $0.value("code", as: String.self)
      }
    }
  }

  /// The audit trail as it stands; nothing is appended by others until the transaction ends.
  ///
  /// Withdrawals take their lock before that of the trail; so must this.
  fileprivate func lockedAuditHead() throws -> ReleaseManifest.Head {
    try run { connection in
      try connection.execute("select pg_advisory_xact_lock(7206512, 3)")
      let row = try connection.query(
        "select next_sequence - 1 as count, encode(previous_hash, 'hex') as hash from audit.head()"
      ).only()
      return ReleaseManifest.Head(count: try row["count"], hash: try row["hash"])
    }
  }

  /// Compares with earlier releases of the same profile: who has both sees who is in one of them alone.
  fileprivate func differences(to release: PlannedRelease) throws -> [String] {
    let profile = release.profile
    return try run { connection in
      try connection.query(
        """
        select r.release_id,
          (select count(*) from release.release_participant p
            where p.release_id = r.release_id and p.participant_id <> all($2)) as removed,
          cardinality($2::bigint[]) - (select count(*) from release.release_participant p
            where p.release_id = r.release_id and p.participant_id = any($2)) as added
        from release.release r where r.profile = $1 order by r.release_id
        """, [profile.name, release.numbers]
      ).compactMap { row in
        let number: Int64 = try row["release_id"]
        let added: Int = try row["added"]
        let removed: Int = try row["removed"]
        guard (1..<profile.k).contains(added) || (1..<profile.k).contains(removed) else { return nil }
        let refusal = ExportRefusal.smallDifference(
          release: number, added: added, removed: removed, k: profile.k)
        if profile.refusesSmallDifferences { throw refusal }
        return
          "release \(number) differs by fewer than \(profile.k) participants; who has both can tell their rows"
      }
    }
  }
}

extension PlannedRelease {
  /// What the register of releases keeps.
  func declaration(_ draft: ReleaseWriter.Draft, purpose: String) -> ReleaseDeclaration {
    ReleaseDeclaration(
      profile: profile.name, purpose: purpose, manifest: draft.manifest, participants: numbers,
      suppressed: anonymised.suppressedRowCount, k: profile.k,
      highestRisk: anonymised.riskAfter.highest?.value ?? 0,
      columns: tables.flatMap { table in
        zip(table.columns, table.roles).compactMap { column, role in
          ReleaseDeclaration.Role(rawValue: role.rawValue).map {
            .init(file: table.file.rawValue, name: column.name, role: $0)
          }
        }
      },
      counts: classCounts.map {
        .init(file: ReleaseFile.participants.rawValue, classKey: $0.key, participants: $0.participants)
      })
  }
}
