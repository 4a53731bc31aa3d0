import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { DomainWords, SourceFile } from './house-rules.js'

const TEXT = /\.(ts|mjs|cjs|js|json|ya?ml|md|njk|sql|sh|xml|properties|csv)$|(^|\/)[^.]+$|^\.[a-z]+rc/

/** Every text file that is or will be committed: what git tracks, and what it does not ignore. */
export function repositoryFiles(root: string): SourceFile[] {
  return pathsIn(root)
    .filter((path) => path !== '' && path !== 'package-lock.json' && TEXT.test(path))
    .filter((path) => statSync(join(root, path), { throwIfNoEntry: false })?.isFile())
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
}

function pathsIn(root: string): string[] {
  const { status, stdout } = spawnSync(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
    { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  )
  // an archive of the repository has no git to ask
  return status === 0 ? stdout.split('\0') : walked(root, '')
}

function walked(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter(({ name }) => !['node_modules', 'dist', '.git', '.interlock', 'coverage'].includes(name))
    .flatMap((entry) => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`
      return entry.isDirectory() ? walked(root, path) : [path]
    })
}

/** What the contracts alone may know, from the contracts. */
export function domainWords(root: string): DomainWords {
  const folder = join(root, 'contracts', 'organisations')
  const parties = readdirSync(folder).map(
    (name) => parse(readFileSync(join(folder, name), 'utf8')) as { organisation: string; speaks?: string[] },
  )
  const others = parties.filter(({ organisation }) => organisation !== 'hub')
  const boroughs = parse(
    readFileSync(join(root, 'contracts', 'reference', 'boroughs.yaml'), 'utf8'),
  ) as unknown
  return {
    namespaces: others.flatMap(({ speaks }) => speaks ?? []),
    organisations: others.map(({ organisation }) => organisation),
    boroughs: namesIn(boroughs),
  }
}

/** Every value under a key `name`, however deep. */
function namesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(namesIn)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'name' && typeof inner === 'string' ? [inner] : namesIn(inner),
  )
}
