import CohortTesting
import Postgres
import Testing

/// The rules that let the tables of `cohort` be distributed by participant.
@Suite(.freshDatabase)
struct SchemaShapeTests {
  static let keysWithoutParticipant = """
    select c.conname::text from pg_constraint c join pg_class t on t.oid = c.conrelid
      join pg_namespace n on n.oid = t.relnamespace
    where n.nspname = 'cohort' and c.contype in ('p', 'u', 'x') and (
      select attname from pg_attribute where attrelid = c.conrelid and attnum = c.conkey[1]) <> 'participant_id'
    """
  static let indexesWithoutParticipant = """
    select i.indexrelid::regclass::text from pg_index i join pg_class t on t.oid = i.indrelid
      join pg_namespace n on n.oid = t.relnamespace
    where n.nspname = 'cohort' and i.indisunique and (
      select attname from pg_attribute where attrelid = t.oid and attnum = i.indkey[0]) is distinct from 'participant_id'
    """
  static let referencesWithoutParticipant = """
    select c.conname::text from pg_constraint c join pg_class t on t.oid = c.conrelid
      join pg_namespace n on n.oid = t.relnamespace join pg_class r on r.oid = c.confrelid
      join pg_namespace rn on rn.oid = r.relnamespace
    where c.contype = 'f' and n.nspname = 'cohort' and rn.nspname = 'cohort' and (
      select attname from pg_attribute where attrelid = c.conrelid and attnum = c.conkey[1]) <> 'participant_id'
    """
  static let referencesToOtherRooms = """
    select c.conname::text from pg_constraint c join pg_class t on t.oid = c.conrelid
      join pg_namespace n on n.oid = t.relnamespace join pg_class r on r.oid = c.confrelid
      join pg_namespace rn on rn.oid = r.relnamespace
    where c.contype = 'f' and n.nspname = 'cohort' and rn.nspname not in ('cohort', 'reference')
    """
  static let triggers = """
    select t.tgname::text from pg_trigger t join pg_class c on c.oid = t.tgrelid
      join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'cohort' and not t.tgisinternal
    """

  @Test(arguments: [
    keysWithoutParticipant, indexesWithoutParticipant, referencesWithoutParticipant, referencesToOtherRooms,
    triggers,
  ])
  func `the participant leads every key and nothing refers out`(question: String) throws {
    var connection = try TestCohort.connect()
    let found = try connection.query(question).map { row -> String in try row[0] }
    #expect(found.isEmpty)
  }

  @Test func `the questions find a table that breaks the rules`() throws {
    var connection = try TestCohort.connect()
    try connection.execute(
      """
      create table cohort.wrong (number integer primary key, participant_id bigint references cohort.participant,
        batch_id bigint references intake.batch)
      """)
    #expect(try connection.query(Self.keysWithoutParticipant).count == 1)
    #expect(try connection.query(Self.indexesWithoutParticipant).count == 1)
    #expect(try connection.query(Self.referencesToOtherRooms).count == 1)
  }

  @Test func `no function runs with its owner's rights and another's search path`() throws {
    var connection = try TestCohort.connect()
    let found = try connection.query(
      """
      select p.proname::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where n.nspname in ('audit', 'cohort', 'intake', 'identity', 'release', 'reference') and p.prosecdef
        and (not exists (select from unnest(p.proconfig) c where c like 'search_path=pg_catalog,%pg_temp')
          or has_function_privilege('public', p.oid, 'execute'))
      """
    ).map { row -> String in try row[0] }
    #expect(found.isEmpty)
  }

  @Test func `every symptom of the reference list has its column`() throws {
    var connection = try TestCohort.connect()
    let missing = try connection.query(
      """
      select replace(id, '-', '_') from reference.symptom except select attname::text from pg_attribute
        where attrelid = 'cohort.response'::regclass
      """)
    #expect(missing.isEmpty)
  }
}
