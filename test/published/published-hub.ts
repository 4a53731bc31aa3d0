import { readClients } from '#platform/security'
import { Hub } from '#testkit/harness'
import { clientCredentials, InterlockClient } from '../../clients/typescript/index.js'
import { OtlpCollector } from './otlp-collector.js'

const APPS = [
  'identity',
  'intake',
  'register',
  'exchange',
  'reconciler',
  'delivery',
  'console',
  'courts',
] as const
const WAIT_MS_MAX = 60_000

/** The whole hub with the courts' edge, traced, as organisations outside meet it: by address and credentials alone. */
export class PublishedHub {
  private readonly clients = new Map<string, InterlockClient>()
  private readonly tokens = new Map<string, () => Promise<string>>()

  private constructor(
    readonly hub: Hub,
    readonly collector: OtlpCollector,
  ) {}

  static async start(): Promise<PublishedHub> {
    const collector = await OtlpCollector.start()
    const hub = await Hub.start({
      apps: APPS,
      environment: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_BSP_SCHEDULE_DELAY: '100' },
    })
    await hub.moveTo('2011-10-04T08:00:00Z')
    return new PublishedHub(hub, collector)
  }

  get apps(): readonly string[] {
    return APPS
  }

  url(app: (typeof APPS)[number]): string {
    return `http://127.0.0.1:${this.hub.app(app).port}`
  }

  secretOf(organisation: string): string {
    return readClients(this.hub.home).find(({ clientId }) => clientId === organisation)!.clientSecret
  }

  token(organisation: string): Promise<string> {
    const known = this.tokens.get(organisation) ?? this.login(organisation)
    this.tokens.set(organisation, known)
    return known()
  }

  client(organisation: string): InterlockClient {
    const known =
      this.clients.get(organisation) ??
      new InterlockClient({
        intakeUrl: this.url('intake'),
        deliveryUrl: this.url('delivery'),
        token: () => this.token(organisation),
      })
    this.clients.set(organisation, known)
    return known
  }

  /** Waits for what another process does; the condition says when it has. */
  async until(holds: () => boolean | Promise<boolean>): Promise<void> {
    const deadline = performance.now() + WAIT_MS_MAX
    while (!(await holds())) {
      if (performance.now() > deadline) throw new Error('waited a minute in vain')
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }

  async stop(): Promise<void> {
    await this.hub.stop()
    this.collector.stop()
  }

  private login(organisation: string): () => Promise<string> {
    return clientCredentials({
      issuer: this.url('identity'),
      clientId: organisation,
      clientSecret: this.secretOf(organisation),
    })
  }
}
