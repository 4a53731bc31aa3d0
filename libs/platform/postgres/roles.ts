import type { Client as PgClient } from 'pg'

/** Who logs in to the database, and what for. */
export interface DatabaseRoles {
  /** Each has a login of its name and owns a schema of its name; it publishes views, and reads those given to it. */
  apps: readonly string[]
  /** Apps that publish rows by unit: a role `<app>_by_unit` without login owns those views, so that row security binds it. */
  byUnit: readonly string[]
  /** Logins that own nothing and read what is published. */
  readers: readonly string[]
}

/** The schema of views that apps publish for each other, for the console and for the operator. */
export const PUBLISHED = 'published'

/** The setting that names, for one session, whose rows the views by unit show: unit ids with a space between; unset: none. */
export const UNIT_SETTING = 'interlock.unit'

/** Takes turns, so that two that prepare one cluster at once do not meet in its catalogue. */
const TURN = `select pg_advisory_xact_lock(hashtext('interlock roles'))`

export const loginsOf = ({ apps, readers }: DatabaseRoles): string[] => [...new Set([...apps, ...readers])]

/** Statements, once a cluster: makes the roles that are missing. Passwords are set apart. */
export function rolesSql(roles: DatabaseRoles): string[] {
  const logins = loginsOf(roles).map((role) => makeRole(role, 'login'))
  const groups = roles.byUnit.flatMap((app) => [
    makeRole(`${app}_by_unit`, 'nologin'),
    `grant "${app}_by_unit" to "${app}" with inherit false, set true`,
  ])
  return [...logins, ...groups]
}

/** Statements, once a database: who may connect, which schema is whose, and who may publish. Idempotent. */
export function databaseSql(roles: DatabaseRoles, database: string): string[] {
  const logins = quoted(loginsOf(roles))
  const publishers = quoted([...roles.apps, ...roles.byUnit.map((app) => `${app}_by_unit`)])
  return [
    `revoke connect, temporary on database "${database}" from public`,
    `grant connect on database "${database}" to ${logins}`,
    `revoke create on schema public from public`,
    `create schema if not exists ${PUBLISHED}`,
    `grant usage on schema ${PUBLISHED} to ${logins}`,
    `grant usage, create on schema ${PUBLISHED} to ${publishers}`,
    ...roles.apps.flatMap((app) => [
      `create schema if not exists "${app}" authorization "${app}"`,
      `alter schema "${app}" owner to "${app}"`,
    ]),
    takeOver(roles.apps),
  ]
}

/** Prepares a database for the apps, once the roles are there. The client is an administrator's, connected to that database. */
export async function prepareDatabase(client: Pick<PgClient, 'query'>, roles: DatabaseRoles): Promise<void> {
  const { rows } = await client.query<{ name: string }>('select current_database() as name')
  await inOne(client, databaseSql(roles, rows[0]!.name))
}

/** Makes the roles of a cluster; sets the passwords of `all`, or of those just made. */
export async function prepareRoles(
  client: Pick<PgClient, 'query'>,
  roles: DatabaseRoles,
  passwordOf: (role: string) => string,
  sets: 'all' | 'missing',
): Promise<void> {
  const { rows } = await client.query<{ rolname: string }>('select rolname from pg_roles')
  const there = new Set(rows.map(({ rolname }) => rolname))
  const logins = loginsOf(roles)
  const isComplete = [...logins, ...roles.byUnit.map((app) => `${app}_by_unit`)].every((role) =>
    there.has(role),
  )
  if (isComplete && sets === 'missing') return
  const due = logins.filter((role) => sets === 'all' || !there.has(role))
  await inOne(client, [
    TURN,
    ...rolesSql(roles),
    ...due.map((role) => `alter role "${role}" password '${passwordOf(role).replaceAll("'", "''")}'`),
  ])
}

/** Several statements are one transaction of the simple protocol: all or none, and one round trip. */
async function inOne(client: Pick<PgClient, 'query'>, statements: readonly string[]): Promise<void> {
  await client.query(`${statements.join(';\n')};`)
}

function makeRole(role: string, kind: 'login' | 'nologin'): string {
  return `do $do$ begin
  if not exists (select from pg_roles where rolname = '${role}') then
    create role "${role}" ${kind} nosuperuser nocreatedb nocreaterole noinherit;
  end if;
end $do$`
}

/** What an earlier version made as the administrator becomes its app's own. */
function takeOver(apps: readonly string[]): string {
  return `do $do$ declare o record; begin
  for o in select c.oid::regclass as name, case c.relkind when 'v' then 'view' when 'S' then 'sequence' else 'table' end as kind,
      n.nspname as app
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in (${apps.map((app) => `'${app}'`).join(', ')}) and c.relkind in ('r', 'p', 'v', 'S')
      and pg_get_userbyid(c.relowner) <> n.nspname
      and not exists (select from pg_depend d where d.objid = c.oid and d.deptype in ('a', 'i') and c.relkind = 'S')
  loop execute format('alter %s %s owner to %I', o.kind, o.name, o.app); end loop;
  for o in select p.oid::regprocedure as name, n.nspname as app from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname in (${apps.map((app) => `'${app}'`).join(', ')}) and pg_get_userbyid(p.proowner) <> n.nspname
  loop execute format('alter function %s owner to %I', o.name, o.app); end loop;
end $do$`
}

const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ')
