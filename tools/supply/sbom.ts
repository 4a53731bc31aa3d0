import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { repositoryRoot } from '../servers/repository-root.js'

/*
 * `npm run sbom [-- <file>]`: what ships, with versions, hashes and licences, as CycloneDX. Made by npm from the lock file, so
 * it says what an installation would hold, and leaves out what only tests need.
 */
const file = resolve(process.argv[2] ?? '.interlock/sbom.cdx.json')
const made = spawnSync(
  'npm',
  ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only', '--omit', 'dev'],
  {
    cwd: repositoryRoot(),
    encoding: 'utf8',
    maxBuffer: 64 * 1_048_576,
  },
)
if (made.status !== 0) {
  process.stderr.write(`HUB_SBOM_NOT_MADE: npm sbom failed: ${made.stderr.trim().split('\n').at(-1)}\n`)
  process.exitCode = 1
} else {
  const { components } = JSON.parse(made.stdout) as { components: unknown[] }
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, made.stdout)
  process.stdout.write(`${components.length} components in ${file}\n`)
}
