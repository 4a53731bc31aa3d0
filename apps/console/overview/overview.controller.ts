import { Controller, Get, Inject, Req, Res } from '@nestjs/common'
import { type Catalogue, SEVERITIES } from '#core/catalogue'
import { isoInstant } from '#core/kernel'
import { countToldGaps, readStreamTime } from '#platform/published'
import { Caller, type Principal } from '#platform/security'
import { CATALOGUE } from '../console-parts.js'
import { Pages } from '../layout/pages.js'
import { Sights } from '../layout/sight.js'
import type { ConsoleReply, ConsoleRequest } from '../sign-in/console-request.js'

interface RuleCount {
  rule: string
  says: string
  severity: string
  open: number
  closed: number
}

interface Overview {
  tickAt: number | null
  severities: { severity: string; open: number }[]
  rules: RuleCount[]
}

/** Where somebody begins: how many gaps are open, the worst first. */
@Controller()
export class OverviewController {
  constructor(
    @Inject(Sights) private readonly sights: Sights,
    @Inject(Pages) private readonly pages: Pages,
    @Inject(CATALOGUE) private readonly catalogue: Catalogue,
  ) {}

  @Get()
  async page(
    @Caller() caller: Principal,
    @Req() request: ConsoleRequest,
    @Res() reply: ConsoleReply,
  ): Promise<void> {
    const overview = await this.read(caller)
    const { lists = [] } = this.catalogue
    await this.pages.show(request, reply, 'overview/overview.njk', {
      title: 'Overview',
      ...overview,
      lists: caller.scopes.has('lists.read') ? lists : [],
    })
  }

  @Get('api/overview')
  async json(@Caller() caller: Principal): Promise<object> {
    const { tickAt, ...overview } = await this.read(caller)
    return { streamTime: tickAt === null ? null : isoInstant(tickAt), ...overview }
  }

  private async read(caller: Principal): Promise<Overview> {
    const sight = this.sights.of(caller)
    const { counts, tickAt } = await this.sights.read(sight, async (db) => ({
      counts: caller.scopes.has('gaps.read') ? await countToldGaps(db, sight.whose) : [],
      tickAt: (await readStreamTime(db)).tickAt,
    }))
    const rules = counts.map(({ rule, severity, open, closed }) => {
      const said = this.catalogue.obligations.findLast(({ obligation }) => obligation === rule)
      return {
        rule,
        says: said?.says ?? rule,
        severity: severity ?? said?.severity ?? 'medium',
        open,
        closed,
      }
    })
    const severities = SEVERITIES.map((severity) => ({
      severity,
      open: rules.filter((each) => each.severity === severity).reduce((sum, { open }) => sum + open, 0),
    }))
    return { tickAt, severities, rules }
  }
}
