import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { repositoryRoot } from './repository-root.js'

/** A listener with TLS beside the others. */
export interface KafkaTls {
  readonly port: number
  /** A file of PEM: the certificate, then its key. */
  readonly pem: string
}

/** The broker's settings: tools/kafka/server.properties with its words between at signs replaced. */
export function kafkaProperties(words: {
  readonly listeners: string
  readonly advertised: string
  readonly controllerPort: number
  readonly data: string
  readonly adminPassword: string
  readonly brokerPassword: string
  readonly tls?: KafkaTls
}): string {
  const listener = words.tls === undefined ? '' : `,TLS://127.0.0.1:${words.tls.port}`
  const values: Record<string, string> = {
    LISTENERS: words.listeners + listener,
    ADVERTISED: words.advertised + listener,
    CONTROLLER_PORT: String(words.controllerPort),
    DATA: words.data,
    ADMIN_PASSWORD: words.adminPassword,
    BROKER_PASSWORD: words.brokerPassword,
  }
  const template = readFileSync(join(repositoryRoot(), 'tools', 'kafka', 'server.properties'), 'utf8')
  const filled = template.replace(/@([A-Z_]+)@/g, (whole, name: string) => values[name] ?? whole)
  return words.tls === undefined ? filled : `${filled}${keystore(words.tls)}`
}

function keystore({ pem }: KafkaTls): string {
  const setting = (name: string, value: string): string => `listener.name.tls.ssl.${name}=${value}\n`
  return setting('keystore.type', 'PEM') + setting('keystore.location', pem)
}
