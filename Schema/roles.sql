-- Roles belong to the whole server, so this runs at every migration, as whoever migrates, before the numbered
-- scripts. None of them can log in: the tool logs in as the user's own role (`covalux` on the private server)
-- and takes on the one that its command needs.
do $$
declare
  wanted text;
begin
  foreach wanted in array array[
    'covalux_owner', 'covalux_writer', 'covalux_reader', 'covalux_identity', 'covalux_auditor'
  ] loop
    begin
      if not exists (select from pg_catalog.pg_roles where rolname = wanted) then
        execute pg_catalog.format('create role %I nologin', wanted);
      end if;
    exception when duplicate_object or unique_violation then
      null; -- another migration made it at the same moment
    end;
  end loop;
  begin
    execute pg_catalog.format('grant create on database %I to covalux_owner', pg_catalog.current_database());
    execute 'grant covalux_owner to current_user';
  exception when others then
    null; -- current_user is a superuser or a member already; the scripts say what is really missing
  end;
end
$$;
