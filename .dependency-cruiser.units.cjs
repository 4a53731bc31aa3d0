/** @type {import('dependency-cruiser').IConfiguration} */

// What a unit spec can reach when it runs. A cruise of its own, from the unit specs alone, because here an `import type` leads
// nowhere, while in .dependency-cruiser.cjs even a type shows who knows whom.

const { options } = require('./.dependency-cruiser.cjs')

module.exports = {
  forbidden: [
    {
      name: 'unit-specs-never-reach-servers',
      severity: 'error',
      comment:
        'A unit spec that can reach Kafka, PostgreSQL or another process, even three imports away, is not a unit spec: call it int.spec, or take the decision out of what does the work.',
      from: { path: '\\.unit\\.spec\\.ts$' },
      // a door that is only named by a type is not followed, so what stands behind a door says that it was really entered
      to: {
        path: '^libs/(platform/(kafka|postgres|processes)|testkit/harness)/(?!index\\.ts$)',
        reachable: true,
      },
    },
  ],
  options: { ...options, doNotFollow: { path: 'node_modules', dependencyTypes: ['type-only'] } },
}
