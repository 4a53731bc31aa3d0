import 'reflect-metadata'
import { type DynamicModule, RequestMethod, type Type } from '@nestjs/common'
import { getMetadataStorage } from 'class-validator'

export interface MountedRoute {
  method: string
  path: string
  scopes: readonly string[] | undefined
  /** Names that its query may have. */
  query: readonly string[]
}

type Controller = Type<Record<string, unknown>>

/** The routes that a module mounts, as Nest reads them: from the metadata of its controllers and of what it imports. */
export function mountedRoutes(module: Type<unknown> | DynamicModule): MountedRoute[] {
  const own = 'module' in module ? module : undefined
  const type = own?.module ?? (module as Type<unknown>)
  const controllers = [...(own?.controllers ?? []), ...listOf(type, 'controllers')] as Controller[]
  const imported = [...(own?.imports ?? []), ...listOf(type, 'imports')] as (Type<unknown> | DynamicModule)[]
  return [...controllers.flatMap(routesOf), ...imported.flatMap(mountedRoutes)]
}

function listOf(type: Type<unknown>, what: string): unknown[] {
  return (Reflect.getMetadata(what, type) as unknown[] | undefined) ?? []
}

function routesOf(controller: Controller): MountedRoute[] {
  const base = String(Reflect.getMetadata('path', controller) ?? '')
  return Object.getOwnPropertyNames(controller.prototype).flatMap((name) => {
    const handler = Object.getOwnPropertyDescriptor(controller.prototype, name)?.value as object | undefined
    const method = typeof handler === 'function' ? methodOf(handler) : undefined
    if (handler === undefined || method === undefined) return []
    const scopes = (Reflect.getMetadata('interlock:scopes', handler) ??
      Reflect.getMetadata('interlock:scopes', controller)) as string[] | undefined
    const paths = [Reflect.getMetadata('path', handler) as string | string[]].flat()
    return paths.map((path) => ({
      method,
      path: joined(base, path),
      scopes,
      query: queryOf(controller, name),
    }))
  })
}

function methodOf(handler: object): string | undefined {
  const method = Reflect.getMetadata('method', handler) as RequestMethod | undefined
  return method === undefined ? undefined : RequestMethod[method]?.toLowerCase()
}

/** Nest's `receipts` and `:eventId` → `/receipts/{eventId}` */
function joined(base: string, path: string): string {
  const parts = [base, path].map((part) => part.replace(/^\/|\/$/g, '')).filter((part) => part !== '')
  return `/${parts.join('/')}`.replace(/:(\w+)/g, '{$1}')
}

/** Nest keeps `<kind>:<index>` for each decorated parameter; 4 is a query. */
const QUERY = 4

function queryOf(controller: Controller, name: string): string[] {
  const decorated = (Reflect.getMetadata('__routeArguments__', controller, name) ?? {}) as Record<
    string,
    { index: number; data?: unknown }
  >
  const types = (Reflect.getMetadata('design:paramtypes', controller.prototype as object, name) ??
    []) as Type<unknown>[]
  return Object.entries(decorated).flatMap(([kind, { index, data }]) => {
    if (!kind.startsWith(`${QUERY}:`)) return []
    if (typeof data === 'string') return [data]
    const members = getMetadataStorage().getTargetValidationMetadatas(types[index]!, '', false, false)
    return [...new Set(members.map(({ propertyName }) => propertyName))]
  })
}
