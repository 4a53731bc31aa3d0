import { HubError } from './fault.js'

/** Marks a branch that the types rule out; reached only when data from outside was trusted without a check. */
export function unreachable(value: never): never {
  throw new HubError('HUB_KERNEL_UNREACHABLE', `No branch handles ${JSON.stringify(value)}.`)
}
