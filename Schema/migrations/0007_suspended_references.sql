-- A large import checks the foreign keys of the cohort once for all its rows: row by row they cost more than storing
-- the row. Within its transaction the constraints are dropped and made again, which validates every row, so that a
-- committed state has all of them. Nothing here gives a right to leave one out.
create table intake.suspended_reference (
  table_name text not null,
  constraint_name text not null,
  definition text not null,
  -- Primary keys are made before the foreign keys that need them.
  is_primary boolean not null default false,
  constraint suspended_reference_pkey primary key (table_name, constraint_name)
);

create function intake.refuse_missing_reference() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
  if exists (select from intake.suspended_reference s
    where s.table_name = new.table_name and s.constraint_name = new.constraint_name)
  then
    raise exception 'the foreign keys were suspended and not restored' using errcode = 'integrity_constraint_violation';
  end if;
  return null;
end
$$;
create constraint trigger suspended_reference_restored after insert on intake.suspended_reference
  deferrable initially deferred for each row execute function intake.refuse_missing_reference();

-- False if others use the tables, as the locks are not worth waiting for; nothing is changed then. The key of
-- other versions' answers stays: few rows have any.
create function intake.suspend_references() returns boolean
  language plpgsql security definer set search_path = pg_catalog, pg_temp set lock_timeout = '500ms'
as $$
declare
  found_key record;
begin
  begin
    lock table cohort.participant, cohort.consent, cohort.infection, cohort.vaccination, cohort.response,
      reference.canton, reference.vaccine in access exclusive mode;
  exception when lock_not_available or deadlock_detected then
    return false;
  end;
  for found_key in
    select c.conrelid::regclass::text as table_name, c.conname::text as constraint_name,
      pg_get_constraintdef(c.oid) as definition
    from pg_constraint c join pg_class t on t.oid = c.conrelid
    where c.contype = 'f' and t.relnamespace = 'cohort'::regnamespace and t.relname <> 'other_version_answer'
    order by 1, 2
  loop
    insert into intake.suspended_reference (table_name, constraint_name, definition)
    values (found_key.table_name, found_key.constraint_name, found_key.definition);
    execute format('alter table %s drop constraint %I', found_key.table_name, found_key.constraint_name);
  end loop;
  return true;
end
$$;

-- For the first load of an empty cohort, once the foreign keys are suspended: the primary keys too are made at the end,
-- when each is one sort instead of a search per row, and a repeated key is found then. The tables, which are empty,
-- are given new files, so that rows can be stored as old ones are (COPY … FREEZE), and a server that keeps its log only
-- for itself (wal_level = minimal) need not write them there as well. False, and nothing is changed, where anything is
-- stored.
create function intake.suspend_keys() returns boolean
  language plpgsql security definer set search_path = pg_catalog, pg_temp set lock_timeout = '500ms'
as $$
declare
  found_key record;
begin
  if not exists (select from intake.suspended_reference) then
    return false;
  end if;
  begin
    lock table cohort.other_version_answer, intake.crosswalk in access exclusive mode;
  exception when lock_not_available or deadlock_detected then
    return false;
  end;
  if exists (select from cohort.participant) or exists (select from cohort.consent)
    or exists (select from cohort.infection) or exists (select from cohort.vaccination)
    or exists (select from cohort.response) or exists (select from cohort.other_version_answer)
    or exists (select from intake.crosswalk)
  then
    return false;
  end if;
  for found_key in
    select c.conrelid::regclass::text as table_name, c.conname::text as constraint_name,
      pg_get_constraintdef(c.oid) as definition, c.contype = 'p' as is_primary
    from pg_constraint c join pg_class t on t.oid = c.conrelid
    where (t.relnamespace = 'cohort'::regnamespace or t.oid = 'intake.crosswalk'::regclass)
      and c.contype = case t.relname when 'other_version_answer' then 'f'::"char" else 'p'::"char" end
    order by 4, 1, 2
  loop
    insert into intake.suspended_reference (table_name, constraint_name, definition, is_primary)
    values (found_key.table_name, found_key.constraint_name, found_key.definition, found_key.is_primary);
    execute format('alter table %s drop constraint %I', found_key.table_name, found_key.constraint_name);
  end loop;
  truncate cohort.participant, cohort.consent, cohort.infection, cohort.vaccination, cohort.response,
    cohort.other_version_answer, intake.crosswalk;
  return true;
end
$$;

-- Fails where a row refers to nothing. Only owners may gather statistics; without them the next reader of the many new
-- rows would be planned for a few. A small sample is enough until the server gathers its own.
create function intake.restore_references() returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp set maintenance_work_mem = '128MB'
  set default_statistics_target = 10
as $$
declare
  suspended record;
begin
  for suspended in
    select * from intake.suspended_reference order by is_primary desc, table_name, constraint_name
  loop
    execute format(
      'alter table %s add constraint %I %s', suspended.table_name, suspended.constraint_name, suspended.definition);
  end loop;
  delete from intake.suspended_reference;
  analyze intake.crosswalk;
  analyze cohort.participant (participant_id);
  analyze cohort.infection (participant_id, form, slot);
  analyze cohort.vaccination (participant_id, form, slot);
  analyze cohort.response (participant_id, form, event, instance);
end
$$;

revoke execute on function intake.suspend_references(), intake.suspend_keys(), intake.restore_references(),
  intake.refuse_missing_reference() from public;
grant execute on function intake.suspend_references(), intake.suspend_keys(), intake.restore_references()
  to covalux_writer;
