import pg from 'pg'
import { DATABASE_ROLES, EDGE_APPS } from '#platform/config'
import { prepareDatabase, prepareRoles, rolePassword, roleUrl } from '#platform/postgres'

let rolesThere: Promise<void> | undefined

/**
 * A database of a test's own, with the roles, schemas and rights of the real one. `copied`: one that has the apps' tables, to be
 * copied; otherwise each app makes its own. @returns the administrator's URL of it
 */
export async function createDatabase(adminUrl: string, name: string, copied?: string): Promise<string> {
  rolesThere ??= withClient(adminUrl, (client) =>
    prepareRoles(client, DATABASE_ROLES, (role) => rolePassword(adminUrl, role), 'missing'),
  )
  await rolesThere
  await withClient(adminUrl, (client) =>
    client.query(`create database ${name} template ${copied ?? 'template1'}`),
  )
  const url = new URL(adminUrl)
  url.pathname = `/${name}`
  await withClient(url.toString(), (client) => prepareDatabase(client, DATABASE_ROLES))
  return url.toString()
}

export async function dropDatabase(adminUrl: string, name: string): Promise<void> {
  await withClient(adminUrl, (client) => client.query(`drop database if exists ${name} with (force)`))
}

/** Where an app logs in as itself; the process that hosts the edges is told of each one's login. */
export function databaseEnvironment(databaseUrl: string, app: string): Record<string, string> {
  if (app !== 'agencies') return { DATABASE_URL: roleUrl(databaseUrl, app) }
  return Object.fromEntries(
    EDGE_APPS.map((each) => [`DATABASE_URL_${each.toUpperCase()}`, roleUrl(databaseUrl, each)]),
  )
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
