import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { catalogueFiles, type CatalogueParts } from '#testkit/catalogue'

/** Contracts of a test's own in a directory that apps can be started with. */
export interface ContractsDirectory {
  path: string
  remove(): void
}

export function contractsDirectory(parts: CatalogueParts): ContractsDirectory {
  const path = mkdtempSync(join(tmpdir(), 'interlock-contracts-'))
  for (const file of catalogueFiles(parts)) {
    const place = join(path, file.path)
    mkdirSync(dirname(place), { recursive: true })
    writeFileSync(place, file.text)
  }
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}
