import { expect, it } from '@jest/globals'
import fc from 'fast-check'
import kafkajs, { type Cluster } from 'kafkajs'
import { sliceAssigner, sliceOf } from './slices.js'

const PARTITIONS = { 'facts.courts': 6, 'hub.linked': 12, 'inbox.police': 6 }
const cluster = {
  findTopicPartitionMetadata: (topic: keyof typeof PARTITIONS) =>
    Array.from({ length: PARTITIONS[topic] }, (_, partitionId) => ({ partitionId })),
} as unknown as Cluster

it('gives every partition to one member, and all of a slice to the same', async () => {
  const assigner = sliceAssigner({ cluster, groupId: 'register', logger: undefined as never })
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(fc.uuid(), { minLength: 1, maxLength: 5 }), async (names) => {
      const members = names.map((memberId) => ({ memberId, memberMetadata: Buffer.alloc(0) }))
      const answer = await assigner.assign({ members, topics: Object.keys(PARTITIONS) })
      expect(answer.map(({ memberId }) => memberId).sort()).toEqual([...names].sort())
      const holderOf = new Map<number, string>()
      let held = 0
      for (const { memberId, memberAssignment } of answer) {
        const { assignment } = kafkajs.AssignerProtocol.MemberAssignment.decode(memberAssignment)!
        for (const partition of Object.values(assignment).flat()) {
          held += 1
          expect(holderOf.get(sliceOf(partition)) ?? memberId).toBe(memberId)
          holderOf.set(sliceOf(partition), memberId)
        }
      }
      expect(held).toBe(24)
    }),
  )
})
