import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { repositoryRoot } from './repository-root.js'

/** The broker's settings: tools/kafka/server.properties with its words between at signs replaced. */
export function kafkaProperties(words: {
  readonly listeners: string
  readonly advertised: string
  readonly controllerPort: number
  readonly data: string
  readonly adminPassword: string
  readonly brokerPassword: string
}): string {
  const values: Record<string, string> = {
    LISTENERS: words.listeners,
    ADVERTISED: words.advertised,
    CONTROLLER_PORT: String(words.controllerPort),
    DATA: words.data,
    ADMIN_PASSWORD: words.adminPassword,
    BROKER_PASSWORD: words.brokerPassword,
  }
  const template = readFileSync(join(repositoryRoot(), 'tools', 'kafka', 'server.properties'), 'utf8')
  return template.replace(/@([A-Z_]+)@/g, (whole, name: string) => values[name] ?? whole)
}
