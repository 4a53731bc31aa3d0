import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { cruise, type IConfiguration, type ICruiseResult } from 'dependency-cruiser'
import { cleanTree, plantedFaults, type Tree } from './planted-faults.js'

const require = createRequire(import.meta.url)
const configuration = require('../../.dependency-cruiser.cjs') as IConfiguration
const manifest = require('../../package.json') as Record<string, unknown>
const rules = (configuration.forbidden ?? []).map(({ name }) => name ?? '')

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'interlock-layering-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the layering rules', () => {
  it('have a planted fault each, and no planted fault is without its rule', () => {
    expect(Object.keys(plantedFaults).toSorted()).toEqual(rules.toSorted())
  })

  it('each say why', () => {
    for (const { name, comment, severity } of configuration.forbidden ?? [])
      expect({ name, severity, says: (comment ?? '').length > 15 }).toEqual({
        name,
        severity: 'error',
        says: true,
      })
  })

  it.each(Object.entries(plantedFaults))('%s: stops what it forbids', async (rule, tree) => {
    expect(await faultsOf(rule, tree)).toContainEqual(`${rule}: ${Object.keys(tree)[0]}`)
  })

  it('leave a repository in order alone', async () => {
    expect(await faultsOf('in-order', cleanTree)).toEqual([])
  })
})

/** Plants the tree in a folder of its own, with this repository's manifest and a stand-in for each package, and cruises it. */
async function faultsOf(name: string, tree: Tree): Promise<string[]> {
  const baseDir = join(folder, name)
  plant(baseDir, 'package.json', JSON.stringify(manifest))
  for (const [path, text] of Object.entries(tree)) {
    plant(baseDir, path, text)
    for (const [, vendor = ''] of text.matchAll(/from '([^.#'][^']*)'/g))
      if (!vendor.startsWith('node:'))
        plant(baseDir, `node_modules/${vendor}/index.js`, 'export const something = 1\n')
  }
  const folders = [...new Set(Object.keys(tree).map((path) => path.split('/')[0] ?? ''))]
  const { output } = await cruise(folders, {
    ...configuration.options,
    baseDir,
    validate: true,
    ruleSet: { forbidden: configuration.forbidden ?? [] },
  })
  return (output as ICruiseResult).summary.violations.map(({ rule, from }) => `${rule.name}: ${from}`)
}

function plant(baseDir: string, path: string, text: string): void {
  mkdirSync(dirname(join(baseDir, path)), { recursive: true })
  writeFileSync(join(baseDir, path), text)
}
