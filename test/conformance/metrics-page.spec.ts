import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from '@jest/globals'
import { repositoryFiles } from '../../tools/tidy/repository-files.js'

const root = process.cwd()
const MADE = /\b(?:counter|timing|gauge)(?:<[^>]*>)?\(\s*'(interlock_\w+)',\s*'[^']*',\s*\[([^\]]*)\]/g

it('the page about watching lists every metric that the programs make, with its labels, and no other', () => {
  const made = repositoryFiles(root)
    .filter(({ path }) => /^(apps|libs)\/.*\.ts$/.test(path) && !/\.(spec|fixture)\.ts$/.test(path))
    .flatMap(({ text }) => [...text.matchAll(MADE)])
    .map(
      ([, name, labels = '']) =>
        `${name}: ${[...labels.matchAll(/'(\w+)'/g)].map(([, label]) => label).join(', ')}`,
    )
  const page = readFileSync(join(root, 'docs', 'guides', 'watch.md'), 'utf8')
  const listed = [...page.matchAll(/^\| `(interlock_\w+)`\s+\| ([^|]*?)\s*\|/gm)].map(
    ([, name, labels]) => `${name}: ${labels}`,
  )
  expect(listed.toSorted()).toEqual([...new Set(made)].toSorted())
})
