import ipaddr from 'ipaddr.js'

/** Addresses that look public and lead to a cloud's own services for the machine that asks. */
const CLOUD_SERVICES = new Set(['168.63.129.16'])
/** Global unicast (RFC 4291 §2.4, as IANA has assigned it): the only IPv6 that may lie outside our own networks. */
const IPV6_GLOBAL = ipaddr.IPv6.parseCIDR('2000::/3')
/** Top labels kept for one machine or one network (RFC 6761 §6.3, RFC 6762, RFC 8375, ICANN's of 2024). */
const OWN_NAMES = new Set(['localhost', 'localdomain', 'local', 'internal', 'home', 'lan', 'arpa'])
const URL_CHARS_MAX = 500

/**
 * Whether a request of ours may go there: not to this machine, not into a private, shared, link-local or reserved range, nor to
 * such an address dressed as IPv6 (mapped, 6to4, NAT64, Teredo). What cannot be read is not public.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false
  const plain = ipaddr.process(address)
  if (plain.range() !== 'unicast' || CLOUD_SERVICES.has(plain.toString())) return false
  return plain instanceof ipaddr.IPv4 || plain.match(IPV6_GLOBAL)
}

/**
 * What is wrong with a receiver's URL, in words; undefined: nothing that can be seen before the name is resolved.
 * @param localHosts hosts that the configuration allows whatever their address, and without TLS
 */
export function urlFault(text: string, localHosts: ReadonlySet<string>): string | undefined {
  if (text.length > URL_CHARS_MAX || !URL.canParse(text)) return 'It is not a URL of at most 500 characters.'
  const url = new URL(text)
  const isLocal = localHosts.has(url.hostname)
  if (url.protocol !== 'https:' && !(isLocal && url.protocol === 'http:')) return 'Its scheme is not https.'
  if (url.username !== '' || url.password !== '') return 'It carries a login; the signature says who calls.'
  if (url.hash !== '') return 'It has a fragment, which is never sent.'
  if (!isLocal && isPrivateLiteral(url.hostname)) return 'Its address is not a public one.'
  if (!isLocal && isOwnName(url.hostname)) return 'Its name is one of a network of our own.'
  return undefined
}

/** Names that no public resolver answers for; whatever they lead to is ours. Any other is checked when it is resolved. */
function isOwnName(hostname: string): boolean {
  const labels = hostname.replace(/\.$/, '').split('.')
  const isLiteral = ipaddr.isValid(hostname.replace(/^\[|\]$/g, ''))
  return !isLiteral && (labels.length === 1 || OWN_NAMES.has(labels.at(-1)!))
}

function isPrivateLiteral(hostname: string): boolean {
  const literal = hostname.replace(/^\[|\]$/g, '')
  return ipaddr.isValid(literal) && !isPublicAddress(literal)
}
