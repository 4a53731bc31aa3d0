import { type ChildProcess, spawn } from 'node:child_process'
import { get } from 'node:http'
import { closeSync, mkdirSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { HubError } from '#core/kernel'
import { permissionOptions, reachOf } from './reach.js'

export interface AppProcessOptions {
  app: string
  /** Path of the compiled program. */
  program: string
  environment: Record<string, string>
  /** Where it answers `GET /health/ready`. */
  port: number
  logDirectory: string
  /** Start it again when it ends unasked. */
  restarts: boolean
  /** Told of each process, the first and every later one. */
  onStart?: (app: string, pid: number) => void
  onExit?: (app: string, code: number | null, signal: NodeJS.Signals | null) => void
}

/** kafkajs sets a negative time-out now and then, which Node 24 warns of and rounds up: harmless. */
const NODE_OPTIONS = ['--enable-source-maps', '--disable-warning=TimeoutNegativeWarning']
/** A machine that does much else at the same time needs minutes for what takes a second alone. */
const READY_MS_MAX = 240_000
const READY_POLL_MS = 100
const ANSWER_MS_MAX = 2_000
const RESTART_PAUSE_MS = 250
const STOP_MS_MAX = 10_000

/** One app as a process of its own: started, watched, started again, stopped, or killed by whoever tests it. */
export class AppProcess {
  private child: ChildProcess | undefined
  private wanted = false

  constructor(private readonly options: AppProcessOptions) {}

  get app(): string {
    return this.options.app
  }

  get pid(): number | undefined {
    return this.child?.pid
  }

  get port(): number {
    return this.options.port
  }

  start(): void {
    this.wanted = true
    mkdirSync(this.options.logDirectory, { recursive: true })
    const log = openSync(join(this.options.logDirectory, `${this.options.app}.log`), 'a')
    const { app, program, environment } = this.options
    const cache = environment['NODE_COMPILE_CACHE']
    // Node lets a process into a folder only if it is there when the process starts
    if (cache !== undefined) mkdirSync(cache, { recursive: true })
    const permissions = permissionOptions(reachOf(app, program, environment))
    const child = spawn(process.execPath, [...NODE_OPTIONS, ...permissions, program], {
      env: environment,
      // The channel carries nothing; when whoever started the app vanishes it closes, and the app ends too.
      stdio: ['ignore', log, log, 'ipc'],
    })
    closeSync(log)
    this.child = child
    if (child.pid !== undefined) this.options.onStart?.(this.options.app, child.pid)
    child.once('exit', (code, signal) => {
      if (this.child === child) this.child = undefined
      this.options.onExit?.(this.options.app, code, signal)
      if (this.wanted && this.options.restarts)
        setTimeout(() => {
          if (this.wanted && this.child === undefined) this.start()
        }, RESTART_PAUSE_MS).unref()
    })
  }

  /** @throws HubError HUB_APP_NOT_READY with the place of its log */
  async ready(withinMs = READY_MS_MAX): Promise<void> {
    const deadline = performance.now() + withinMs
    while (performance.now() < deadline) {
      if (await this.answers()) return
      if (this.wanted && !this.options.restarts && this.child === undefined) break
      await pause(READY_POLL_MS)
    }
    throw new HubError(
      'HUB_APP_NOT_READY',
      `${this.options.app} did not become ready; see ${join(this.options.logDirectory, `${this.options.app}.log`)}.`,
      'after-repair',
    )
  }

  /** Plain HTTP: `fetch` needs ten times the processor to find that nobody is there yet, which several apps ask at once. */
  answers(): Promise<boolean> {
    return new Promise((resolve) => {
      const asked = get(
        {
          host: '127.0.0.1',
          port: this.options.port,
          path: '/health/ready',
          agent: false,
          timeout: ANSWER_MS_MAX,
        },
        (response) => {
          response.resume()
          resolve(response.statusCode === 200)
        },
      )
      asked.on('timeout', () => asked.destroy())
      asked.on('error', () => resolve(false))
    })
  }

  signal(signal: NodeJS.Signals): void {
    this.child?.kill(signal)
  }

  /** Asks it to end, and makes it end after ten seconds. */
  async stop(): Promise<void> {
    this.wanted = false
    const child = this.child
    if (child === undefined) return
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
    child.kill('SIGCONT')
    child.kill('SIGTERM')
    const forced = setTimeout(() => child.kill('SIGKILL'), STOP_MS_MAX)
    await gone
    clearTimeout(forced)
  }
}
