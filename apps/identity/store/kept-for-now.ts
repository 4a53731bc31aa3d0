import type { Adapter, AdapterPayload } from 'oidc-provider'

/** Sessions, codes and grants held at once; the oldest go first. */
const KEPT_MAX = 10_000

interface Kept {
  payload: AdapterPayload
  expiresAt: number
}

const kept = new Map<string, Kept>()

/**
 * What a sign-in leaves for minutes or hours, in memory: a restart of the local provider signs everybody out. Access tokens
 * are JWTs and kept nowhere.
 */
export class KeptForNow implements Adapter {
  constructor(private readonly model: string) {}

  async upsert(id: string, payload: AdapterPayload, expiresIn: number): Promise<undefined> {
    kept.delete(this.key(id))
    if (kept.size >= KEPT_MAX) kept.delete(kept.keys().next().value!)
    kept.set(this.key(id), { payload, expiresAt: Date.now() + (expiresIn || 86_400) * 1_000 })
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    return this.standing(this.key(id))
  }

  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    for (const [key, { payload }] of kept)
      if (key.startsWith(`${this.model} `) && payload.uid === uid) return this.standing(key)
    return undefined
  }

  async findByUserCode(): Promise<undefined> {}

  async consume(id: string): Promise<undefined> {
    const found = kept.get(this.key(id))
    if (found !== undefined) found.payload.consumed = Math.floor(Date.now() / 1_000)
  }

  async destroy(id: string): Promise<undefined> {
    kept.delete(this.key(id))
  }

  async revokeByGrantId(grantId: string): Promise<undefined> {
    for (const [key, { payload }] of kept) if (payload.grantId === grantId) kept.delete(key)
  }

  private key(id: string): string {
    return `${this.model} ${id}`
  }

  private standing(key: string): AdapterPayload | undefined {
    const found = kept.get(key)
    if (found === undefined || found.expiresAt > Date.now()) return found?.payload
    kept.delete(key)
    return undefined
  }
}
