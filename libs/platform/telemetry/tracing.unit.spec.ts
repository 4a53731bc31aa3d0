import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from '@jest/globals'
import { traceParentFrom } from './span.js'
import { startTracing, stopTracing, tracing } from './tracing.js'

const here = dirname(fileURLToPath(import.meta.url))

it('is off where no collector is named, and loads nothing of OpenTelemetry then', async () => {
  await startTracing('test', undefined)
  expect(tracing()).toBeUndefined()
  await stopTracing()
  const naming = readdirSync(here)
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
    .map((name) => [name, readFileSync(join(here, name), 'utf8')] as const)
  expect(naming.filter(([, text]) => text.includes("from '@opentelemetry/")).map(([name]) => name)).toEqual([
    'open-telemetry.ts',
  ])
  const loading = naming.filter(([, text]) => text.includes('open-telemetry.js'))
  expect(loading.map(([name, text]) => [name, text.includes("await import('./open-telemetry.js')")])).toEqual(
    [['tracing.ts', true]],
  )
})

it('follows a trace context that is one, and passes over what is not', () => {
  const good = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
  expect(traceParentFrom(good)).toBe(good)
  for (const bad of [
    undefined,
    7,
    '',
    '00-zz',
    good.toUpperCase(),
    good.replace('00-0', '01-0'),
    `00-${'0'.repeat(32)}-b7ad6b7169203331-01`,
    `00-0af7651916cd43dd8448eb211c80319c-${'0'.repeat(16)}-01`,
    `${good}-more`,
  ])
    expect(traceParentFrom(bad)).toBeUndefined()
})
