import pg from 'pg'
import type { MigrationInterface } from 'typeorm'

export type Migration = new () => MigrationInterface

/**
 * Brings one app's schema up to date. Safe to run by several processes at once: they take turns.
 * Class names end in a 13-digit number, which is the order (TypeORM's rule).
 */
export async function migrate(
  databaseUrl: string,
  schema: string,
  migrations: readonly Migration[],
): Promise<void> {
  if (await isUpToDate(databaseUrl, schema, migrations)) return
  // a quarter of what a start loads, for what only the first start of a version needs
  const { DataSource } = await import('typeorm')
  const source = new DataSource({
    type: 'postgres',
    url: databaseUrl,
    schema,
    migrations: [...migrations],
    migrationsTableName: 'migration',
    migrationsTransactionMode: 'each',
    applicationName: `migrate-${schema}`,
    extra: { max: 2, options: `-c search_path=${schema},public -c client_min_messages=warning` },
  })
  await source.initialize()
  const runner = source.createQueryRunner()
  try {
    await runner.query('select pg_advisory_lock(hashtext($1))', [`migrate ${schema}`])
    // where the schemas were prepared, the app may make none itself
    const [there] = (await runner.query('select to_regnamespace($1) is not null as there', [
      `"${schema}"`,
    ])) as {
      there: boolean
    }[]
    if (there?.there !== true) await runner.query(`create schema "${schema}"`)
    await source.runMigrations()
  } finally {
    await runner.query('select pg_advisory_unlock(hashtext($1))', [`migrate ${schema}`])
    await runner.release()
    await source.destroy()
  }
}

/** Whether each is on record as done: what is recorded was committed, so whoever finds all of them need not take turns. */
async function isUpToDate(
  connectionString: string,
  schema: string,
  migrations: readonly Migration[],
): Promise<boolean> {
  const client = new pg.Client({ connectionString, application_name: `migrate-${schema}` })
  await client.connect()
  try {
    const { rows: found } = await client.query<{ there: boolean }>(
      'select to_regclass($1) is not null as there',
      [`"${schema}".migration`],
    )
    if (found[0]?.there !== true) return false
    const { rows } = await client.query<{ name: string }>(`select name from "${schema}".migration`)
    const done = new Set(rows.map(({ name }) => name))
    return migrations.every((Each) => done.has(new Each().name ?? Each.name))
  } finally {
    await client.end()
  }
}
