import { createHash } from 'node:crypto'
import { existsSync, readdirSync, realpathSync, renameSync, rmSync, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** a draft younger than this may still be being written by a broker that is stopping */
const draftAgeMsMin = 30_000

/**
 * Options by which the JVM reads the broker's classes ready-made: with them it starts in half the time and with 60 % of the work
 * (measured: 1.8 s instead of 3.9 s). The first broker that is stopped on a machine writes the archive beside the jars, one for
 * each Java; a later one adopts it. The JVM ignores an archive that does not fit.
 */
export function classArchiveOptions(jars: string, java: string): string[] {
  const name = `classes-${javaKey(java)}`
  const archive = join(jars, `${name}.jsa`)
  if (!existsSync(archive)) adoptDraft(jars, name, archive)
  if (existsSync(archive))
    return [`-XX:SharedArchiveFile=${archive}`, '-Xlog:cds=off', '-Xlog:class+path=off']
  return [
    `-XX:ArchiveClassesAtExit=${join(jars, `${name}.${process.pid}-${Date.now()}.draft`)}`,
    '-Xlog:cds=off',
    '-Xlog:cds+dynamic=off',
  ]
}

function adoptDraft(jars: string, name: string, archive: string): void {
  for (const file of readdirSync(jars).filter(
    (entry) => entry.startsWith(name) && entry.endsWith('.draft'),
  )) {
    const draft = join(jars, file)
    if (Date.now() - statSync(draft).mtimeMs < draftAgeMsMin) continue
    if (existsSync(archive)) rmSync(draft, { force: true })
    else renameSync(draft, archive)
  }
}

function javaKey(java: string): string {
  const found = java.includes('/')
    ? java
    : (process.env['PATH'] ?? '')
        .split(delimiter)
        .map((folder) => join(folder, java))
        .find((file) => existsSync(file))
  const file = realpathSync(found ?? process.execPath)
  const { size, mtimeMs } = statSync(file)
  return createHash('sha256').update(`${file} ${size} ${mtimeMs}`).digest('hex').slice(0, 8)
}
