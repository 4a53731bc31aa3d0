import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Catalogue } from '#core/catalogue'
import { type Topics, topicsOf } from '#core/messages'
import { EDGE_APPS } from '#platform/config'
import { keepContracts } from '#platform/contracts'
import { createKafka, type KafkaClients, type KafkaSettings } from '#platform/kafka'
import { createPool, type Pool } from '#platform/postgres'
import { AppProcess, freePort } from '#platform/processes'
import { ensureClients, ensurePeople } from '#platform/security'
import { moveClock, settled } from '#platform/published'
import { type TestServers, testServers } from './servers.js'
import { createDatabase, databaseEnvironment, dropDatabase } from './test-database.js'
import { adminSettings, kafkaEnvironment, makeTopics, removeTopics } from './test-topics.js'

export interface HubOptions {
  /** Servers of one's own, for tests that hurt them; otherwise those that all tests share. */
  servers?: TestServers
  apps: readonly string[]
  /** `simulated` unless a test is about the wall's clock. */
  clock?: 'simulated' | 'wall'
  contracts?: string
  environment?: Record<string, string>
  /** Start an app again when it dies; off where a test wants to see the death. */
  restarts?: boolean
}

/** The app that hosts every edge in one process. */
const HOST = 'agencies'
const LAST_WORDS_MAX = 1_500
/** Suites run beside each other, on a machine that may be busy with more than they. */
const READY_MS_MAX = 150_000

/** Every process of every hub reads the same libraries: V8 compiles them once. Its entries name the texts they were made of. */
const COMPILE_CACHE = resolve('.interlock', 'compile-cache')

/** A hub of one's own on the real servers: a database, topics under a prefix, and the apps as processes. */
export class Hub {
  readonly apps = new Map<string, AppProcess>()
  private readonly standingBy: AppProcess[] = []
  readonly topics: Topics
  private readonly ports = new Map<string, number>()
  private environment: (app: string) => Record<string, string> = () => ({})

  private constructor(
    readonly prefix: string,
    /** An administrator's; apps have their own. */
    readonly databaseUrl: string,
    readonly pool: Pool,
    /** The test's own, an administrator's; apps have their own. */
    readonly kafka: KafkaClients,
    readonly kafkaSettings: KafkaSettings,
    readonly catalogue: Catalogue,
    readonly home: string,
    readonly servers: TestServers,
    private readonly database: string,
    readonly clock: 'simulated' | 'wall',
  ) {
    this.topics = topicsOf(prefix)
  }

  static async start(options: HubOptions): Promise<Hub> {
    const servers = options.servers ?? testServers()
    const name = `t${randomBytes(5).toString('hex')}`
    const databaseUrl = await createDatabase(servers.databaseUrl, name, servers.migratedDatabase)
    const kafkaSettings = adminSettings(servers)
    const kafka = createKafka(kafkaSettings, `test-${name}`)
    const contracts = options.contracts ?? 'contracts'
    const home = mkdtempSync(join(tmpdir(), 'interlock-'))
    const catalogue = keepContracts(contracts, home, process.env['INTERLOCK_HOME'])
    const prefix = `${name}.`
    await makeTopics(kafka, catalogue, prefix, servers.kafkaSecurity !== 'none')
    const pool = createPool(databaseUrl, { application: 'test', connectionsMax: 4 })
    const hub = new Hub(
      prefix,
      databaseUrl,
      pool,
      kafka,
      kafkaSettings,
      catalogue,
      home,
      servers,
      name,
      options.clock ?? 'simulated',
    )
    ensureClients(home, catalogue.organisations.keys())
    ensurePeople(home, catalogue)
    try {
      await hub.startApps(options, contracts)
    } catch (error) {
      const said = hub.lastWords()
      await hub.stop()
      throw new Error(`The hub did not start. ${said}`, { cause: error })
    }
    return hub
  }

  /** Moves stream time, and returns when everything due by then has been decided, shared and delivered. */
  async moveTo(instant: string): Promise<void> {
    await moveClock(this.pool, Date.parse(instant))
    await this.settled()
  }

  async settled(): Promise<void> {
    await settled(this.pool, { delivers: this.apps.has('delivery'), withinMs: 60_000 })
  }

  /** Where an app listens, or an edge that is hosted with others. */
  urlOf(app: string): string {
    return `http://127.0.0.1:${this.ports.get(app)}`
  }

  /** The process of an app, or that which hosts it with others. */
  app(name: string): AppProcess {
    const app = this.apps.get(name) ?? (EDGE_APPS.includes(name) ? this.apps.get(HOST) : undefined)
    if (app === undefined) throw new Error(`This hub runs no ${name}.`)
    return app
  }

  /** Starts a second process of an app, which stands by until the first loses its partitions. */
  async standBy(name: string): Promise<AppProcess> {
    const port = await freePort()
    const environment = { ...this.environment(name), [`PORT_${name.toUpperCase()}`]: String(port) }
    const process = new AppProcess({ ...this.processOptions(name), environment, port, restarts: false })
    this.standingBy.push(process)
    process.start()
    await process.ready(READY_MS_MAX)
    return process
  }

  /** Stops the app with a signal when it next passes the point (see StagePoint). */
  armFault(app: string, point: string, signal: NodeJS.Signals): void {
    writeFileSync(join(this.home, app), `${point} ${signal}`)
  }

  /** Whether the app has not passed the point yet. */
  isArmed(app: string): boolean {
    return existsSync(join(this.home, app))
  }

  async stop(): Promise<void> {
    await Promise.all([...this.apps.values(), ...this.standingBy].map((app) => app.stop()))
    await this.pool.end()
    await dropDatabase(this.servers.databaseUrl, this.database)
    await removeTopics(this.kafka, this.catalogue, this.prefix, this.servers.kafkaSecurity !== 'none')
    rmSync(this.home, { recursive: true, force: true })
  }

  /** The ends of the apps' logs, which go with the hub. */
  private lastWords(): string {
    const logs = [...this.apps.keys()].map((app) => join(this.home, 'logs', `${app}.log`))
    return logs.map((log) => `${log}:\n${readFileSync(log, 'utf8').slice(-LAST_WORDS_MAX)}`).join('\n')
  }

  private async startApps(options: HubOptions, contracts: string): Promise<void> {
    const { ports } = this
    // one process that hosts every edge, each at a port of its own
    const hosted = options.apps.includes(HOST) ? EDGE_APPS : []
    for (const app of new Set([...options.apps, ...hosted, 'identity', 'intake']))
      ports.set(app, await freePort())
    if (hosted.length > 0) ports.set(HOST, ports.get(hosted[0]!)!)
    this.environment = (app) => ({
      ...this.everyone(ports, contracts),
      ...databaseEnvironment(this.databaseUrl, app),
      ...kafkaEnvironment(this.servers, app),
      ...keptBy(app),
      ...options.environment,
    })
    for (const app of options.apps)
      this.apps.set(
        app,
        new AppProcess({
          ...this.processOptions(app),
          port: ports.get(app)!,
          restarts: options.restarts ?? true,
        }),
      )
    for (const app of this.apps.values()) app.start()
    await Promise.all([...this.apps.values()].map((app) => app.ready(READY_MS_MAX)))
  }

  private processOptions(app: string) {
    const program = join('dist', 'apps', app, 'main.js')
    return { app, program, environment: this.environment(app), logDirectory: join(this.home, 'logs') }
  }

  /** What an app, or the operator, of this hub is told: its own logins and nobody else's. */
  environmentOf(app: string): Record<string, string> {
    return this.environment(app)
  }

  private everyone(ports: Map<string, number>, contracts: string): Record<string, string> {
    return {
      PATH: process.env['PATH'] ?? '',
      NODE_COMPILE_CACHE: COMPILE_CACHE,
      ...Object.fromEntries([...ports].map(([app, port]) => [`PORT_${app.toUpperCase()}`, String(port)])),
      KAFKA_PREFIX: this.prefix,
      CLOCK: this.clock,
      INTERLOCK_HOME: this.home,
      INTERLOCK_CONTRACTS: contracts,
      FAULT_DIRECTORY: this.home,
      LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'info',
    }
  }
}

/** What one app alone keeps, and the operator's way to check it. */
function keptBy(app: string): Record<string, string> {
  if (app === 'delivery') return { WEBHOOK_SECRET: 'another secret of tests' }
  return app === 'exchange' || app === 'operator' ? { LEDGER_SECRET: 'a secret of tests' } : {}
}
