#!/usr/bin/env node
// What stands behind `npm start`, `npm test` and every other script: on a bare checkout it looks whether this machine can do it
// at all, installs, builds, and hands over to the compiled program under the Node this repository pins. It has no dependencies
// and runs on Node 20.19 and later. When nothing is to be done it costs a few milliseconds and says nothing.
//
//   node tools/bootstrap.mjs start [options]      the London stack
//   node tools/bootstrap.mjs test [options]       every suite (--unit: those that need no servers)
//   node tools/bootstrap.mjs run <file> [args…]   any program of this repository, in the prepared checkout
//   node tools/bootstrap.mjs build                install and build only
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  createWriteStream,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { refuseUnlessServersCanRun } from './machine-check.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const began = performance.now()
const beganAt = Date.now()
const sources = ['apps', 'clients', 'libs', 'test', 'tools', 'bench']

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv.slice(2))

async function main([verb = '', ...args]) {
  const programs = { start: ['dist/tools/interlock/main.js', 'start'], test: ['dist/tools/test-run.js'] }
  if (!(verb in programs) && verb !== 'run' && verb !== 'build') {
    process.stderr.write('usage: node tools/bootstrap.mjs start | test | run <file> | build\n')
    process.exit(2)
  }
  if (verb === 'start' || (verb === 'test' && !args.includes('--unit'))) await refuseUnlessServersCanRun()
  await prepare()
  if (verb === 'build') return
  const [program, ...first] = programs[verb] ?? [args.shift() ?? '']
  process.exitCode = await runPinned(program, [...first, ...args])
}

/** Installs and builds what is missing or out of date. Progress goes to stderr: stdout belongs to the program. */
export async function prepare() {
  // an image holds what was built elsewhere, without sources
  if (!existsSync(join(root, 'tsconfig.json'))) return
  checkNode()
  await install()
  await build()
}

/** Runs a program of this repository under the pinned Node, passes on signals, and returns its exit code. */
export function runPinned(program, args) {
  const child = spawn(
    pinnedNode(),
    ['--disable-warning=TimeoutNegativeWarning', '--enable-source-maps', join(root, program), ...args],
    {
      stdio: 'inherit',
      // wherever it is called from, it speaks of this checkout
      env: { INTERLOCK_HOME: join(root, '.interlock'), INTERLOCK_BEGAN: String(beganAt), ...process.env },
    },
  )
  // Ctrl-C reaches the child as well, which ends in its own order; a signal sent to us alone is passed on
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(name, () => {
      if (name !== 'SIGINT' || !process.stdin.isTTY) child.kill(name)
    })
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (code, signal) =>
      resolve(code ?? 128 + (signal === 'SIGINT' ? 2 : signal === 'SIGKILL' ? 9 : 15)),
    )
  })
}

function pinnedNode() {
  const pinned = join(root, 'node_modules', 'node', 'bin', 'node')
  return existsSync(pinned) ? pinned : process.execPath
}

function say(line) {
  process.stderr.write(`[${((performance.now() - began) / 1000).toFixed(0).padStart(3)} s] ${line}\n`)
}

function home() {
  return process.env.INTERLOCK_HOME ?? join(root, '.interlock')
}

function fail(text, code = 1) {
  process.stderr.write(`${text}\n`)
  process.exit(code)
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  fail(
    `Interlock needs Node.js 20.19 or later to begin with; this is ${process.versions.node}. (The exact Node comes from npm.)`,
    2,
  )
}

// ---- install ----

async function install() {
  const lock = readFileSync(join(root, 'package-lock.json'))
  const wanted = createHash('sha256').update(lock).digest('hex')
  const stamp = join(root, 'node_modules', '.interlock-installed')
  if (readText(stamp) === wanted && existsSync(pinnedNode())) return
  if (!installMatches(JSON.parse(lock.toString()))) {
    const step = performance.now()
    say('installing the libraries (npm ci)')
    const npm = process.env.npm_execpath
    // npm itself runs on the Node it was installed with: the pinned one is about to be deleted and made anew
    const [command, args] = npm?.endsWith('.js')
      ? [process.env.npm_node_execpath ?? process.execPath, [npm]]
      : ['npm', []]
    await runLogged('install', command, [...args, 'ci', '--no-audit', '--no-fund', '--loglevel=error'])
    say(`installed (${seconds(step)})`)
  }
  writeFileSync(stamp, wanted)
}

/** Whether what npm says it installed is what the lock file wants; packages for other systems may be absent. */
function installMatches(lock) {
  const installed = JSON.parse(
    readText(join(root, 'node_modules', '.package-lock.json')) ?? '{"packages":{}}',
  ).packages
  if (!existsSync(join(root, 'node_modules', 'node', 'bin', 'node'))) return false
  return Object.entries(lock.packages)
    .filter(([path]) => path !== '')
    .every(
      ([path, entry]) => installed[path]?.version === entry.version || (entry.optional && !installed[path]),
    )
}

// ---- build ----

async function build() {
  const stamp = join(root, 'dist', '.interlock-built')
  const wanted = sourcesDigest()
  if (readText(stamp) === wanted) return
  const step = performance.now()
  removeOrphans()
  const tsc = spawnSync(
    pinnedNode(),
    [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', root, '--pretty', 'false'],
    {
      cwd: root,
      encoding: 'utf8',
    },
  )
  if (tsc.status !== 0) fail(`${tsc.stdout}${tsc.stderr}\nThe build failed; the lines above say where.`)
  writeFileSync(stamp, wanted)
  say(`built (${seconds(step)})`)
}

function sourcesDigest() {
  const hash = createHash('sha256')
  for (const file of [
    'tsconfig.json',
    'package-lock.json',
    ...sources.flatMap((folder) => filesBelow(folder, /\.(ts|json)$/)),
  ]) {
    const { mtimeMs, size } = statSync(join(root, file))
    hash.update(`${file} ${mtimeMs} ${size}\n`)
  }
  return hash.digest('hex')
}

/** A file whose source was deleted or renamed must not stay loadable. */
function removeOrphans() {
  for (const folder of sources) {
    for (const file of filesBelow(join('dist', folder), /\.js$/)) {
      if (!existsSync(join(root, relative('dist', file).replace(/\.js$/, '.ts')))) rmSync(join(root, file))
    }
  }
}

function filesBelow(folder, name) {
  if (!existsSync(join(root, folder))) return []
  return readdirSync(join(root, folder), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : filesBelow(path, name)
      return name.test(entry.name) ? [path] : []
    })
}

/** Runs a command with its output in `.interlock/logs/<name>.log`; shows the end of that log if it fails. */
async function runLogged(name, command, args) {
  mkdirSync(join(home(), 'logs'), { recursive: true })
  const file = join(home(), 'logs', `${name}.log`)
  const log = createWriteStream(file)
  const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
  let last = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      log.write(chunk)
      last = (last + chunk).slice(-4_000)
    })
  }
  const code = await new Promise((resolve) => {
    child.on('error', (error) => {
      last += error.message
      resolve(1)
    })
    child.on('close', resolve)
  })
  log.end()
  if (code !== 0)
    fail(
      `${last.trim()}\n${command} ${args.join(' ')} failed; the whole log is ${relative(process.cwd(), file)}`,
    )
}

function readText(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

function seconds(since) {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`
}
