/** As much of `npm audit --json` as is judged; `vulnerabilities` is absent where npm could not ask anybody. */
export interface AuditReport {
  vulnerabilities?: Readonly<
    Record<
      string,
      {
        severity: string
        via: readonly (string | { url: string; title: string; severity: string; name: string })[]
      }
    >
  >
  message?: string
}

/** A known weakness that we live with for a while, and why. */
export interface AuditException {
  /** `GHSA-…`, as its address ends. */
  advisory: string
  package: string
  why: string
  /** The day from which it counts no more, YYYY-MM-DD. */
  until: string
}

export interface AuditVerdict {
  /** Weaknesses without an exception in force. */
  open: { advisory: string; package: string; severity: string; title: string }[]
  excepted: AuditException[]
  /** Exceptions whose day has come. */
  expired: AuditException[]
  /** Exceptions that nothing found needs: to be taken out. */
  idle: AuditException[]
}

/** Holds what npm found against the exceptions; undefined where there is no report to judge. */
export function judgeAudit(
  report: AuditReport,
  exceptions: readonly AuditException[],
  today: string,
): AuditVerdict | undefined {
  if (report.vulnerabilities === undefined) return undefined
  const found = new Map<string, AuditVerdict['open'][number]>()
  for (const { via } of Object.values(report.vulnerabilities))
    for (const cause of via) {
      if (typeof cause === 'string') continue
      const advisory = cause.url.split('/').at(-1) ?? cause.url
      found.set(`${advisory} ${cause.name}`, {
        advisory,
        package: cause.name,
        severity: cause.severity,
        title: cause.title,
      })
    }
  const needed = (each: AuditException): boolean => found.has(`${each.advisory} ${each.package}`)
  const excepted = exceptions.filter((each) => needed(each) && each.until > today)
  const covered = new Set(excepted.map((each) => `${each.advisory} ${each.package}`))
  return {
    open: [...found].filter(([key]) => !covered.has(key)).map(([, weakness]) => weakness),
    excepted,
    expired: exceptions.filter((each) => each.until <= today),
    idle: exceptions.filter((each) => !needed(each)),
  }
}
