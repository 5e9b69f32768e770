-- The only place that says who a participant is. Identifiers are sealed by the tool before they get here; the
-- keyed hash of the matricule serves to recognise a person and cannot be reversed without the key.
create schema identity;
grant usage on schema identity to covalux_identity;

create table identity.person (
  participant_id bigint not null,
  sealed bytea not null,
  matricule_hash bytea,
  key_version smallint not null,
  constraint person_pkey primary key (participant_id)
);
create index person_matricule_hash on identity.person (matricule_hash);
grant select, insert, update, delete on identity.person to covalux_identity;

-- Keyed hashes by which records of one person are found without reading what is sealed. Spellings that one would take
-- for the same share a hash: words that sound alike or are one slip away, day and month exchanged, digits transposed.
create table identity.likeness (
  participant_id bigint not null,
  matricule bigint,
  near_matricules bigint[] not null,
  birth bigint,
  swapped_birth bigint,
  near_births bigint[] not null,
  named_births bigint[] not null,
  family bigint[] not null,
  family_alike bigint[] not null,
  given bigint[] not null,
  given_alike bigint[] not null,
  contact bigint[] not null,
  constraint likeness_pkey primary key (participant_id),
  constraint likeness_person_known foreign key (participant_id) references identity.person on delete cascade
);
create index likeness_birth on identity.likeness (birth);
create index likeness_matricule on identity.likeness (matricule);

-- Those that no search has seen since their hashes changed.
create table identity.uncompared (
  participant_id bigint not null,
  constraint uncompared_pkey primary key (participant_id),
  constraint uncompared_likeness_known foreign key (participant_id) references identity.likeness on delete cascade
);

-- Pairs that may be one person, the lower number first, and what was decided about them. A decision holds while the
-- facts are those that it was made upon: a digest of both records' hashes.
create table identity.duplicate (
  participant_id bigint not null,
  other_id bigint not null,
  score smallint not null,
  reasons text[] not null,
  facts uuid,
  found_at timestamptz not null default clock_timestamp(),
  decision text constraint duplicate_decision_known check (decision in ('same', 'different')),
  decision_reason text,
  decided_at timestamptz,
  decided_facts uuid,
  constraint duplicate_pkey primary key (participant_id, other_id),
  constraint duplicate_lower_number_first check (participant_id < other_id)
);
create index duplicate_other on identity.duplicate (other_id);

grant select, insert, update, delete on identity.likeness, identity.uncompared, identity.duplicate
  to covalux_identity;
