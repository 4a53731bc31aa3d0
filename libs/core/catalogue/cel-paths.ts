import type { ASTNode } from '@marcbachmann/cel-js'
import { memberOf, type Shape } from './shape.js'

type Roots = ReadonlyMap<string, Shape>
/** Paths known to be present where an operand is evaluated, because a `has()` before it said so. */
type Known = ReadonlySet<string>

/**
 * What the type checker of the CEL library does not see: fields inside `has()`, optional fields read without a `has()`
 * before them, and literals that a list of allowed values rules out. Sentences, one for each fault.
 */
export function pathFaults(ast: ASTNode, roots: Roots): string[] {
  const faults = new Set<string>()
  walk(ast, new Set(), roots, faults)
  return [...faults]
}

function walk(node: ASTNode, known: Known, roots: Roots, faults: Set<string>): void {
  switch (node.op) {
    case '&&':
      walk(node.args[0], known, roots, faults)
      return walk(node.args[1], union(known, present(node.args[0], true)), roots, faults)
    case '||':
      walk(node.args[0], known, roots, faults)
      return walk(node.args[1], union(known, present(node.args[0], false)), roots, faults)
    case '?:':
      walk(node.args[0], known, roots, faults)
      walk(node.args[1], union(known, present(node.args[0], true)), roots, faults)
      return walk(node.args[2], union(known, present(node.args[0], false)), roots, faults)
    case '.':
    case '[]':
      return walkAccess(node, known, roots, faults)
    case 'call':
      if (node.args[0] === 'has' && node.args[1][0]) return walkHas(node.args[1][0], known, roots, faults)
      return walkAll(node.args[1], known, roots, faults)
    case 'rcall':
      return walkAll([node.args[1], ...node.args[2]], known, roots, faults)
    case '==':
    case '!=':
    case 'in':
      checkLiterals(node.args[0], node.args[1], roots, faults)
      return walkAll(node.args, known, roots, faults)
    default:
      return walkAll(childrenOf(node), known, roots, faults)
  }
}

function walkAll(nodes: readonly ASTNode[], known: Known, roots: Roots, faults: Set<string>): void {
  for (const node of nodes) walk(node, known, roots, faults)
}

function walkAccess(node: ASTNode, known: Known, roots: Roots, faults: Set<string>): void {
  const path = pathOf(node)
  if (path === undefined || !roots.has(path[0] ?? '')) return walkAll(childrenOf(node), known, roots, faults)
  const fault = readFault(path, known, roots)
  if (fault !== undefined) faults.add(fault)
}

/** `has(data.a.b)` says whether `b` is there; `data.a` itself is read, so it must be certain. */
function walkHas(node: ASTNode, known: Known, roots: Roots, faults: Set<string>): void {
  const path = pathOf(node)
  if (path === undefined) return walk(node, known, roots, faults)
  const fault = readFault(path, new Set([...known, path.join('.')]), roots)
  if (fault !== undefined) faults.add(fault)
}

function readFault(path: readonly string[], known: Known, roots: Roots): string | undefined {
  let shape = roots.get(path[0] ?? '')
  for (let depth = 1; depth < path.length && shape !== undefined; depth++) {
    const name = path[depth] ?? ''
    const member = memberOf(shape, name)
    const parent = path.slice(0, depth).join('.')
    const here = `${parent}.${name}`
    if (!member.found) {
      const mend =
        member.known.length > 0 ? `use one of ${member.known.join(', ')}` : `${parent} has no fields`
      return `${here} does not exist: ${mend}.`
    }
    if (member.optional && !known.has(here))
      return `${here} may be absent, and reading it then is an error: write has(${here}) && before it.`
    shape = member.shape
  }
  return undefined
}

/** The paths that are certainly present where `node` is true (or false). */
function present(node: ASTNode, truth: boolean): Set<string> {
  if (node.op === 'call' && node.args[0] === 'has' && truth && node.args[1][0]) {
    const path = pathOf(node.args[1][0])
    return new Set(path === undefined ? [] : path.map((_, end) => path.slice(0, end + 1).join('.')))
  }
  if (node.op === '!_') return present(node.args, !truth)
  if ((node.op === '&&' && truth) || (node.op === '||' && !truth))
    return union(present(node.args[0], truth), present(node.args[1], truth))
  return new Set()
}

/** `data.a['b'].c` as its names, or undefined for anything that is not a fixed path from a name. */
export function pathOf(node: ASTNode): string[] | undefined {
  if (node.op === 'id') return [node.args]
  if (node.op === '.') return append(pathOf(node.args[0]), node.args[1])
  if (node.op !== '[]') return undefined
  const key = node.args[1]
  return key.op === 'value' && typeof key.args === 'string'
    ? append(pathOf(node.args[0]), key.args)
    : undefined
}

function append(path: string[] | undefined, name: string): string[] | undefined {
  return path === undefined ? undefined : [...path, name]
}

/** A comparison with a value that the field can never have is a slip of the pen: `data.orderType == 'SOPOO'`. */
function checkLiterals(left: ASTNode, right: ASTNode, roots: Roots, faults: Set<string>): void {
  for (const [side, other] of [
    [left, right],
    [right, left],
  ] as const) {
    const path = pathOf(side)
    const shape = path === undefined ? undefined : shapeOf(path, roots)
    const allowed = shape?.enum ?? shape?.items?.enum
    if (path === undefined || allowed === undefined) continue
    for (const literal of literalsOf(other))
      if (!allowed.includes(literal))
        faults.add(
          `${path.join('.')} is never '${literal}': its values are ${allowed.slice(0, 40).map(String).join(', ')}.`,
        )
  }
}

function shapeOf(path: readonly string[], roots: Roots): Shape | undefined {
  let shape = roots.get(path[0] ?? '')
  for (const name of path.slice(1)) {
    const member = shape === undefined ? undefined : memberOf(shape, name)
    shape = member?.found ? member.shape : undefined
  }
  return shape
}

function literalsOf(node: ASTNode): string[] {
  const nodes = node.op === 'list' ? node.args : [node]
  return nodes.flatMap((item) => (item.op === 'value' && typeof item.args === 'string' ? [item.args] : []))
}

/** Every name that the expression reads from `root`, first members only: `person.inCustody` gives `inCustody`. */
export function membersRead(ast: ASTNode, root: string): Set<string> {
  const members = new Set<string>()
  const visit = (node: ASTNode): void => {
    const path = node.op === '.' || node.op === '[]' ? pathOf(node) : undefined
    if (path?.[0] === root && path[1] !== undefined) members.add(path[1])
    for (const child of childrenOf(node)) visit(child)
  }
  visit(ast)
  return members
}

/** Whether the expression names `root` at all. */
export function reads(ast: ASTNode, root: string): boolean {
  return (ast.op === 'id' && ast.args === root) || childrenOf(ast).some((child) => reads(child, root))
}

function childrenOf(node: ASTNode): readonly ASTNode[] {
  return nodesIn(node.args)
}

function nodesIn(args: unknown): ASTNode[] {
  if (Array.isArray(args)) return args.flatMap(nodesIn)
  return typeof args === 'object' && args !== null && 'op' in args ? [args as ASTNode] : []
}

function union(one: Known, other: Known): Set<string> {
  return new Set([...one, ...other])
}
