import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { cruise, type IConfiguration, type ICruiseResult } from 'dependency-cruiser'
import { cleanTree, plantedFaults, plantedUnitFaults, type Tree } from './planted-faults.js'

const require = createRequire(import.meta.url)
const layers = require('../../.dependency-cruiser.cjs') as IConfiguration
const units = require('../../.dependency-cruiser.units.cjs') as IConfiguration
const manifest = require('../../package.json') as Record<string, unknown>
const rulesOf = ({ forbidden }: IConfiguration) => (forbidden ?? []).map(({ name }) => name ?? '')

// each is a cruise of its own, and the machine may be busy with other suites
const MS_MAX = 60_000

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'interlock-layering-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the layering rules', () => {
  it('have a planted fault each, and no planted fault is without its rule', () => {
    expect(Object.keys(plantedFaults).toSorted()).toEqual(rulesOf(layers).toSorted())
    expect(Object.keys(plantedUnitFaults).toSorted()).toEqual(rulesOf(units).toSorted())
  })

  it('each say why', () => {
    for (const { name, comment, severity } of [...(layers.forbidden ?? []), ...(units.forbidden ?? [])])
      expect({ name, severity, says: (comment ?? '').length > 15 }).toEqual({
        name,
        severity: 'error',
        says: true,
      })
  })

  it.each(Object.entries(plantedFaults))(
    '%s: stops what it forbids',
    async (rule, tree) => {
      expect(await faultsOf(rule, tree, rule)).toContainEqual(`${rule}: ${Object.keys(tree)[0]}`)
    },
    MS_MAX,
  )

  it.each(Object.entries(plantedUnitFaults))(
    '%s: stops what it forbids',
    async (rule, tree) => {
      expect(await unitFaultsOf(rule, tree, rule)).toContainEqual(`${rule}: ${Object.keys(tree)[0]}`)
    },
    MS_MAX,
  )

  it(
    'leave a repository in order alone',
    async () => {
      expect(await faultsOf('in-order', cleanTree)).toEqual([])
      expect(await unitFaultsOf('in-order-too', cleanTree)).toEqual([])
    },
    MS_MAX,
  )
})

/** One rule alone is proved faster than among all. */
function ruleOf(rules: IConfiguration, only: string | undefined): IConfiguration {
  const forbidden = (rules.forbidden ?? []).filter(({ name }) => only === undefined || name === only)
  return { ...rules, forbidden }
}

function faultsOf(name: string, tree: Tree, only?: string): Promise<string[]> {
  return cruised(name, tree, ruleOf(layers, only), [
    ...new Set(Object.keys(tree).map((path) => path.split('/')[0] ?? '')),
  ])
}

function unitFaultsOf(name: string, tree: Tree, only?: string): Promise<string[]> {
  return cruised(
    name,
    tree,
    ruleOf(units, only),
    Object.keys(tree).filter((path) => path.endsWith('.unit.spec.ts')),
  )
}

/** Plants the tree in a folder of its own, with this repository's manifest and a stand-in for each package, and cruises it. */
async function cruised(
  name: string,
  tree: Tree,
  rules: IConfiguration,
  sources: string[],
): Promise<string[]> {
  const baseDir = join(folder, name)
  plant(baseDir, 'package.json', JSON.stringify(manifest))
  for (const [path, text] of Object.entries(tree)) {
    plant(baseDir, path, text)
    for (const [, vendor = ''] of text.matchAll(/from '([^.#'][^']*)'/g))
      if (!vendor.startsWith('node:'))
        plant(baseDir, `node_modules/${vendor}/index.js`, 'export const something = 1\n')
  }
  const ruleSet = { forbidden: rules.forbidden ?? [] }
  const { output } = await cruise(sources, { ...rules.options, baseDir, validate: true, ruleSet })
  return (output as ICruiseResult).summary.violations.map(({ rule, from }) => `${rule.name}: ${from}`)
}

function plant(baseDir: string, path: string, text: string): void {
  mkdirSync(dirname(join(baseDir, path)), { recursive: true })
  writeFileSync(join(baseDir, path), text)
}
