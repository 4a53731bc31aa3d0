type Environment = Readonly<Record<string, string | undefined>>

/** How an app is reached, and how sure it must be of who calls. */
export interface HttpSettings {
  /** Address it binds to: the loopback one unless the environment says otherwise (0.0.0.0 in a container). */
  host: string
  /** Absent: plain HTTP, for one machine or behind a proxy that ends TLS. */
  tls?: TlsFiles
  /** `bound`: only tokens that name the caller's certificate count (RFC 8705). `bearer`: others do too. */
  tokens: 'bearer' | 'bound'
  /** What this process shows where it is the one that calls; absent: no certificate, and the authorities of the system. */
  caller?: CallerFiles
}

export interface CallerFiles {
  certFile?: string
  keyFile?: string
  /** Who signs the certificates of the hub's apps and of the identity provider. */
  caFile?: string
}

export interface TlsFiles {
  certFile: string
  keyFile: string
  /** Who signs callers' certificates; absent: callers are not asked for one. */
  clientCaFile?: string
}

/**
 * Reads HTTP_HOST, HTTP_TLS_CERT_FILE, HTTP_TLS_KEY_FILE, HTTP_TLS_CLIENT_CA_FILE and TOKEN_BINDING; and for calls of our own
 * CLIENT_CERT_FILE, CLIENT_KEY_FILE and CLIENT_CA_FILE.
 */
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
  const caller = readCallerFiles(env, faults)
  return {
    host: env['HTTP_HOST'] ?? '127.0.0.1',
    tokens: binding === 'required' ? 'bound' : 'bearer',
    ...(certFile === undefined || keyFile === undefined
      ? {}
      : { tls: { certFile, keyFile, ...(clientCaFile === undefined ? {} : { clientCaFile }) } }),
    ...(caller === undefined ? {} : { caller }),
  }
}

/** What a process shows and trusts where it calls; undefined where the environment names nothing. */
export function readCallerFiles(env: Environment, faults: string[]): CallerFiles | undefined {
  const { CLIENT_CERT_FILE: certFile, CLIENT_KEY_FILE: keyFile, CLIENT_CA_FILE: caFile } = env
  if ((certFile === undefined) !== (keyFile === undefined))
    faults.push('CLIENT_CERT_FILE and CLIENT_KEY_FILE need each other')
  if (certFile === undefined && keyFile === undefined && caFile === undefined) return undefined
  return {
    ...(certFile === undefined ? {} : { certFile }),
    ...(keyFile === undefined ? {} : { keyFile }),
    ...(caFile === undefined ? {} : { caFile }),
  }
}
