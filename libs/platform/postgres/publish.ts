import { PUBLISHED, UNIT_SETTING } from './roles.js'

/** A table, or a view of an app's own, that others may read through the schema `published`. */
export interface Publication {
  /** The publishing app: the view is `published.<app>_<name>`. */
  app: string
  name: string
  columns: readonly string[]
  /** Columns that the console does not read: contents of messages. The operator reads all. */
  notConsole?: readonly string[]
  /** Apps that read it besides the console and the operator. */
  also?: readonly string[]
}

/** SQL for a migration of the app: the view, owned by the app and so reading with its rights, and who may read it. */
export function publish({ app, name, columns, notConsole = [], also = [] }: Publication): string {
  const view = `${PUBLISHED}.${app}_${name}`
  const shown = columns.filter((column) => !notConsole.includes(column))
  const console = notConsole.length === 0 ? 'select' : `select (${shown.join(', ')})`
  return `create view ${view} as select ${columns.join(', ')} from ${name};
    grant select on ${view} to ${['operator', ...also].join(', ')};
    grant ${console} on ${view} to console;
  `
}

/** SQL for a later migration of the app: the console reads these columns of what was published no longer. */
export function withholdFromConsole(app: string, name: string, columns: readonly string[]): string {
  const view = `${PUBLISHED}.${app}_${name}`
  return `do $$
    begin
      revoke select on ${view} from console;
      execute (select format('grant select (%s) on ${view} to console', string_agg(quote_ident(attname), ', '))
        from pg_attribute where attrelid = '${view}'::regclass and attnum > 0
          and attname <> all ('{${columns.join(',')}}'));
    end $$;
  `
}

/** SQL for a later migration of the app: of what was published the console reads these columns, and no others. */
export function consoleReads(app: string, name: string, columns: readonly string[]): string {
  const view = `${PUBLISHED}.${app}_${name}`
  const given = columns.length === 0 ? '' : `grant select (${columns.join(', ')}) on ${view} to console;`
  return `revoke select on ${view} from console; ${given}
  `
}

/** Rows of a table that each belong to one unit. */
export interface UnitPublication {
  app: string
  table: string
  /** The view is `published.unit_<name>`. */
  name: string
  /** The column that names the unit. */
  unit: string
  columns: readonly string[]
}

/**
 * SQL for a migration: a view of the rows of those units alone that the session names in `interlock.unit`; of none where it
 * names none. Row security on the table binds the view's owner, `<app>_by_unit`; the app itself owns the table and is not
 * bound, so the hot path pays nothing.
 */
export function publishByUnit({ app, table, name, unit, columns }: UnitPublication): string {
  const owner = `${app}_by_unit`
  const view = `${PUBLISHED}.unit_${name}`
  return `alter table ${table} enable row level security;
    grant usage on schema ${app} to ${owner};
    grant select on ${table} to ${owner};
    create policy of_unit on ${table} for select to ${owner}
      using (${unit} = any (string_to_array(current_setting('${UNIT_SETTING}', true), ' ')));
    create view ${view} as select ${columns.join(', ')} from ${table};
    grant select on ${view} to console, operator;
    alter view ${view} owner to ${owner};
  `
}
