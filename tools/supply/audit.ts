import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { repositoryRoot } from '../servers/repository-root.js'
import { type AuditException, type AuditReport, judgeAudit } from './judge-audit.js'

/*
 * `npm run audit`: asks npm for known weaknesses in what we depend on, and holds them against the exceptions in
 * docs/audit-exceptions.yaml. Exit 0: none is open. 1: some are, or an exception has run out. 2: nobody could be asked, which
 * is not the same as clean.
 */
const root = repositoryRoot()
const { exceptions } = parse(readFileSync(join(root, 'docs', 'audit-exceptions.yaml'), 'utf8')) as {
  exceptions: AuditException[]
}
const asked = spawnSync('npm', ['audit', '--json', ...process.argv.slice(2)], { cwd: root, encoding: 'utf8' })
const verdict = judgeAudit(reportIn(asked.stdout), exceptions, new Date().toISOString().slice(0, 10))

if (verdict === undefined) {
  const { message = 'npm gave no report' } = reportIn(asked.stdout)
  // the address of the source is the machine's own business
  process.stderr.write(
    `HUB_AUDIT_NO_SOURCE: no source of advisories could be asked, so nothing is known: ${message.replace(/https?:\/\/\S+/g, 'the registry')}\n` +
      'Run it where npm reaches a registry that answers audits, or name one: npm run audit -- --registry <url>\n',
  )
  process.exitCode = 2
} else {
  for (const { advisory, package: name, severity, title } of verdict.open)
    say(`OPEN      ${severity}  ${name}  ${advisory}  ${title}`)
  for (const each of verdict.expired)
    say(`RUN OUT   ${each.package}  ${each.advisory}  on ${each.until}: ${each.why}`)
  for (const each of verdict.excepted)
    say(`EXCEPTED  ${each.package}  ${each.advisory}  until ${each.until}: ${each.why}`)
  for (const each of verdict.idle)
    say(`IDLE      ${each.package}  ${each.advisory}: found no more; take the exception out`)
  say(`${verdict.open.length} open, ${verdict.excepted.length} excepted`)
  process.exitCode = verdict.open.length + verdict.expired.length === 0 ? 0 : 1
}

function reportIn(text: string): AuditReport {
  try {
    return JSON.parse(text) as AuditReport
  } catch {
    return {}
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
