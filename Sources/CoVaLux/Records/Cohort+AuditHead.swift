public import CohortStore

extension Cohort {
  /// Checks the whole audit trail, and that one of its entries is the head that was noted elsewhere.
  ///
  /// - Parameters:
  ///   - count: Number of entries when the head was noted.
  ///   - hash: Hash of the last of them in hexadecimal digits.
  /// - Returns: The head as it is now, and every defect.
  /// - Throws: `PostgresError`.
  public func verifyAudit(
    notedCount count: Int64, hash: String
  ) async throws -> (head: AuditHead, defects: [AuditTrail.Defect]) {
    var (head, defects) = try await verifyAudit()
    let zeros = String(repeating: "0", count: 64)
    var found = count == 0 ? zeros : ""
    if count > 0, count <= head.count {
      let entries = try await auditEvents(limit: Int(head.count - count) + 1)
      found = entries.first { $0.sequence == count }?.hash.hexadecimalText ?? ""
    }
    if found != hash.lowercased() { defects.append(.headMissing(expected: count, found: head.count)) }
    return (head, defects)
  }
}
