import { forgetLocal, stopLocal } from './local-servers.js'
import type { LocalStack } from './local-servers.js'

/*
 * Outlives the process that started local servers, to stop them when it is gone: its end closes our standard input, whether it
 * ended well, was killed or lost its terminal. Told to stand down, it leaves everything as it is.
 */
const [stackText, deed] = process.argv.slice(2)
const stack = JSON.parse(stackText ?? '{}') as LocalStack
let heard = ''
for (const name of ['SIGINT', 'SIGHUP', 'SIGTERM'] as const) process.on(name, () => undefined)
process.stdin.setEncoding('utf8')
process.stdin.on('data', (text: string) => (heard += text))
process.stdin.on('end', () => {
  if (heard.startsWith('stand down')) return
  void (deed === 'forget' ? forgetLocal(stack) : stopLocal(stack))
})
