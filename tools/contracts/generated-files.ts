import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { format, resolveConfig } from 'prettier'
import { stringify } from 'yaml'
import { accessRules, type Catalogue, CONTRACT_SCHEMAS, topicPlans } from '#core/catalogue'
import { loadContracts, readContracts } from '#platform/contracts'
import { cataloguePage } from './catalogue-page.js'
import { clientContracts, eventTypes } from './event-types.js'
import { asyncApi } from './published/async-api.js'
import { openApi } from './published/open-api.js'
import { appDescriptions } from './published/routes/index.js'

const BANNER = '# Generated from contracts/ by `npm run contracts`: change the contracts, not this file.\n'

/**
 * Every file that is derived from the contracts, by its path in the repository. The same contracts give the same bytes.
 * @throws HubError HUB_CATALOGUE_REFUSED
 */
export async function generatedFiles(root: string): Promise<ReadonlyMap<string, string>> {
  const dir = join(root, 'contracts')
  const catalogue: Catalogue = loadContracts(dir)
  const files = new Map<string, string>()
  const types = await eventTypes(catalogue, readContracts(dir))
  files.set('libs/core/catalogue/generated/events.generated.ts', types)
  files.set('clients/typescript/events.generated.ts', types + clientContracts(catalogue))
  files.set('contracts/generated/topics.json', json({ topics: topicPlans(catalogue, '') }))
  files.set('contracts/generated/acls.json', json(accessRules(catalogue)))
  files.set('contracts/generated/asyncapi.yaml', yaml(asyncApi(catalogue)))
  for (const app of appDescriptions(catalogue))
    files.set(`contracts/generated/openapi-${app.app}.yaml`, yaml(openApi(app)))
  files.set('contracts/CATALOGUE.md', cataloguePage(catalogue))
  for (const [kind, schema] of Object.entries(CONTRACT_SCHEMAS)) {
    const $schema = 'https://json-schema.org/draft/2020-12/schema'
    files.set(`contracts/schemas/${kind}.schema.json`, json({ $schema, title: kind, ...schema }))
  }
  const formatted = [...files].map(async ([path, text]) => [path, await laidOut(root, path, text)] as const)
  return new Map(await Promise.all(formatted))
}

/** Writes what is missing or stale and says which. */
export async function writeGenerated(root: string): Promise<string[]> {
  const written: string[] = []
  for (const [path, text] of await generatedFiles(root)) {
    if (standing(root, path) === text) continue
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
    written.push(path)
  }
  return written
}

/** The files that are not what the contracts give. */
export function drift(root: string, files: ReadonlyMap<string, string>): { path: string; why: string }[] {
  return [...files]
    .filter(([path, text]) => standing(root, path) !== text)
    .map(([path]) => ({ path, why: standing(root, path) === undefined ? 'is missing' : 'is not current' }))
}

function standing(root: string, path: string): string | undefined {
  const file = join(root, path)
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}

/** Laid out by the library that writes it: thousands of lines would cost the formatter seconds. */
function yaml(value: unknown): string {
  return BANNER + stringify(value, { aliasDuplicateObjects: false, lineWidth: 110 })
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}

async function laidOut(root: string, path: string, text: string): Promise<string> {
  if (/\.(md|yaml)$/.test(path)) return text
  return await format(text, { ...(await resolveConfig(join(root, path))), filepath: path })
}
