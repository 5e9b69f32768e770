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
