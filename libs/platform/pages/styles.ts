import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** `dist/govuk` of the package. */
export function frontendDirectory(): string {
  return dirname(createRequire(import.meta.url).resolve('govuk-frontend/dist/govuk/template.njk'))
}

/**
 * The package's style sheet without the typeface GDS Transport, which is licensed to services of GOV.UK alone: text is set in
 * Arial. Below it our own few rules.
 */
export function styleSheet(ownFile: string): { text: string; tag: string } {
  const theirs = readFileSync(join(frontendDirectory(), 'govuk-frontend.min.css'), 'utf8')
    .replace(/@font-face\{[^}]*\}/g, '')
    .replace(/"?GDS Transport"?,/g, '')
    .replace(/\/\*# sourceMappingURL=.*?\*\//, '')
  const text = `${theirs}\n${readFileSync(ownFile, 'utf8')}`
  return { text, tag: createHash('sha256').update(text).digest('base64url').slice(0, 16) }
}
