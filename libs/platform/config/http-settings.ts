type Environment = Readonly<Record<string, string | undefined>>

/** How an app is reached, and how sure it must be of who calls. */
export interface HttpSettings {
  /** Address it binds to: the loopback one unless the environment says otherwise (0.0.0.0 in a container). */
  host: string
  /** Absent: plain HTTP, for one machine or behind a proxy that ends TLS. */
  tls?: TlsFiles
  /** `bound`: only tokens that name the caller's certificate count (RFC 8705). `bearer`: others do too. */
  tokens: 'bearer' | 'bound'
}

export interface TlsFiles {
  certFile: string
  keyFile: string
  /** Who signs callers' certificates; absent: callers are not asked for one. */
  clientCaFile?: string
}

/** Reads HTTP_HOST, HTTP_TLS_CERT_FILE, HTTP_TLS_KEY_FILE, HTTP_TLS_CLIENT_CA_FILE and TOKEN_BINDING. */
export function readHttpSettings(env: Environment, faults: string[]): HttpSettings {
  const {
    HTTP_TLS_CERT_FILE: certFile,
    HTTP_TLS_KEY_FILE: keyFile,
    HTTP_TLS_CLIENT_CA_FILE: clientCaFile,
  } = env
  const binding = env['TOKEN_BINDING'] ?? 'none'
  if (!['none', 'required'].includes(binding))
    faults.push(`TOKEN_BINDING is "${binding}"; it must be one of none, required`)
  if ((certFile === undefined) !== (keyFile === undefined))
    faults.push('HTTP_TLS_CERT_FILE and HTTP_TLS_KEY_FILE need each other')
  if (clientCaFile !== undefined && certFile === undefined)
    faults.push('HTTP_TLS_CLIENT_CA_FILE needs HTTP_TLS_CERT_FILE: only TLS asks for a certificate')
  if (binding === 'required' && clientCaFile === undefined)
    faults.push(
      'TOKEN_BINDING is required, and without HTTP_TLS_CLIENT_CA_FILE no caller can show a certificate',
    )
  return {
    host: env['HTTP_HOST'] ?? '127.0.0.1',
    tokens: binding === 'required' ? 'bound' : 'bearer',
    ...(certFile === undefined || keyFile === undefined
      ? {}
      : { tls: { certFile, keyFile, ...(clientCaFile === undefined ? {} : { clientCaFile }) } }),
  }
}
