import { composeDown } from './by-compose.js'
import { removeContainers } from './by-containers.js'
import type { Guarded } from './guard.js'
import { forgetLocal, stopLocal } from './local-servers.js'

/*
 * Outlives the process that started servers, to end them when it is gone: its end closes our standard input, whether it ended
 * well, was killed or lost its terminal. Told to stand down, it leaves everything as it is.
 */
const guarded = JSON.parse(process.argv[2] ?? '{}') as Guarded
let heard = ''
for (const name of ['SIGINT', 'SIGHUP', 'SIGTERM'] as const) process.on(name, () => undefined)
process.stdin.setEncoding('utf8')
process.stdin.on('data', (text: string) => (heard += text))
process.stdin.on('end', () => {
  if (heard.startsWith('stand down')) return
  if (guarded.how === 'docker') void removeContainers(guarded.stack)
  else if (guarded.how === 'compose') void composeDown(guarded.stack)
  else void (guarded.forget ? forgetLocal(guarded.stack) : stopLocal(guarded.stack))
})
