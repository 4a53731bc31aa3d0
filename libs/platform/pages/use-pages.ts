import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import fastifyView from '@fastify/view'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import nunjucks, { type Environment } from 'nunjucks'
import { londonDate, londonMoment } from './moments.js'
import { frontendDirectory, styleSheet } from './styles.js'
import { templatesBeside } from './templates.js'

export interface PagesOptions {
  /** Folders of the application's own templates. */
  templates: readonly string[]
  /** What every template sees. */
  globals?: Readonly<Record<string, unknown>>
  /** The application's own filters; they take what a template gives them. */
  filters?: Readonly<Record<string, (...values: never[]) => unknown>>
}

const ASSETS_MAX_AGE_S = 86_400

/**
 * GOV.UK pages from Nunjucks templates, rendered on the server: `reply.view('room/page.njk', data)`. Nothing runs in the
 * browser. The style sheet and images are served under /assets, without the crown and without GDS Transport.
 */
export async function usePages(
  app: NestFastifyApplication,
  { templates, globals = {}, filters = {} }: PagesOptions,
): Promise<void> {
  const own = templatesBeside(import.meta.url)
  const styles = styleSheet(own.map((folder) => join(folder, 'interlock.css')).find(existsSync)!)
  const roots = [...templates, ...own].filter(existsSync)
  await app.register(fastifyView as never, {
    engine: { nunjucks },
    templates: [...roots, frontendDirectory()],
    options: {
      autoescape: true,
      throwOnUndefined: false,
      onConfigure: (environment: Environment) =>
        configure(environment, { ...globals, styleTag: styles.tag }, filters),
    },
  })
  const server = app.getHttpAdapter().getInstance()
  server.get('/assets/interlock.css', (_request, reply) => {
    void reply
      .header('content-type', 'text/css; charset=utf-8')
      .header('cache-control', `public, max-age=${ASSETS_MAX_AGE_S}, immutable`)
      .send(styles.text)
  })
  await app.register(fastifyStatic as never, {
    root: own.map((folder) => join(folder, 'images')).find(existsSync),
    prefix: '/assets/images/',
    index: false,
    maxAge: ASSETS_MAX_AGE_S * 1_000,
  })
}

function configure(
  environment: Environment,
  globals: Readonly<Record<string, unknown>>,
  filters: NonNullable<PagesOptions['filters']>,
): void {
  for (const [name, filter] of Object.entries(filters))
    environment.addFilter(name, filter as (...values: unknown[]) => unknown)
  for (const [name, value] of Object.entries(globals)) environment.addGlobal(name, value)
  environment.addFilter('moment', (at: number | null) => (at === null ? '' : londonMoment(at)))
  environment.addFilter('day', (at: number | null) => (at === null ? '' : londonDate(at)))
  environment.addFilter('grouped', (count: number) => count.toLocaleString('en-GB'))
  environment.addFilter(
    'counted',
    (count: number, one: string, many = `${one}s`) =>
      `${count.toLocaleString('en-GB')} ${count === 1 ? one : many}`,
  )
}
