-- Every data set that left the house: what it held and what was said about it. The link from a participant to a
-- release's own ids is never stored; who was in it is known by participant number alone, for recall.
create schema release;
grant usage on schema release to covalux_writer, covalux_reader, covalux_auditor;

create table release.release (
  release_id bigint generated always as identity primary key,
  released_at timestamptz not null default clock_timestamp(),
  profile text not null,
  purpose text not null,
  manifest_sha256 bytea not null,
  manifest jsonb not null,
  participants bigint not null,
  suppressed bigint not null,
  k integer not null,
  highest_risk double precision not null
);

create table release.release_participant (
  participant_id bigint not null,
  release_id bigint not null references release.release,
  constraint release_participant_pkey primary key (participant_id, release_id)
);

create table release.column_class (
  release_id bigint not null references release.release,
  file_name text not null,
  column_name text not null,
  role text not null constraint column_class_role_known
    check (role in ('identifier', 'quasi-identifier', 'sensitive', 'insensitive')),
  constraint column_class_pkey primary key (release_id, file_name, column_name)
);

create table release.published_count (
  release_id bigint not null references release.release,
  file_name text not null,
  class_key text not null,
  participants bigint not null,
  constraint published_count_pkey primary key (release_id, file_name, class_key)
);

grant select on all tables in schema release to covalux_reader, covalux_auditor;
grant select, insert on all tables in schema release to covalux_writer;
grant delete on release.release_participant to covalux_writer;
