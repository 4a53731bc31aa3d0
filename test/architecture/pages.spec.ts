import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from '@jest/globals'
import { parse } from 'yaml'
import { repositoryFiles } from '../../tools/tidy/repository-files.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const files = repositoryFiles(root)
const runbooks = join(root, 'docs', 'runbooks')
const pagesIn = (folder: string) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.md') && name !== 'README.md')
    .map((name) => name.slice(0, -'.md'.length))

/** Codes put together from a stem and the words of a type: `HUB_DATA_${code}`. The words stand in the file named here. */
const STEMS: Readonly<Record<string, { file: string; words: RegExp }>> = {
  HUB_DATA_: { file: 'libs/core/catalogue/schema-sentences.ts', words: /code: ('[A-Z]+'(?: \| '[A-Z]+')*)/ },
  HUB_CATALOGUE_: { file: 'libs/core/catalogue/workbench.ts', words: /type FaultKind =([\s|A-Z_']+)/ },
}

describe('the runbooks', () => {
  const programs = files.filter(
    ({ path }) =>
      /^(apps|libs|tools)\/.*\.(ts|mjs)$/.test(path) &&
      !/\.(spec|fixture)\.ts$|^libs\/testkit\/|^tools\/tidy\//.test(path),
  )
  const said = new Set(
    programs.flatMap(({ text }) =>
      [...text.matchAll(/['"`](HUB_[A-Z0-9]+_(?:[A-Z0-9]+(?:_[A-Z0-9]+)*_?)?)/g)].map(
        ([, code = '']) => code,
      ),
    ),
  )
  const stems = [...said].filter((code) => code.endsWith('_'))
  const codes = [
    ...[...said].filter((code) => !code.endsWith('_')),
    ...Object.entries(STEMS).flatMap(([stem, { file, words }]) => {
      const list = words.exec(readFileSync(join(root, file), 'utf8'))?.[1] ?? ''
      return [...list.matchAll(/'([A-Z_]+)'/g)].map(([, word]) => `${stem}${word}`)
    }),
  ]

  it('know every stem that codes are put together from', () => {
    expect(stems.toSorted()).toEqual(Object.keys(STEMS).toSorted())
  })

  it('have a page for every error code in the programs, and no page without its code', () => {
    expect(pagesIn(runbooks).toSorted()).toEqual([...new Set(codes)].toSorted())
  })

  it('have a page for every kind of gap', () => {
    const words = parse(readFileSync(join(root, 'contracts', 'reference', 'vocabulary.yaml'), 'utf8')) as {
      'gap-kind': { schema: { enum: string[] } }
    }
    expect(pagesIn(join(runbooks, 'gaps')).toSorted()).toEqual(words['gap-kind'].schema.enum.toSorted())
  })

  it('say on each page what it means, how it shows and what to do', () => {
    const incomplete = files
      .filter(({ path }) => path.startsWith('docs/runbooks/') && !path.endsWith('README.md'))
      .filter(
        ({ text }) =>
          !/^# .+\n\n.+[\s\S]+\n## What it means\n\n.+[\s\S]+\n## How it shows\n\n.+[\s\S]+\n## What to do\n\n1\. /.test(
            text,
          ),
      )
    expect(incomplete.map(({ path }) => path)).toEqual([])
  })
})

describe('the decisions', () => {
  const folder = join(root, 'docs', 'decisions')
  const names = pagesIn(folder)

  it('are numbered without a hole', () => {
    expect(names.map((name) => Number(name.slice(0, 4))).toSorted((a, b) => a - b)).toEqual(
      names.map((_name, at) => at + 1),
    )
  })

  it('are all in the index', () => {
    const index = readFileSync(join(folder, 'README.md'), 'utf8')
    expect(names.filter((name) => !index.includes(`(${name}.md)`))).toEqual([])
  })
})

it('every link from a page of this repository to another leads somewhere', () => {
  const broken = files
    .filter(({ path }) => path.endsWith('.md'))
    .flatMap(({ path, text }) =>
      [...text.replace(/```[\s\S]*?```/g, '').matchAll(/\]\(([^)\s#]+)[^)]*\)/g)]
        .map(([, target = '']) => target)
        .filter((target) => !/^[a-z]+:/.test(target) && !existsSync(join(root, dirname(path), target)))
        .map((target) => `${path} → ${target}`),
    )
  expect(broken).toEqual([])
})
