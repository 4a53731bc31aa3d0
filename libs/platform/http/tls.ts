import { readFileSync } from 'node:fs'
import type { ServerOptions } from 'node:https'
import type { TlsFiles } from '#platform/config'

/**
 * TLS 1.3 with the files of the settings. Where authorities for callers are named, every caller is asked for a certificate of
 * theirs; one without is let in, since probes have none, and refused with its token where that is bound to one.
 */
export function tlsOptions({ certFile, keyFile, clientCaFile }: TlsFiles): ServerOptions {
  return {
    cert: readFileSync(certFile),
    key: readFileSync(keyFile),
    minVersion: 'TLSv1.3',
    ...(clientCaFile === undefined
      ? {}
      : { ca: readFileSync(clientCaFile), requestCert: true, rejectUnauthorized: false }),
  }
}
