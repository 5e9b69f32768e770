-- Vocabularies and questionnaires: data that Schema/ carries, readable by everyone who may read anything.
create schema reference;
grant usage on schema reference to covalux_writer, covalux_reader, covalux_auditor;
alter default privileges in schema reference grant select on tables to covalux_writer, covalux_reader;

create table reference.symptom (
  id text primary key,
  label_en text not null,
  label_fr text,
  label_de text,
  domain text not null,
  predi_covid_daily text,
  predi_covid_month12 text,
  isaric text,
  source text not null
);

create table reference.vaccine (
  id text primary key,
  name text not null,
  inn text,
  holder text,
  platform text,
  eu_number text,
  authorised date,
  atc text,
  snomed text,
  primary_doses smallint,
  interval_days smallint,
  source text not null
);

create table reference.vaccine_strain (
  id text primary key,
  name text not null,
  source text not null
);

create table reference.vaccine_synonym (
  synonym text primary key,
  vaccine text not null references reference.vaccine,
  strain text references reference.vaccine_strain,
  source text not null
);

create table reference.vaccine_approval (
  vaccine text not null references reference.vaccine,
  strain text not null references reference.vaccine_strain,
  approved date not null,
  precision text not null,
  basis text not null,
  source text not null,
  constraint vaccine_approval_pkey primary key (vaccine, strain)
);

create table reference.variant_period (
  id text primary key,
  name text not null,
  first_day date,
  last_day date,
  is_mixed boolean not null,
  source text not null
);

create table reference.canton (
  id text primary key,
  name text not null,
  name_de text not null,
  region text not null,
  population_2021 integer not null,
  source text not null
);

create table reference.event (
  id text primary key,
  label text not null,
  month smallint,
  day_offset integer,
  window_before smallint,
  window_after smallint,
  source text not null
);

create table reference.recover_weights (
  score text not null,
  item text not null,
  symptom text not null references reference.symptom,
  points smallint not null,
  minimum_severity text,
  instrument_item text,
  instrument_minimum text,
  source text not null,
  constraint recover_weights_pkey primary key (score, item, symptom)
);

-- An intercept has no level.
create table reference.eq5d_value_set (
  value_set text not null,
  dimension text not null,
  level smallint,
  coefficient double precision not null,
  source text not null,
  constraint eq5d_value_set_unique unique nulls not distinct (value_set, dimension, level)
);

-- One row per questionnaire version that has been used to import; the text is what was used.
create table reference.questionnaire (
  questionnaire_id integer generated always as identity primary key,
  name text not null,
  version integer not null,
  sha256 bytea not null,
  definition text not null,
  recorded_at timestamptz not null default now(),
  constraint questionnaire_name_version_sha256_unique unique (name, version, sha256)
);

-- The questions without a concept of the model: the place of their answers in cohort.answer.
create table reference.question (
  questionnaire_id integer not null references reference.questionnaire,
  kind text not null constraint question_kind_known check (kind in ('coded', 'number', 'date', 'text')),
  place smallint not null,
  name text not null,
  label text not null,
  codes jsonb not null default '{}',
  is_identifying boolean not null default false,
  is_exportable boolean not null default true,
  primary key (questionnaire_id, name)
);
grant insert on reference.questionnaire, reference.question to covalux_writer;
