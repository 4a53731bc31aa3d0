import { join } from 'node:path'
import { APP_PORTS } from '#platform/config'
import { AppProcess } from '#platform/processes'
import { portOrFree } from '../../servers/ports.js'
import { beganAt, stopRecorded, writeRecord } from '../../servers/process-record.js'
import { repositoryRoot } from '../../servers/repository-root.js'
import type { Servers } from '../../servers/types.js'
import { guardApplications } from './app-guard.js'

/** The processes of the local stack, and the port on which each says whether it is ready. */
export const APPLICATIONS = {
  identity: 'identity',
  intake: 'intake',
  register: 'register',
  exchange: 'exchange',
  reconciler: 'reconciler',
  delivery: 'delivery',
  console: 'console',
  agencies: 'courts',
} as const
export type ApplicationName = keyof typeof APPLICATIONS

export interface ApplicationsOptions {
  home: string
  clock: 'wall' | 'simulated'
  servers: Pick<Servers, 'environmentOf'>
  say: (line: string) => void
}

/** Where the applications record their processes, so that whoever comes later can end them. */
export const processFolder = (home: string): string => join(home, 'run', 'applications')

/** The hub's applications and the agencies' edges, each a process that is started again when it ends unasked. */
export class Applications {
  private readonly processes: AppProcess[]
  private standDown: () => void = () => undefined
  private isStopping = false

  private constructor(
    private readonly options: ApplicationsOptions,
    readonly ports: Readonly<Record<string, number>>,
  ) {
    this.processes = Object.entries(APPLICATIONS).map(([app, portName]) =>
      this.processOf(app, ports[portName]!),
    )
  }

  static async prepare(options: ApplicationsOptions): Promise<Applications> {
    // what an earlier stack left behind when it was killed
    await stopRecorded(processFolder(options.home))
    return new Applications(options, await choosePorts())
  }

  /** Starts all; resolves when every one answers. @throws HubError HUB_APP_NOT_READY */
  async start(): Promise<void> {
    this.standDown = guardApplications(processFolder(this.options.home))
    for (const each of this.processes) each.start()
    await Promise.all(this.processes.map((each) => each.ready()))
  }

  async stop(): Promise<void> {
    this.isStopping = true
    await Promise.all(this.processes.map((each) => each.stop()))
    await stopRecorded(processFolder(this.options.home))
    this.standDown()
  }

  /** What each application, and the operator, is told. */
  environmentOf(app: string): Record<string, string> {
    const { home, clock, servers } = this.options
    const root = repositoryRoot()
    return {
      PATH: process.env['PATH'] ?? '',
      NODE_OPTIONS: '--disable-warning=TimeoutNegativeWarning',
      // seven processes read the same libraries: the second start need not compile them again
      NODE_COMPILE_CACHE: join(home, 'compile-cache'),
      ...Object.fromEntries(
        Object.entries(this.ports).map(([name, port]) => [`PORT_${name.toUpperCase()}`, String(port)]),
      ),
      ...(process.env['KAFKA_PREFIX'] === undefined ? {} : { KAFKA_PREFIX: process.env['KAFKA_PREFIX'] }),
      ...tracing(),
      CLOCK: clock,
      // a receiver of webhooks that somebody tries out is on this machine, without TLS
      WEBHOOK_LOCAL_HOSTS: 'localhost,127.0.0.1',
      INTERLOCK_HOME: home,
      INTERLOCK_CONTRACTS: join(root, 'contracts'),
      LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'info',
      ...serversFor(app, servers.environmentOf(app)),
    }
  }

  private processOf(app: string, port: number): AppProcess {
    const { home, say } = this.options
    const folder = processFolder(home)
    return new AppProcess({
      app,
      program: join(repositoryRoot(), 'dist', 'apps', app, 'main.js'),
      environment: this.environmentOf(app),
      port,
      logDirectory: join(home, 'logs'),
      restarts: true,
      onStart: (name, pid) => {
        const began = beganAt(pid)
        if (began !== undefined) writeRecord(folder, { name, pid, began, port })
      },
      onExit: (name, code, signal) => {
        if (!this.isStopping)
          say(
            `${name} ended unasked (${signal ?? `code ${code}`}) and is started again; see ${join(home, 'logs', `${name}.log`)}`,
          )
      },
    })
  }
}

/** The identity provider keeps nothing in a server; the console speaks to no broker, and keeps no ledger. */
function serversFor(app: string, told: Readonly<Record<string, string>>): Record<string, string> {
  if (app === 'identity') return {}
  return app === 'console' ? { DATABASE_URL: told['DATABASE_URL'] ?? '' } : { ...told }
}

async function choosePorts(): Promise<Record<string, number>> {
  const ports: Record<string, number> = {}
  for (const [name, usual] of Object.entries(APP_PORTS))
    ports[name] = await portOrFree(Number(process.env[`PORT_${name.toUpperCase()}`]) || usual)
  return ports
}

/** OpenTelemetry's own settings go through as they are: traces are on where a collector is named. */
function tracing(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      name.startsWith('OTEL_') && value !== undefined ? [[name, value]] : [],
    ),
  )
}
