/** @type {import('dependency-cruiser').IConfiguration} */

// Core decides. Platform does. Apps introduce them to each other. Testkit pretends.
// Every rule is a sentence and its comment says why; test/architecture/layering.spec.ts proves that each one fires.

const SPEC = '\\.spec\\.ts$'
/** What proves something: it may know more than what it proves. */
const PROOF = [SPEC, '\\.fixture\\.ts$', '^test/', '^bench/', '^libs/testkit/']
const FRAMEWORKS =
  '^node_modules/(@nestjs|@fastify|express|fastify|rxjs|reflect-metadata|class-validator|class-transformer)/'
const AGENCY_EDGES = '^apps/(police|probation|prisons|courts|immigration)/'

/** The words of the trade, which every decision may use; each line may use those before it. */
const KERNEL = 'kernel'
const WORDS = 'kernel|calendar|identifiers|messages'
const GROUND = `${WORDS}|catalogue|profile`

module.exports = {
  forbidden: [
    {
      name: 'core-does-no-io',
      severity: 'error',
      comment:
        'Core is arithmetic on messages: no files, sockets, timers or processes, so every decision can be replayed and tested in a millisecond. Hashing is arithmetic.',
      from: { path: '^libs/core/', pathNot: '\\.int\\.spec\\.ts$' },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?(assert|buffer|crypto|util)(/|$)' },
    },
    {
      name: 'core-knows-no-framework',
      severity: 'error',
      comment: 'NestJS is how we start, not what we mean.',
      from: { path: '^libs/core/' },
      to: { path: FRAMEWORKS },
    },
    {
      name: 'core-knows-only-core',
      severity: 'error',
      comment:
        'Arrows point inward: platform and apps know core, never the reverse. Specs and fixtures may borrow from testkit.',
      from: { path: '^libs/core/', pathNot: PROOF },
      to: { path: '^(apps|libs|tools|test|bench)/', pathNot: '^libs/core/' },
    },
    {
      name: 'kernel-knows-nobody',
      severity: 'error',
      comment:
        'The kernel is the alphabet: faults, instants, derived names. If it needs a friend, it is not kernel.',
      from: { path: `^libs/core/${KERNEL}/`, pathNot: SPEC },
      to: { path: '^libs/', pathNot: `^libs/core/${KERNEL}/` },
    },
    {
      name: 'words-know-only-the-kernel',
      severity: 'error',
      comment:
        'Calendar, identifiers and messages are the words of the trade: each stands on the kernel alone, so that every engine can use every one of them.',
      from: { path: '^libs/core/(calendar|identifiers|messages)/', pathNot: SPEC },
      to: { path: '^libs/core/', pathNot: [`^libs/core/${KERNEL}/`, '^libs/core/$1/'] },
    },
    {
      name: 'catalogue-knows-only-words',
      severity: 'error',
      comment: 'The catalogue describes what exists; it must not know what we do with it.',
      from: { path: '^libs/core/catalogue/', pathNot: SPEC },
      to: { path: '^libs/core/', pathNot: `^libs/core/(${WORDS}|catalogue)/` },
    },
    {
      name: 'profile-knows-only-catalogue-and-words',
      severity: 'error',
      comment:
        'Exchange and reconciler fold the same profile with the same code; it must not lean towards either.',
      from: { path: '^libs/core/profile/', pathNot: SPEC },
      to: { path: '^libs/core/', pathNot: `^libs/core/(${GROUND})/` },
    },
    {
      name: 'capabilities-are-strangers',
      severity: 'error',
      comment:
        'Admission, persons, sharing, obligations, comparisons and the ledger meet only in an app. If two need the same idea, it belongs below them.',
      from: { path: `^libs/core/(?!(?:${GROUND})/)([^/]+)/`, pathNot: SPEC },
      to: { path: `^libs/core/(?!(?:${GROUND})/)[^/]+/`, pathNot: '^libs/core/$1/' },
    },
    {
      name: 'platform-libs-are-strangers',
      severity: 'error',
      comment:
        'Kafka must not know PostgreSQL: the transaction between them is an app’s decision, readable in one place. Config and telemetry are everybody’s; the start of a stage and of an edge bring several together, and are only that.',
      from: { path: '^libs/platform/(?!security/|edge/|stage/)([^/]+)/', pathNot: SPEC },
      to: { path: '^libs/platform/', pathNot: ['^libs/platform/$1/', '^libs/platform/(config|telemetry)/'] },
    },
    {
      name: 'security-knows-only-http',
      severity: 'error',
      comment:
        'A guard is part of an HTTP answer, so it speaks the problem details of platform/http, and of nothing else.',
      from: { path: '^libs/platform/security/', pathNot: SPEC },
      to: { path: '^libs/platform/', pathNot: '^libs/platform/(security|http|config|telemetry)/' },
    },
    {
      name: 'edge-knows-no-kafka',
      severity: 'error',
      comment:
        'What the agencies’ edges have in common stands on HTTP, logins and kept messages, and on the points at which a test stops a process. An edge meets the hub as any agency would, over HTTP.',
      from: { path: '^libs/platform/edge/', pathNot: SPEC },
      to: {
        path: '^libs/platform/',
        pathNot: '^libs/platform/(edge|http|security|postgres|config|telemetry|processes)/',
      },
    },
    {
      name: 'only-edges-stand-on-platform-edge',
      severity: 'error',
      comment: 'The hub’s own apps must not come to lean on what translates one agency’s formats.',
      from: {
        path: '^(apps|libs)/',
        pathNot: ['^libs/platform/edge/', AGENCY_EDGES, '^apps/agencies/', ...PROOF],
      },
      to: { path: '^libs/platform/edge/' },
    },
    {
      name: 'platform-makes-no-decisions',
      severity: 'error',
      comment:
        'An adapter carries a message; it does not decide about it. It sees the words and the catalogue only.',
      from: { path: '^libs/platform/', pathNot: SPEC },
      to: { path: '^libs/core/', pathNot: `^libs/core/(${WORDS}|catalogue)/` },
    },
    {
      name: 'libs-never-know-apps',
      severity: 'error',
      comment: 'Apps are leaves: a library that knew one could serve no other.',
      from: { path: '^libs/' },
      to: { path: '^apps/' },
    },
    {
      name: 'apps-are-strangers',
      severity: 'error',
      comment:
        'Apps talk through topics and published views, never through imports: each can be deployed, stopped and replayed alone. Only `agencies` hosts the edges in one process on one machine.',
      from: { path: '^apps/(?!agencies/)([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'agencies-hosts-only-edges',
      severity: 'error',
      comment:
        'The local stack hosts the agencies’ edges in one process; the hub’s own apps stay a process each.',
      from: { path: '^apps/agencies/' },
      to: { path: '^apps/', pathNot: ['^apps/agencies/', AGENCY_EDGES] },
    },
    {
      name: 'enter-by-the-front-door',
      severity: 'error',
      comment: 'A library is its index.ts. Reaching inside makes its author afraid to tidy.',
      from: { path: '^(apps|libs|test|tools|bench)/' },
      to: {
        path: '^libs/(core|platform|testkit)/[^/]+/',
        pathNot: '^libs/(core|platform|testkit)/[^/]+/index\\.ts$',
        // a relative path into a library is the next two rules' business
        dependencyTypes: ['aliased-subpath-import'],
      },
    },
    {
      name: 'libraries-are-imported-by-name',
      severity: 'error',
      comment:
        'From outside, a library is `#core/x`, `#platform/x` or `#testkit/x`: then a reader sees the layer in the import.',
      from: { path: '^(?:apps|test|tools|bench)/' },
      to: { path: '^libs/', dependencyTypesNot: ['aliased-subpath-import'] },
    },
    {
      name: 'libraries-import-each-other-by-name',
      severity: 'error',
      comment: 'A relative path out of a library crosses a border without showing it.',
      from: { path: '^libs/([^/]+)/([^/]+)/' },
      to: { path: '^libs/', pathNot: '^libs/$1/$2/', dependencyTypesNot: ['aliased-subpath-import'] },
    },
    {
      name: 'clients-stand-alone',
      severity: 'error',
      comment:
        'A client is copied into an agency’s own system, where nothing of the hub is: it stands on the platform it runs on, and on its own files.',
      from: { path: '^clients/([^/]+)/', pathNot: SPEC },
      to: { pathNot: ['^clients/$1/'], dependencyTypesNot: ['core'] },
    },
    {
      name: 'the-hub-needs-no-client',
      severity: 'error',
      comment:
        'A client is for those outside. An app that leant on it would meet itself through its own door.',
      from: { path: '^(apps|libs)/', pathNot: PROOF },
      to: { path: '^clients/' },
    },
    {
      name: 'nobody-imports-tools-or-tests',
      severity: 'error',
      comment: 'What ships must run without the scripts and the proofs around it.',
      from: { path: '^(apps|libs)/', pathNot: PROOF },
      to: { path: '^(tools|test|bench)/' },
    },
    {
      name: 'testkit-stays-in-tests',
      severity: 'error',
      comment: 'Nothing that ships may depend on something that pretends.',
      from: { path: '^(apps|libs)/', pathNot: PROOF },
      to: { path: '^libs/testkit/' },
    },
    ...require('./.dependency-cruiser.vendors.cjs')({ PROOF, AGENCY_EDGES }),
    {
      name: 'no-circles',
      severity: 'error',
      comment: 'A circle is one module pretending to be two.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      comment: 'Delete it; git remembers.',
      from: { orphan: true, path: '^(apps|clients|libs)/', pathNot: [SPEC, '\\.d\\.ts$', '/main\\.ts$'] },
      to: {},
    },
    {
      name: 'no-unresolvable',
      severity: 'error',
      comment: 'What is imported must exist, in every place the repository is cloned to.',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-undeclared-packages',
      severity: 'error',
      comment: 'A package that came along with another leaves with it. Declare what you import.',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'no-dev-dependencies-in-what-ships',
      severity: 'error',
      comment: 'It will not be there where the hub runs.',
      from: { path: '^(apps|libs)/', pathNot: PROOF },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    // TypeScript 7 has no programmatic interface yet; swc reads the same syntax and keeps `import type` apart
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|coverage|\\.interlock)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['interlock-source', 'import', 'node', 'default', 'types'],
    },
  },
}
