public import Postgres

/// The cohort inside one transaction: what ``Cohort/write(reason:_:)`` and ``Cohort/read(_:)`` lend.
///
/// It is of no use after the call that lent it.
public final class Study {
  private struct WaitingEvent {
    let kind: String
    let reason: String
    let participant: Int64?
    let detail: String
  }

  let keys: KeyRing
  /// Why things are changed, unless a call says it itself; nil while reading.
  private let reason: String?
  private let audit: AuditTrail
  private var connection: Connection?
  private var waiting: [WaitingEvent] = []

  init(connection: consuming Connection, keys: KeyRing, audit: AuditTrail, reason: String?) {
    self.connection = consume connection
    self.keys = keys
    self.audit = audit
    self.reason = reason
  }

  /// Participants: enrolment, correction, erasure.
  public var participants: Participants { Participants(study: self) }
  /// Consent and its withdrawal.
  public var consent: ConsentRegister { ConsentRegister(study: self) }
  /// Reports of doses.
  public var vaccinations: Vaccinations { Vaccinations(study: self) }
  /// Reports of infections.
  public var infections: Infections { Infections(study: self) }
  /// Follow-ups and when they are due.
  public var followUps: FollowUps { FollowUps(study: self) }
  /// Pairs of participants who may be one person.
  public var duplicates: Duplicates { Duplicates(study: self) }
  /// Imported batches.
  public var batches: Batches { Batches(study: self) }
  /// Data sets that left the house.
  public var releases: Releases { Releases(study: self) }

  /// Lends the connection of the transaction, for questions that no registry answers.
  public func run<Value>(_ body: (inout Connection) throws -> Value) throws -> Value {
    guard var lent = connection.take() else { throw RegistryError.notLent }
    do {
      let value = try body(&lent)
      connection = consume lent
      return value
    } catch {
      connection = consume lent
      throw error
    }
  }

  /// Runs a change of which nothing stays if it throws, so that the caller may catch the error and go on.
  func change<Value>(_ body: (inout Connection) throws -> Value) throws -> Value {
    guard reason != nil else { throw RegistryError.readOnly }
    let count = waiting.count
    do {
      return try run { connection in try connection.transaction { connection in try body(&connection) } }
    } catch {
      waiting.removeLast(waiting.count - count)
      throw error
    }
  }

  /// Notes an entry for the audit trail.
  ///
  /// Entries are appended at the end, as appending holds the lock of the trail until the transaction ends.
  func note(
    _ kind: String, reason: String? = nil, participant: Int64? = nil, _ detail: AuditDetail = AuditDetail()
  ) {
    waiting.append(
      WaitingEvent(
        kind: kind, reason: reason ?? self.reason ?? "", participant: participant, detail: detail.text))
  }

  /// Appends the entries noted so far; returns the head after the last of them.
  @discardableResult
  func appendNotedEvents(on connection: inout Connection) throws -> AuditHead? {
    var head: AuditHead?
    for event in waiting {
      head = try audit.append(
        event.kind, reason: event.reason, participant: event.participant, detail: event.detail,
        on: &connection)
    }
    waiting.removeAll()
    return head
  }

  /// Gives the connection back to whoever lent it.
  func giveBack() -> Connection {
    guard let connection = connection.take() else {
      preconditionFailure("the connection is put back after every call")
    }
    return connection
  }
}
