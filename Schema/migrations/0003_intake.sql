-- What was imported when, from which file, by whom and why; and which code of which study is which participant.
create schema intake;
grant usage on schema intake to covalux_writer, covalux_reader, covalux_auditor;

create table intake.crosswalk (
  study text not null,
  code text not null,
  participant_id bigint not null,
  constraint crosswalk_pkey primary key (study, code)
);
create index crosswalk_participant on intake.crosswalk (participant_id);

-- Codes of erased participants, as a keyed hash: their rows stay refused.
create table intake.erased_code (
  study text not null,
  code_hash bytea not null,
  erased_at timestamptz not null default now(),
  constraint erased_code_pkey primary key (study, code_hash)
);

create table intake.batch (
  batch_id bigint generated always as identity primary key,
  started_at timestamptz not null,
  finished_at timestamptz not null default clock_timestamp(),
  study text not null,
  form text not null,
  questionnaire_id integer not null references reference.questionnaire,
  vocabulary_digest bytea not null,
  file_name text not null,
  file_sha256 bytea not null,
  file_bytes bigint not null,
  rows_read bigint not null,
  rows_new bigint not null,
  rows_changed bigint not null,
  rows_same bigint not null,
  rows_rejected bigint not null,
  cells_changed bigint not null default 0,
  reason text,
  constraint batch_rows_add_up
    check (rows_read = rows_new + rows_changed + rows_same + rows_rejected)
);
create index batch_file on intake.batch (file_sha256);

-- Batches that were taken back. What they had changed stays sealed as it was.
create table intake.undone_batch (
  batch_id bigint not null references intake.batch,
  undone_at timestamptz not null default clock_timestamp(),
  reason text not null,
  constraint undone_batch_pkey primary key (batch_id)
);

create table intake.finding (
  batch_id bigint not null references intake.batch deferrable initially deferred,
  rule text not null,
  severity text not null constraint finding_severity_known check (severity in ('error', 'warning', 'note')),
  column_name text not null,
  occurrences bigint not null,
  first_line bigint not null,
  constraint finding_pkey primary key (batch_id, rule, severity, column_name)
);

-- Old and new value of every cell that an import or a correction changed, sealed with a key that is not in the
-- database.
create table intake.changed_cell (
  change_id bigint generated always as identity primary key,
  batch_id bigint references intake.batch deferrable initially deferred,
  participant_id bigint not null,
  table_name text not null,
  row_key text not null,
  column_name text not null,
  sealed bytea not null
);
create index changed_cell_participant on intake.changed_cell (participant_id);

-- Participants who were found to be one person, while that stands: their codes lead to participant_id, and what they had
-- stored is that participant's. Changed cells, entries of the audit trail and releases from before keep absorbed_id.
create table intake.person_merge (
  participant_id bigint not null,
  merge_id bigint generated always as identity,
  absorbed_id bigint not null,
  merged_at timestamptz not null default clock_timestamp(),
  reason text not null,
  last_batch bigint not null,
  last_change bigint not null,
  last_release bigint not null,
  constraint person_merge_pkey primary key (participant_id, merge_id)
);
create index person_merge_absorbed on intake.person_merge (absorbed_id);

-- Where each row of the two went: it stayed or was moved as it was, or two rows of one key were combined. Of combined rows
-- both are kept as they were, sealed, with the columns that were taken from the absorbed one.
create table intake.person_merge_row (
  participant_id bigint not null,
  merge_id bigint not null,
  table_name text not null,
  row_key text not null,
  fate text not null constraint person_merge_row_fate_known check (fate in ('stayed', 'moved', 'combined')),
  digest uuid,
  taken_columns text[],
  sealed bytea,
  constraint person_merge_row_pkey primary key (participant_id, merge_id, table_name, row_key),
  constraint person_merge_row_merge_known foreign key (participant_id, merge_id)
    references intake.person_merge on delete cascade
);

grant select on intake.batch, intake.undone_batch, intake.finding, intake.crosswalk, intake.person_merge
  to covalux_reader;
grant select on intake.batch, intake.undone_batch, intake.finding to covalux_auditor;
grant select, insert on all tables in schema intake to covalux_writer;
grant usage on all sequences in schema intake to covalux_writer;
grant delete on intake.crosswalk, intake.changed_cell, intake.person_merge, intake.person_merge_row to covalux_writer;
grant update on intake.crosswalk to covalux_writer;
