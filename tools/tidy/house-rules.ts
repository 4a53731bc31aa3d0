/** A text file of the repository: its path from the root, with forward slashes. */
export interface SourceFile {
  readonly path: string
  readonly text: string
}

/** What neither the compiler, nor the linter, nor dependency-cruiser can see. */
export interface HouseRule {
  readonly name: string
  readonly says: string
  readonly appliesTo: (path: string) => boolean
  /** Line numbers at fault, from 1. */
  readonly find: (file: SourceFile) => readonly number[]
}

/** One line a fault: `path:line  name: says`. */
export function houseFaults(rules: readonly HouseRule[], files: readonly SourceFile[]): string[] {
  return rules.flatMap((rule) =>
    files
      .filter(({ path }) => rule.appliesTo(path))
      .flatMap((file) => rule.find(file).map((line) => `${file.path}:${line}  ${rule.name}: ${rule.says}`)),
  )
}

const LINES_MAX = 300
const ENGINES = /^(libs\/(core|platform)|apps\/(intake|register|exchange|reconciler|delivery|console))\//
const PROOF = /(\.spec\.ts|\.fixture\.ts)$|^(test|bench|libs\/testkit)\//

/**
 * The rules of the house.
 * @param words what only data may know: event namespaces, units and boroughs, read from the contracts
 */
export function houseRules(words: DomainWords): readonly HouseRule[] {
  return [
    {
      name: 'core-reads-no-clock',
      says: 'time is an event, so core takes the instant as an argument',
      appliesTo: (path) => /^libs\/core\/.*\.ts$/.test(path) && !PROOF.test(path),
      find: inCode(/\bnew Date\(\s*\)|\bDate\.now\b|\bMath\.random\b/),
    },
    {
      name: 'errors-have-codes',
      says: 'throw a HubError whose code has a runbook page, or return the refusal as a value',
      appliesTo: (path) => /^(libs\/core|apps)\/.*\.ts$/.test(path) && !PROOF.test(path),
      find: inCode(/\bthrow new Error\(/),
    },
    {
      name: 'one-place-reads-the-environment',
      says: 'platform/config reads the environment, once and typed; a main.ts only hands it over whole',
      appliesTo: (path) =>
        /^(libs|apps)\/.*\.ts$/.test(path) && !PROOF.test(path) && !path.startsWith('libs/platform/config/'),
      find: (file) =>
        inCode(
          /^apps\/[^/]+\/main\.ts$|^libs\/platform\/processes\//.test(file.path)
            ? /\bprocess\.env\s*[.[]/
            : /\bprocess\.env\b/,
        )(file),
    },
    {
      name: 'names-say-something',
      // Common Platform is the courts' own name for their system
      says: 'name the file after its idea',
      appliesTo: () => true,
      find: ({ path }) =>
        /(^|[/.-])(utils?|helpers?|common(?!-platform\b)|misc|shared|managers?)([/.-]|$)/i.test(path)
          ? [1]
          : [],
    },
    {
      name: 'one-idea-a-file',
      says: `more than ${LINES_MAX} lines are more than one idea`,
      appliesTo: (path) => /\.(ts|mjs|cjs|njk)$/.test(path) && !/\.d\.ts$|generated/.test(path),
      find: ({ text }) => (text.trimEnd().split('\n').length > LINES_MAX ? [LINES_MAX + 1] : []),
    },
    {
      name: 'nothing-unfinished',
      says: 'finish it, or leave it out',
      appliesTo: (path) => /\.(ts|mjs|cjs|njk|ya?ml|md)$/.test(path),
      find: inText(/\b(TO[D]O|FIX[M]E|XX[X])\b|not implemente[d]/),
    },
    {
      name: 'nothing-switched-off',
      says: 'a test that does not run and a rule that is off prove nothing',
      appliesTo: (path) => /\.(ts|mjs|cjs)$/.test(path),
      find: inText(
        /\b(it|test|describe)\.(only|ski[p])\(|\bx(it|describe)\(|@ts-(ignor[e]|expec[t])|(es|ox)lint-disabl[e]/,
      ),
    },
    {
      name: 'no-traces-of-a-machine',
      says: 'a path of somebody’s machine, the host of a package registry, or who wrote it: none belongs here',
      appliesTo: (path) => path !== 'package-lock.json',
      find: inText(
        /\/(wor[k]|far[m]|roo[t])\/|\/tm[p]\/[a-z]|\b(registry|repo1?|deb|pypi)\.(?!example)[a-z]+\.(org|com|io|net)\b|\bCE[O]\b|\bsubagen[t]|\bdeveloper\S* sessio[n]|\bLL[M]\b/,
      ),
    },
    {
      name: 'engines-know-no-parties',
      says: 'an organisation, unit, borough or event of an agency is data: contracts say it, engines read it',
      appliesTo: (path) => ENGINES.test(path) && path.endsWith('.ts') && !PROOF.test(path),
      find: inCode(quoted(words)),
    },
  ]
}

export interface DomainWords {
  /** First words of event types that agencies speak; the hub's own is not among them. */
  readonly namespaces: readonly string[]
  readonly organisations: readonly string[]
  readonly boroughs: readonly string[]
}

function quoted({ namespaces, organisations, boroughs }: DomainWords): RegExp {
  const or = (list: readonly string[]) => list.map((word) => word.replace(/[^\w -]/g, '.')).join('|')
  const types = `(${or(namespaces)})\\.[a-z-]+\\.[a-z-]+`
  const units = `(${or(organisations)})/[a-z0-9-]+`
  return new RegExp(`(['"\`])(${types}|${units}|${or(boroughs)})\\1`)
}

function inText(pattern: RegExp): HouseRule['find'] {
  return ({ text }) => text.split('\n').flatMap((line, at) => (pattern.test(line) ? [at + 1] : []))
}

/** As `inText`, with comments left out: a comment may say what code may not do. */
function inCode(pattern: RegExp): HouseRule['find'] {
  return ({ path, text }) =>
    inText(pattern)({
      path,
      text: text
        .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ''))
        .replace(/(^|\s)\/\/.*$/gm, ''),
    })
}
