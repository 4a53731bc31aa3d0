import { readFileSync } from 'node:fs'

type Environment = Readonly<Record<string, string | undefined>>

/** What is secret in the environment; each may be given by the name of a file instead: `KAFKA_PASSWORD_FILE`. */
const FROM_FILE = /^((?:KAFKA_PASSWORD|DATABASE_URL|[A-Z_]*_SECRET)(?:_[A-Z]+)*)_FILE$/

/**
 * The environment with the secrets that it names by files, without the line end that editors add. A secret given both ways
 * is a fault: nobody could say which one counts.
 */
export function withSecretFiles(env: Environment): { env: Environment; faults: string[] } {
  const faults: string[] = []
  const read: Record<string, string | undefined> = {}
  for (const [key, file] of Object.entries(env)) {
    const name = FROM_FILE.exec(key)?.[1]
    if (name === undefined || file === undefined) continue
    if (env[name] !== undefined) {
      faults.push(`${name} and ${key} are both set`)
      continue
    }
    try {
      read[key] = undefined
      read[name] = readFileSync(file, 'utf8').replace(/\r?\n$/, '')
    } catch (error) {
      faults.push(`${key} names a file that cannot be read (${(error as NodeJS.ErrnoException).code})`)
    }
  }
  return { env: { ...env, ...read }, faults }
}
