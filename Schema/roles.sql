-- Roles belong to the whole server, so this runs at every migration, as whoever migrates, before the numbered
-- scripts. `covalux` is the role that the tool logs in as on servers that know the user by other means than a
-- password; it inherits nothing and takes on the one role that its command needs. On a server of one's own any
-- login role may be made a member of the four instead.
do $$
declare
  wanted text;
begin
  foreach wanted in array array[
    'covalux_owner', 'covalux_writer', 'covalux_reader', 'covalux_identity', 'covalux_auditor', 'covalux'
  ] loop
    begin
      if not exists (select from pg_catalog.pg_roles where rolname = wanted) then
        execute pg_catalog.format(
          'create role %I %s', wanted, case wanted when 'covalux' then 'login noinherit' else 'nologin' end);
      end if;
    exception when duplicate_object or unique_violation then
      null; -- another migration made it at the same moment
    end;
  end loop;
  begin
    if not pg_catalog.pg_has_role('covalux', 'covalux_auditor', 'member') then
      grant covalux_writer, covalux_reader, covalux_identity, covalux_auditor to covalux;
    end if;
    execute pg_catalog.format('grant create, connect, temporary on database %I to covalux_owner',
      pg_catalog.current_database());
    execute pg_catalog.format('grant connect, temporary on database %I to covalux, covalux_writer',
      pg_catalog.current_database());
    if not (select rolsuper from pg_catalog.pg_roles where rolname = current_user) then
      execute 'grant covalux_owner, covalux_writer, covalux_reader, covalux_identity, covalux_auditor to current_user';
    end if;
  exception when insufficient_privilege or unique_violation then
    null; -- somebody else set this up already, or did it just now; the scripts say what is really missing
  end;
end
$$;
