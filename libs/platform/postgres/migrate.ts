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
  // half of what a short command would load, for what only a starting app does
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
