import { Problem } from '#platform/http'
import type { SandboxRegister } from './sandbox-register.js'

type Misbehaving = Pick<SandboxRegister, 'register' | 'misbehave'>

/** The sandbox registers of an edge, each by its name. */
export class Sandboxes {
  constructor(private readonly registers: readonly Misbehaving[]) {}

  /** @param register the first where none is named @throws Problem 400 HUB_EDGE_MISDEED where the edge has none of that name */
  named(register: string | undefined): Misbehaving {
    const named = this.registers.find((one) => register === undefined || one.register === register)
    if (named !== undefined) return named
    const names = this.registers.map((one) => one.register).join(', ')
    throw new Problem(
      400,
      'HUB_EDGE_MISDEED',
      `No sandbox here has that name; there is ${names}.`,
      'Name one.',
    )
  }
}
