import { describe, expect, it } from '@jest/globals'
import { HubError } from '#core/kernel'
import { Problem } from '#platform/http'
import { HubClient } from './hub-client.js'

const asAt = { code: 'HUB_EXTRACT_AS_AT', at: '/asAt', says: 'asAt must be a time.' }
const problem = { code: 'HUB_EXTRACT_REFUSED', title: 'The extract cannot be taken.', faults: [asAt] }

/** What a publisher meets when the hub answers so, and what the edge's log is told. */
async function met(status: number, body: object): Promise<{ thrown: unknown; heard: unknown[] }> {
  const heard: unknown[] = []
  const client = new HubClient(
    { intakeUrl: 'http://hub', deliveryUrl: 'http://hub' },
    () => Promise.resolve('token'),
    { onRefused: (answer) => heard.push(answer) },
    () => Promise.resolve(new Response(JSON.stringify(body), { status })),
  )
  return { thrown: await client.publish([{} as never]).catch((error: unknown) => error), heard }
}

describe('what the hub refuses of an edge’s request', () => {
  it('is the sender’s to mend: 422, with every fault in the hub’s own codes', async () => {
    const { thrown, heard } = await met(422, problem)
    expect(thrown).toBeInstanceOf(Problem)
    expect(thrown).toMatchObject({ status: 422, code: 'HUB_EDGE_REFUSED', faults: [asAt] })
    expect(heard).toEqual([{ status: 422, hubCode: 'HUB_EXTRACT_REFUSED' }])
  })

  it('names the hub’s code where the hub lists no faults', async () => {
    const { thrown } = await met(413, { ...problem, faults: [] })
    expect(thrown).toMatchObject({ status: 422, faults: [{ code: problem.code, says: problem.title }] })
  })

  it.each([
    [401, 'after-repair'],
    [403, 'after-repair'],
    [429, 'later'],
    [503, 'later'],
  ])('is not the sender’s when it answers %i: tried again %s', async (status, retry) => {
    const { thrown, heard } = await met(status, {})
    expect(thrown).toBeInstanceOf(HubError)
    expect(thrown).toMatchObject({ code: 'HUB_EDGE_REFUSED', retry })
    expect(heard).toEqual([{ status, hubCode: undefined }])
  })
})
