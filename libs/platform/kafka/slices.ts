import kafkajs, { type Assignment, type PartitionAssigner } from 'kafkajs'

/**
 * A stage's partitions are worked in slices: slice n holds partition p of every topic where p mod SLICES is n. One process
 * holds a whole slice, and one transactional id fences it, so that what is there from several partitions goes through in one
 * PostgreSQL transaction and one Kafka transaction (decision 38). As many processes as slices can share a stage's work.
 *
 * All processes that ever hold a partition must agree on its transactional id: to change the number, stop all of them first.
 */
export const SLICES = 1

export const sliceOf = (partition: number): number => partition % SLICES

/** Gives each slice to one member as a whole: members and slices sorted, one after the other. */
export const sliceAssigner: PartitionAssigner = ({ cluster }) => ({
  name: `slices-${SLICES}`,
  version: 0,
  async assign({ members, topics }) {
    const sorted = members.map(({ memberId }) => memberId).sort()
    const assignments = new Map<string, Assignment>(sorted.map((memberId) => [memberId, {}]))
    for (const topic of topics)
      for (const { partitionId } of cluster.findTopicPartitionMetadata(topic)) {
        const assignment = assignments.get(sorted[sliceOf(partitionId) % sorted.length]!)!
        ;(assignment[topic] ??= []).push(partitionId)
      }
    return [...assignments].map(([memberId, assignment]) => ({
      memberId,
      memberAssignment: kafkajs.AssignerProtocol.MemberAssignment.encode({
        version: this.version,
        assignment,
        userData: Buffer.alloc(0),
      }),
    }))
  },
  protocol({ topics }) {
    const metadata = { version: this.version, topics, userData: Buffer.alloc(0) }
    return { name: this.name, metadata: kafkajs.AssignerProtocol.MemberMetadata.encode(metadata) }
  },
})
