#!/usr/bin/env node
// `npm run tidy`: is everything formatted, linted, typed, layered and generated as it should be? Every step runs, every fault is
// shown, one line a step says how long it took. `npm run tidy -- --fix` formats and mends what the tools can mend themselves.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const fix = process.argv.includes('--fix')
const bin = (...path) => join(root, 'node_modules', ...path)
/** Steps that run side by side: as many as the machines we promise our times on have cores. */
const LANES = 2

/** Named one by one: a dot would have Prettier list the servers' data files, and with them take five times as long. */
const written = ['{apps,clients,libs,test,tools,bench,docs,contracts}/**/*', '{*,.*}'].map(
  (place) => `${place}.{ts,mjs,cjs,json,yaml,yml,md}`,
)

const steps = [
  {
    says: 'formatted',
    program: bin('prettier', 'bin', 'prettier.cjs'),
    args: [fix ? '--write' : '--check', ...written, '--log-level', 'warn', '--cache'],
  },
  {
    says: 'linted',
    program: bin('oxlint', 'bin', 'oxlint'),
    args: ['--quiet', '-f', 'unix', ...(fix ? ['--fix'] : [])],
  },
  {
    says: 'typed',
    program: bin('typescript', 'bin', 'tsc'),
    args: ['--noEmit', '-p', '.', '--pretty', 'false'],
  },
  {
    says: 'layered',
    program: bin('dependency-cruiser', 'bin', 'dependency-cruiser.mjs'),
    args: [
      '--config',
      '.dependency-cruiser.cjs',
      '--output-type',
      'err',
      ...present('apps', 'clients', 'libs', 'test', 'tools', 'bench'),
    ],
  },
  {
    says: 'unit specs reach no server',
    program: bin('dependency-cruiser', 'bin', 'dependency-cruiser.mjs'),
    args: [
      '--config',
      '.dependency-cruiser.units.cjs',
      '--output-type',
      'err',
      '{apps,libs}/**/*.unit.spec.ts',
    ],
  },
  { says: 'by the rules of the house', program: join(root, 'dist', 'tools', 'tidy', 'main.js'), args: [] },
  {
    says: 'generated files are current',
    program: join(root, 'dist', 'tools', 'contracts', 'main.js'),
    args: ['generate', ...(fix ? [] : ['--check'])],
  },
]

const began = performance.now()
const waiting = [...steps]
const failed = []
await Promise.all(Array.from({ length: LANES }, lane))
process.stdout.write(
  failed.length === 0
    ? `tidy, in ${seconds(began)}\n`
    : `not tidy: ${failed.join(', ')}; ${seconds(began)}\n`,
)
process.exitCode = failed.length === 0 ? 0 : 1

async function lane() {
  for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) await run(step)
}

async function run({ says, program, args }) {
  const stepBegan = performance.now()
  const { code, output } = existsSync(program)
    ? await outcomeOf(program, args)
    : {
        code: 1,
        output: `${program.slice(root.length)} is missing: run this through npm, which installs and builds first\n`,
      }
  if (code !== 0) failed.push(says)
  process.stdout.write(`${code === 0 ? '✓' : '✗'} ${says.padEnd(30)} ${seconds(stepBegan).padStart(7)}\n`)
  if (code !== 0) process.stdout.write(`${output.trimEnd().replace(/^/gm, '    ')}\n`)
}

function outcomeOf(program, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...args], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const pieces = []
    child.stdout.on('data', (piece) => pieces.push(piece))
    child.stderr.on('data', (piece) => pieces.push(piece))
    child.on('error', reject)
    child.on('close', (code) => resolve({ code: code ?? 1, output: Buffer.concat(pieces).toString('utf8') }))
  })
}

function present(...folders) {
  return folders.filter((folder) => existsSync(join(root, folder)))
}

function seconds(since) {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`
}
