import { setTimeout as pause } from 'node:timers/promises'
import kafkajs, { type AclEntry, type Admin } from 'kafkajs'
import type { Principal } from '#core/catalogue'
import { HubError } from '#core/kernel'

const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } = kafkajs

const KNOWN_MS_MAX = 30_000
const KNOWN_POLL_MS = 25

const RESOURCES = {
  topic: AclResourceTypes.TOPIC,
  group: AclResourceTypes.GROUP,
  'transactional-id': AclResourceTypes.TRANSACTIONAL_ID,
} as const
const PATTERNS = { literal: ResourcePatternTypes.LITERAL, prefixed: ResourcePatternTypes.PREFIXED } as const

/** The rules as Kafka keeps them: one entry an operation. */
export function aclEntries(principals: readonly Principal[]): AclEntry[] {
  return principals.flatMap(({ principal, rules }) =>
    rules.flatMap(({ resource, name, pattern, operations }) =>
      operations.map((operation) => ({
        principal: `User:${principal}`,
        host: '*',
        operation: AclOperationTypes[operation],
        permissionType: AclPermissionTypes.ALLOW,
        resourceType: RESOURCES[resource],
        resourceName: name,
        resourcePatternType: PATTERNS[pattern],
      })),
    ),
  )
}

/**
 * Brings Kafka's rules for these principals to what the contracts give: makes what is missing and takes away what is given
 * no longer, among the names that begin with the prefix. Rules for others, and other hubs' names, are left alone.
 * @param admin an administrator's
 */
export async function provisionAccess(
  admin: Admin,
  principals: readonly Principal[],
  prefix: string,
): Promise<void> {
  const wanted = new Map(aclEntries(principals).map((entry) => [keyOf(entry), entry]))
  const families = new Set([...wanted.values()].map(({ resourceName }) => familyOf(resourceName, prefix)))
  const ours = (entry: AclEntry): boolean =>
    principals.some(({ principal }) => entry.principal === `User:${principal}`) &&
    entry.resourceName.startsWith(prefix) &&
    families.has(familyOf(entry.resourceName, prefix))
  const present = (await everyEntry(admin)).filter(ours)
  const known = new Set(present.map(keyOf))
  const missing = [...wanted].filter(([key]) => !known.has(key)).map(([, entry]) => entry)
  const outdated = present.filter((entry) => !wanted.has(keyOf(entry)))
  if (missing.length > 0) await admin.createAcls({ acl: missing })
  await removeEntries(admin, outdated)
  if (missing.length + outdated.length > 0) await untilKnown(admin, [...wanted.keys()])
}

/** The controller takes rules at once, and a broker learns of them a moment later: asks until it has. */
async function untilKnown(admin: Admin, keys: readonly string[]): Promise<void> {
  const deadline = performance.now() + KNOWN_MS_MAX
  for (;;) {
    const known = new Set((await everyEntry(admin)).map(keyOf))
    if (keys.every((key) => known.has(key))) return
    if (performance.now() > deadline)
      throw new HubError(
        'HUB_KAFKA_RULES_UNKNOWN',
        'Kafka took the access rules and does not list them.',
        'later',
      )
    await pause(KNOWN_POLL_MS)
  }
}

/** Takes away every rule that names something of a hub with this prefix. */
export async function removeAccess(admin: Admin, principals: readonly Principal[]): Promise<void> {
  await removeEntries(admin, aclEntries(principals))
}

/** `facts`, `register`: the first word of a name behind the prefix; another hub's prefix is a word of its own. */
function familyOf(name: string, prefix: string): string {
  return name.slice(prefix.length).split(/[.-]/)[0] ?? ''
}

/** @throws HubError HUB_KAFKA_RULES_REFUSED */
async function everyEntry(admin: Admin): Promise<AclEntry[]> {
  const everything = {
    resourceType: AclResourceTypes.ANY,
    resourcePatternType: ResourcePatternTypes.ANY,
    operation: AclOperationTypes.ANY,
    permissionType: AclPermissionTypes.ANY,
  }
  const { resources } = await admin.describeAcls(everything).catch((cause: Error & { type?: string }) => {
    if (!['SECURITY_DISABLED', 'CLUSTER_AUTHORIZATION_FAILED'].includes(cause.type ?? '')) throw cause
    const why =
      cause.type === 'SECURITY_DISABLED' ? 'the broker has no authorizer' : 'this login is no administrator’s'
    throw new HubError(
      'HUB_KAFKA_RULES_REFUSED',
      `Kafka’s access rules cannot be made: ${why}.`,
      'after-repair',
      {
        cause,
      },
    )
  })
  return resources.flatMap(({ acls, ...resource }) =>
    acls.map((acl) => ({
      ...acl,
      resourceType: resource.resourceType,
      resourceName: resource.resourceName,
      resourcePatternType: resource.resourcePatternType,
    })),
  )
}

async function removeEntries(admin: Admin, entries: readonly AclEntry[]): Promise<void> {
  if (entries.length > 0) await admin.deleteAcls({ filters: [...entries] })
}

function keyOf(entry: AclEntry): string {
  const { principal, operation, resourceType, resourceName, resourcePatternType } = entry
  return [principal, operation, resourceType, resourcePatternType, resourceName].join(' ')
}
