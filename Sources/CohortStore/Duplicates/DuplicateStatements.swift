/// The SQL by which records of one person are found, over keyed hashes alone.
enum DuplicateStatements {
  /// Stores likenesses; those that changed wait for the next search.
  static let storeLikenesses = """
    with given as (
      select participant_id, matricule, near_matricules::bigint[], birth, swapped_birth, near_births::bigint[],
        named_births::bigint[], family::bigint[], family_alike::bigint[], given::bigint[], given_alike::bigint[],
        contact::bigint[]
      from unnest($1::bigint[], $2::bigint[], $3::text[], $4::bigint[], $5::bigint[], $6::text[], $7::text[],
        $8::text[], $9::text[], $10::text[], $11::text[], $12::text[]) as l (participant_id, matricule,
        near_matricules, birth, swapped_birth, near_births, named_births, family, family_alike, given, given_alike,
        contact)
    ), changed as (
      insert into identity.likeness as l select * from given
      on conflict (participant_id) do update set (matricule, near_matricules, birth, swapped_birth, near_births,
          named_births, family, family_alike, given, given_alike, contact) = (excluded.matricule,
          excluded.near_matricules, excluded.birth, excluded.swapped_birth, excluded.near_births,
          excluded.named_births, excluded.family, excluded.family_alike, excluded.given, excluded.given_alike,
          excluded.contact)
        where l is distinct from excluded
      returning participant_id
    )
    insert into identity.uncompared select participant_id from changed on conflict do nothing
    """

  /// Undecided pairs of records that changed are looked for anew.
  static let forgetStalePairs = ["participant_id", "other_id"].map { side in
    """
    delete from identity.duplicate d using identity.uncompared u
    where d.\(side) = u.participant_id and d.decision is null
    """
  }

  /// A digest of what a pair is judged by, of the likenesses `a` and `b`.
  static let facts = """
    md5(concat_ws('|', a.matricule, a.birth, a.family, a.given, a.contact, b.matricule, b.birth, b.family, b.given,
      b.contact))::uuid
    """

  /// How the birth dates of a pair are alike, the strongest way first, with points and words.
  private static let births: [(points: Int, words: String)] = [
    (40, "same birth date"), (30, "day and month of birth exchanged"),
    (30, "digits of the birth date transposed"),
    (25, "birth dates differ in one digit"),
  ]
  /// Pairs with fewer points are not worth a look.
  static let leastScore = 50

  /// Holds what changed against everything, and puts likely pairs into the queue.
  ///
  /// Two records meet if birth date or matricule is the same or one slip away; only then are names held together. The
  /// points are those of evidence for and against, and say no more than in which order to look.
  static let search = """
    insert into identity.duplicate as d (participant_id, other_id, score, reasons, facts)
    with fresh as materialized (
      select l.* from identity.likeness l join identity.uncompared using (participant_id)
    ), meeting (participant_id, other_id, kind) as (
      select f.participant_id, o.participant_id, 0 from fresh f join identity.likeness o on o.birth = f.birth
      union all
      select f.participant_id, o.participant_id, 1 from fresh f join identity.likeness o on o.birth = f.swapped_birth
      union all
      select f.participant_id, o.participant_id, 2
      from (select participant_id, unnest(near_births) as birth from fresh) f join identity.likeness o using (birth)
      union all
      select f.participant_id, o.participant_id, 3
      from (select participant_id, unnest(named_births) as named from fresh) f
        join (select participant_id, unnest(named_births) as named from identity.likeness) o using (named)
      union all
      select f.participant_id, o.participant_id, 4 from fresh f join identity.likeness o on o.matricule = f.matricule
      union all
      select f.participant_id, o.participant_id, 5
      from (select participant_id, unnest(near_matricules) as matricule from fresh) f
        join identity.likeness o using (matricule)
    ), pair as (
      select least(participant_id, other_id) as participant_id, greatest(participant_id, other_id) as other_id,
        min(kind) filter (where kind < \(births.count)) as birth, bool_or(kind = 4) as has_same_matricule,
        bool_or(kind = 5) as has_near_matricule
      from meeting where participant_id <> other_id group by 1, 2
    ), compared as (
      select p.*, a.matricule <> b.matricule as has_other_matricule, a.contact && b.contact as has_same_contact,
        case when a.family = '{}' or b.family = '{}' then null when a.family = b.family then 2
          when a.family_alike && b.family_alike then 1 else 0 end as family,
        case when a.given = '{}' or b.given = '{}' then null when a.given = b.given then 2
          when a.given_alike && b.given_alike then 1 else 0 end as given,
        a.family_alike && b.given_alike and a.given_alike && b.family_alike as may_be_exchanged, \(facts) as facts
      from pair p join identity.likeness a using (participant_id)
        join identity.likeness b on b.participant_id = p.other_id
    ), judged as (
      select *, may_be_exchanged and coalesce(least(family, given), 0) = 0 as are_exchanged from compared
    ), scored as (
      select *, coalesce((array[\(births.map { "\($0.points)" }.joined(separator: ", "))])[birth + 1], 0)
        + case when are_exchanged then 45 else coalesce((array[-20, 22, 30])[family + 1], 0)
          + coalesce((array[-15, 18, 25])[given + 1], 0) end
        + case when has_same_matricule then 75 when has_near_matricule then 40 when has_other_matricule then -30
          else 0 end
        + case when has_same_contact then 20 else 0 end as points
      from judged
    )
    select participant_id, other_id, least(points, 99),
      array_remove(array[
        case when has_same_matricule then 'same matricule' when has_near_matricule then 'digits of the matricule transposed'
          when has_other_matricule then 'matricules differ' end,
        (array[\(births.map { "'\($0.words)'" }.joined(separator: ", "))])[birth + 1],
        case when birth is null then 'birth dates differ or are unknown' end,
        case when are_exchanged then 'family and given names exchanged' end,
        case when not are_exchanged then (array['family names differ', 'family names alike', 'same family name'])[family + 1] end,
        case when not are_exchanged then (array['given names differ', 'given names alike', 'same given name'])[given + 1] end,
        case when has_same_contact then 'same e-mail or telephone' end], null),
      facts
    from scored where points >= \(leastScore)
    on conflict (participant_id, other_id) do update
      set score = excluded.score, reasons = excluded.reasons, facts = excluded.facts
    """

  /// Whether a pair waits for a decision: nobody made one, or what it was made upon has changed.
  static let isOpen = "(d.decision is null or d.facts is distinct from d.decided_facts)"
}
