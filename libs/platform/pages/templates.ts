import { dirname, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

const BUILT = `${sep}dist${sep}`

/**
 * Where the templates beside a module are: its own folder, and the folder of its source, since the compiler copies no
 * templates. @param url the module's `import.meta.url`
 */
export function templatesBeside(url: string): string[] {
  const own = dirname(fileURLToPath(url))
  const at = own.lastIndexOf(BUILT)
  return at < 0 ? [own] : [own, `${own.slice(0, at)}${sep}${own.slice(at + BUILT.length)}`]
}
