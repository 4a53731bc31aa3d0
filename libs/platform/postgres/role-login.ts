import { createHmac } from 'node:crypto'

/**
 * The password that we give a role where we make it ourselves: derived from the administrator's, so that whoever prepares a
 * cluster, and every test that uses it, comes to the same one and none has to be handed round. It leads back to nothing.
 */
export function rolePassword(adminUrl: string, role: string): string {
  const { password } = new URL(adminUrl)
  return createHmac('sha256', decodeURIComponent(password))
    .update(`interlock role ${role}`)
    .digest('base64url')
}

/** The URL by which a role reaches a database of the same server; TLS and other settings stay as they are. */
export function roleUrl(
  adminUrl: string,
  role: string,
  options: { database?: string; password?: string } = {},
): string {
  const url = new URL(adminUrl)
  url.username = role
  url.password = options.password ?? rolePassword(adminUrl, role)
  if (options.database !== undefined) url.pathname = `/${options.database}`
  return url.toString()
}
