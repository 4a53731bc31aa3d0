/** What a caller gets from provideServers: where the two servers are, who may log in, and how to stop, kill and watch them. */
export interface Servers {
  readonly how: 'environment' | 'docker' | 'local'
  readonly kafka: KafkaAccess
  /** `adminUrl`: a PostgreSQL URL whose role may create databases and schemas */
  readonly postgres: {
    readonly adminUrl: string
    /** The apps' own, where an administrator has prepared the servers: then nothing is made there by us. */
    readonly urls?: Readonly<Record<string, string>>
  }
  /** Handles for tests that kill servers; absent where the servers are not ours (environment). */
  readonly processes: { readonly kafka?: ServerProcess; readonly postgres?: ServerProcess }
  /** Text by which attachServers finds them from another process (INTERLOCK_SERVERS). */
  readonly handle: string
  /** Environment of one application: KAFKA_BROKERS, KAFKA_SECURITY, KAFKA_USERNAME, KAFKA_PASSWORD, DATABASE_URL, LEDGER_SECRET. */
  environmentOf(app: string): Record<string, string>
  /** Calls back once for each server that ended without being asked to; `sentence` names it and its log. */
  onDeath(callback: (name: string, sentence: string) => void): void
  /** Stops what was started here, and only that. Safe to call twice. */
  stop(): Promise<void>
}

export interface KafkaAccess {
  readonly brokers: readonly string[]
  readonly security: 'none' | 'scram' | 'scram-tls'
  /** Whom to believe who the brokers are; absent: whom Node.js believes. */
  readonly caFile?: string
  /** may do everything */
  readonly admin: KafkaLogin
  /** one login per application; an application that is not listed uses `admin` */
  readonly users: Readonly<Record<string, KafkaLogin>>
}

export interface KafkaLogin {
  readonly username: string
  readonly password: string
}

/** One server that a test may hurt. Works from any process of the same user, not only the one that started it. */
export interface ServerProcess {
  readonly name: string
  /** Undefined while it is down. For a container: the id of its main process is not ours to know, so always undefined. */
  pid(): number | undefined
  /** Sends a signal; after SIGKILL the death is expected and not reported. */
  kill(signal: NodeJS.Signals): Promise<void>
  /** Starts it again on the same data and the same port, and returns when it answers. */
  restart(): Promise<void>
}

export interface ProvideOptions {
  /** INTERLOCK_HOME: data, logs, credentials */
  readonly home: string
  readonly purpose: 'start' | 'test'
  /** `fixed`: PORT_POSTGRES and PORT_KAFKA or their defaults if free; `free`: whatever the machine offers */
  readonly ports: 'fixed' | 'free'
  /** told what happens, a line each */
  readonly say?: (line: string) => void
}

/**
 * Where one pair of local servers lives. Everything needed to find, stop or restart them is on disk below `folder`, so that
 * any process of the same user can do it: `run/` (records), `kafka/`, `postgres/`, `ports.json`.
 */
export interface LocalStack {
  readonly folder: string
  /** INTERLOCK_HOME: credentials.json and, if the user's cache cannot be written, the broker's jars */
  readonly home: string
  /** the logs are `<logs>-kafka.log` and `<logs>-postgres.log` */
  readonly logs: string
}

/** What another process needs to know to use and hurt two containers. */
export interface ContainerStack {
  readonly kafka: {
    readonly id: string
    readonly port: number
    readonly passwords: Readonly<Record<string, string>>
  }
  readonly postgres: { readonly id: string; readonly url: string }
  /** LEDGER_SECRET */
  readonly ledger: string
  /** compose's containers keep their data in volumes and are not removed by us */
  readonly project?: string
}

/** One run of docker-compose.yml: its name keeps two checkouts apart, its ports are where the host finds the servers. */
export interface ComposeStack {
  readonly project: string
  readonly ports: { readonly postgres: number; readonly kafka: number }
  /** where the other services are published: PORT_INTAKE and so on */
  readonly published?: Readonly<Record<string, string>>
  /** a file of `<name> <secret>` lines that the service `secrets` takes over; without it, it makes up its own */
  readonly given?: string
}
