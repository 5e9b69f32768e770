-- Append-only and chained: hash n is an HMAC over hash n-1 and the entry, under a key outside the database. The
-- tool's roles may only append, through the function.
create schema audit;
grant usage on schema audit to covalux_writer, covalux_reader, covalux_identity, covalux_auditor;

create table audit.event (
  sequence bigint not null constraint event_sequence_positive check (sequence >= 1),
  at text not null,
  actor text not null,
  kind text not null,
  reason text not null,
  participant_id bigint,
  detail text not null,
  hash bytea not null constraint event_hash_length check (length(hash) = 32),
  constraint event_pkey primary key (sequence)
);
create index event_participant on audit.event (participant_id) where participant_id is not null;
grant select on audit.event to covalux_auditor;

-- The place where the next entry goes: takes the chain's lock until the transaction ends.
create function audit.head()
  returns table (next_sequence bigint, previous_hash bytea, at text)
  language plpgsql security definer set search_path = pg_catalog, audit, pg_temp
as $$
begin
  perform pg_catalog.pg_advisory_xact_lock(7206512, 4);
  return query
    select coalesce(max(e.sequence), 0) + 1,
      coalesce((select l.hash from audit.event l order by l.sequence desc limit 1),
        pg_catalog.decode(pg_catalog.repeat('00', 32), 'hex')),
      pg_catalog.to_char(pg_catalog.clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
    from audit.event e;
end
$$;

create function audit.append(
  new_sequence bigint, new_at text, new_actor text, new_kind text, new_reason text,
  new_participant_id bigint, new_detail text, new_hash bytea
)
  returns void
  language plpgsql security definer set search_path = pg_catalog, audit, pg_temp
as $$
begin
  insert into audit.event (sequence, at, actor, kind, reason, participant_id, detail, hash)
  values (new_sequence, new_at, new_actor, new_kind, new_reason, new_participant_id, new_detail, new_hash);
end
$$;

create function audit.refuse_change() returns trigger
  language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
  raise exception 'the audit trail is append-only' using errcode = 'insufficient_privilege';
end
$$;
create trigger event_append_only before update or delete or truncate on audit.event
  for each statement execute function audit.refuse_change();

-- A keyed hash of a constant for each key of the installation, so that another key is noticed before it is used.
create table audit.key_check (
  purpose text not null,
  key_version smallint not null,
  value bytea not null,
  constraint key_check_pkey primary key (purpose, key_version)
);
grant select on audit.key_check to covalux_writer, covalux_reader, covalux_identity, covalux_auditor;
grant insert on audit.key_check to covalux_writer;

revoke all on function audit.head(), audit.refuse_change(),
  audit.append(bigint, text, text, text, text, bigint, text, bytea) from public;
grant execute on function audit.head(),
  audit.append(bigint, text, text, text, text, bigint, text, bytea)
  to covalux_writer, covalux_reader, covalux_identity, covalux_auditor;
