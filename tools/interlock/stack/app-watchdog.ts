import { stopRecorded } from '../../servers/process-record.js'

/* Outlives the process that started the applications, to end them when it is gone: its end closes our standard input. */
const folder = process.argv[2] ?? ''
let heard = ''
for (const name of ['SIGINT', 'SIGHUP', 'SIGTERM'] as const) process.on(name, () => undefined)
process.stdin.setEncoding('utf8')
process.stdin.on('data', (text: string) => (heard += text))
process.stdin.on('end', () => {
  if (!heard.startsWith('stand down') && folder !== '') void stopRecorded(folder)
})
