import { type ASTNode, Environment } from '@marcbachmann/cel-js'
import { HubError } from '#core/kernel'
import { membersRead, pathFaults, reads } from './cel-paths.js'
import { rootShapes, type ScopeShape, typedEnvironment } from './cel-types.js'
import type { Condition, Expression, Scope } from './condition.js'
import { type Shape, shapeAt } from './shape.js'

export type Compiled<T> = { ok: true; value: T } | { ok: false; says: readonly string[] }

/** Evaluates without declared types: the catalogue has checked them, and a conversion per message would cost more than the condition. */
const evaluator = new Environment({ unlistedVariablesAreDyn: true, homogeneousAggregateLiterals: false })

const PATH = /^(?:data|event|person|unit|opening)(?:\.[A-Za-z][A-Za-z0-9]*)+$/

/**
 * Compiles a condition and checks it against every scope it will meet (an event's versions, say). One that passed before is
 * compiled when it is first used: an app meets few of the contracts' conditions, and checking them is most of its start.
 */
export function compileCondition(
  text: string,
  scopes: readonly ScopeShape[],
  passedBefore = false,
): Compiled<Condition> {
  if (passedBefore) return celExpression(text, scopes)
  const checked = check(text, scopes, (type) =>
    type === 'bool' || type === 'dyn'
      ? undefined
      : `It yields ${type}, and a condition must yield true or false.`,
  )
  return checked.ok ? celExpression(text, scopes) : checked
}

/**
 * Compiles an expression that yields a value. A bare path (`data.endsOn`) may name an optional field: it yields
 * undefined where the field is absent. Anything else is CEL and asks `has()` first.
 */
export function compileValue(
  text: string,
  scopes: readonly ScopeShape[],
  passedBefore = false,
): Compiled<Expression> {
  if (PATH.test(text))
    return passedBefore ? { ok: true, value: pathExpression(text) } : compilePath(text, scopes)
  if (passedBefore) return celExpression(text, scopes)
  const checked = check(text, scopes, () => undefined)
  return checked.ok ? celExpression(text, scopes) : checked
}

const celExpression = (text: string, [scope]: readonly ScopeShape[]): Compiled<Condition> => ({
  ok: true,
  value: new CelExpression(text, scope?.person),
})

function compilePath(text: string, scopes: readonly ScopeShape[]): Compiled<Expression> {
  const [root = '', ...path] = text.split('.')
  const says = new Set<string>()
  for (const scope of scopes) {
    const shape = rootShapes(scope).get(root)
    const member = shape === undefined ? undefined : shapeAt(shape, path)
    if (member === undefined)
      says.add(`${root} is not known here: name ${[...rootShapes(scope).keys()].join(', ')}.`)
    else if (!member.found) says.add(`${text} does not exist: use one of ${member.known.join(', ')}.`)
  }
  return says.size > 0 ? { ok: false, says: [...says] } : { ok: true, value: pathExpression(text) }
}

/** An expression that reads one path, undefined where any step of it is absent. It never throws. */
export function pathExpression(...texts: readonly string[]): Expression {
  const paths = texts.map((text) => text.split('.'))
  return {
    text: texts.join(', else '),
    readsPerson: texts.some((text) => text.startsWith('person.')),
    value(scope) {
      for (const path of paths) {
        let value: unknown = scope
        for (const name of path)
          value = Object(value) === value ? (value as Record<string, unknown>)[name] : undefined
        if (value !== undefined && value !== null) return value
      }
      return undefined
    },
  }
}

function check(
  text: string,
  scopes: readonly ScopeShape[],
  refuse: (type: string) => string | undefined,
): { ok: true } | { ok: false; says: readonly string[] } {
  const says = new Set<string>()
  let ast: ASTNode | undefined
  try {
    ast = evaluator.parse(text).ast
  } catch (error) {
    return {
      ok: false,
      says: [`The condition cannot be read: ${summaryOf(error)}. Check brackets and quotes.`],
    }
  }
  for (const scope of scopes) {
    const ours = pathFaults(ast, rootShapes(scope))
    for (const fault of ours) says.add(fault)
    const typed = typedEnvironment(scope).check(text)
    if (!typed.valid && ours.length === 0) says.add(typeSentence(summaryOf(typed.error)))
    const refused = typed.valid ? refuse(typed.type ?? 'dyn') : undefined
    if (refused !== undefined) says.add(refused)
  }
  return says.size > 0 ? { ok: false, says: [...says] } : { ok: true }
}

function typeSentence(summary: string): string {
  const wholeNumber = /\bdouble\b.*\bint\b|\bint\b.*\bdouble\b/.test(summary)
  const mend = wholeNumber ? 'numbers arrive as doubles, so write 3.0 for 3' : 'compare values of one type'
  return `The types do not fit (${summary}): ${mend}.`
}

function summaryOf(error: unknown): string {
  const summary = (error as { summary?: unknown }).summary
  return typeof summary === 'string' ? summary : String((error as Error).message)
}

interface Program {
  run: (context: Scope) => unknown
  readsPerson: boolean
  /** What an unknown profile field reads as: no flag is set and every set is empty. */
  unknownPerson: Readonly<Record<string, unknown>>
}

class CelExpression implements Condition {
  private made: Program | undefined

  constructor(
    readonly text: string,
    private readonly person: Shape | undefined,
  ) {}

  get readsPerson(): boolean {
    return this.program.readsPerson
  }

  value(scope: Scope): unknown {
    const { run, readsPerson } = this.program
    try {
      return plain(run(readsPerson ? this.withPerson(scope) : scope))
    } catch (error) {
      throw this.failed(summaryOf(error), error)
    }
  }

  holds(scope: Scope): boolean {
    const value = this.value(scope)
    if (typeof value === 'boolean') return value
    throw this.failed(`it yielded ${JSON.stringify(value)} and not true or false`)
  }

  private get program(): Program {
    return (this.made ??= programOf(this.text, this.person))
  }

  private withPerson(scope: Scope): Scope {
    if (scope.person === undefined) throw new HubError('HUB_CONDITION_FAILED', 'the profile was not given')
    return { ...scope, person: { ...this.program.unknownPerson, ...scope.person } }
  }

  private failed(why: string, cause?: unknown): HubError {
    const says = `The condition \`${this.text}\` cannot be evaluated: ${why}. It is not read as false.`
    return new HubError('HUB_CONDITION_FAILED', says, 'after-repair', { cause })
  }
}

function programOf(text: string, person: Shape | undefined): Program {
  const run = evaluator.parse(text)
  return {
    run: run as (context: Scope) => unknown,
    readsPerson: reads(run.ast, 'person'),
    unknownPerson: defaultsOf(person, membersRead(run.ast, 'person')),
  }
}

function defaultsOf(person: Shape | undefined, members: ReadonlySet<string>): Record<string, unknown> {
  const defaults: Record<string, unknown> = {}
  for (const name of members) {
    const type = person?.properties?.[name]?.type
    if (!(person?.required ?? []).includes(name)) continue
    defaults[name] = type === 'array' ? [] : false
  }
  return defaults
}

/** CEL counts in 64-bit integers; JavaScript's readers expect numbers. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value)
  return Array.isArray(value) && value.some((item) => typeof item === 'bigint') ? value.map(plain) : value
}
