import { existsSync } from 'node:fs'
import { HubError } from '#core/kernel'
import { hasEnded, signal, stopRecorded } from '../../servers/process-record.js'
import { startStack as localStack } from '../../servers/by-processes.js'
import { stopLocal } from '../../servers/local-servers.js'
import { tell } from '../answer.js'
import { homeOf } from '../hub-place.js'
import { processFolder } from '../stack/applications.js'
import { readStackRecord, removeStackRecord } from '../stack/stack-record.js'

const STOP_MS_MAX = 60_000

/** `interlock down`: stops what was started from this checkout, and whatever an earlier start left behind. */
export async function down(): Promise<void> {
  const home = homeOf()
  const record = readStackRecord(home)
  if (record !== undefined) {
    signal(record.pid, 'SIGTERM')
    if (!(await hasEnded(record, STOP_MS_MAX))) {
      signal(record.pid, 'SIGKILL')
      throw new HubError('HUB_STACK_NOT_STOPPED', 'The stack did not stop within a minute and was killed.')
    }
  }
  const left = existsSync(home)
    ? [...(await stopRecorded(processFolder(home))), ...(await stopLocal(localStack(home)))]
    : []
  removeStackRecord(home)
  if (record === undefined && left.length === 0) tell('Nothing ran.')
  else tell('Everything is stopped; the data stay.')
}
