import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common'
import type { Catalogue } from '#core/catalogue'
import { Problem } from '#platform/http'
import {
  evidenceOfCase,
  factName,
  knownToUnits,
  personsOfGaps,
  type Queryable,
  readCaseStanding,
  readToldGap,
  readToldGaps,
  readToldOfGap,
  sidesOfDifference,
  type ToldGap,
  whyTold,
} from '#platform/published'
import { Caller, NeedsScopes, type Principal } from '#platform/security'
import { Views } from '../audit/views.js'
import { CATALOGUE } from '../console-parts.js'
import { decodeCursor, encodeCursor } from '../layout/cursor.js'
import { Pages } from '../layout/pages.js'
import { type Sight, Sights } from '../layout/sight.js'
import { type ConsoleReply, type ConsoleRequest, isStorable } from '../sign-in/console-request.js'
import { aboutOf, gapModel, type GapModel, type GapReadings } from './gap-model.js'
import { gapsPage } from './gaps-page.js'
import { GapsQuery } from './gaps-query.js'
import { gapJson, gapModelJson } from './gap-json.js'

/** What is missing, and one missing thing; each as a page and as JSON. */
@Controller()
@NeedsScopes('gaps.read')
export class GapsController {
  constructor(
    @Inject(Sights) private readonly sights: Sights,
    @Inject(Views) private readonly views: Views,
    @Inject(Pages) private readonly pages: Pages,
    @Inject(CATALOGUE) private readonly catalogue: Catalogue,
  ) {}

  @Get('gaps')
  async page(
    @Query() query: GapsQuery,
    @Caller() caller: Principal,
    @Req() request: ConsoleRequest,
    @Res() reply: ConsoleReply,
  ): Promise<void> {
    const found = await this.list(caller, query, request)
    const sight = this.sights.of(caller)
    await this.pages.show(request, reply, 'gaps/gaps.njk', gapsPage(query, found, sight, this.catalogue))
  }

  @Get('api/gaps')
  async json(
    @Query() query: GapsQuery,
    @Caller() caller: Principal,
    @Req() request: ConsoleRequest,
  ): Promise<object> {
    const { gaps, next } = await this.list(caller, query, request)
    return { gaps: gaps.map(gapJson), cursor: next, more: next !== null }
  }

  @Get('gaps/:id')
  async one(
    @Param('id') id: string,
    @Caller() caller: Principal,
    @Req() request: ConsoleRequest,
    @Res() reply: ConsoleReply,
  ): Promise<void> {
    const model = await this.model(id, caller, request)
    const title = `Gap: ${model.rule.says.replace(/\.$/, '')}`
    await this.pages.show(request, reply, 'gaps/gap.njk', { title, ...model })
  }

  @Get('api/gaps/:id')
  async oneJson(
    @Param('id') id: string,
    @Caller() caller: Principal,
    @Req() request: ConsoleRequest,
  ): Promise<object> {
    return gapModelJson(await this.model(id, caller, request))
  }

  private async list(
    caller: Principal,
    { state, limit, cursor, rule, severity, unit }: GapsQuery,
    request: ConsoleRequest,
  ): Promise<{ gaps: (ToldGap & { about: string })[]; next: string | null }> {
    const place = decodeCursor(cursor, 'number', 'string')
    const sight = this.sights.of(caller)
    const found = await this.sights.read(sight, (db) =>
      readToldGaps(db, sight.whose, {
        limit: limit + 1,
        ...(state === 'all' ? {} : { state }),
        ...(rule === undefined ? {} : { rule }),
        ...(severity === undefined ? {} : { severity }),
        ...(unit === undefined ? {} : { unit }),
        ...(place === undefined ? {} : { after: { breachedAt: place[0], gapId: place[1] } }),
      }),
    )
    const gaps = found.slice(0, limit).map((gap) => this.named(gap))
    await this.recordNamed(caller, sight, gaps, request)
    const last = gaps.at(-1)
    const next =
      found.length > limit && last !== undefined ? encodeCursor([last.breachedAt, last.gapId]) : null
    return { gaps, next }
  }

  /** A list that names people is a view of each of them. */
  private async recordNamed(
    caller: Principal,
    sight: Sight,
    gaps: readonly ToldGap[],
    request: ConsoleRequest,
  ): Promise<void> {
    const naming = gaps.filter(({ details }) => 'person' in details).map(({ gapId }) => gapId)
    const persons = await this.sights.read(sight, (db) => personsOfGaps(db, naming))
    await this.views.record(
      caller,
      request.url.split('?')[0]!,
      persons.map(({ person, purposes }) => ({ kind: 'person', subject: person, why: purposes })),
    )
  }

  /** Reads, then records who looked, then answers. What the viewer's units were not told is not found. */
  private async model(id: string, caller: Principal, request: ConsoleRequest): Promise<GapModel> {
    const sight = this.sights.of(caller)
    const found = isStorable(id)
      ? await this.sights.read(sight, (db) => readingsOf(db, sight, id))
      : undefined
    if (found === undefined)
      throw new Problem(
        404,
        'HUB_HTTP_NOT_FOUND',
        'There is no such gap, or your unit was not told of it.',
        'Check the id.',
      )
    const { why, persons, ...readings } = found
    const reasons = why.length > 0 ? why : ['audit of the hub']
    await this.views.record(caller, request.url.split('?')[0]!, [
      { kind: 'gap', subject: id, why: reasons },
      ...persons.map((subject) => ({ kind: 'person' as const, subject, why: reasons })),
    ])
    return gapModel({ ...readings, gap: this.named(readings.gap) }, this.catalogue, sight.whose === 'all')
  }

  /** A gap that is read without its content takes severity and sentence from its rule. */
  private named(gap: ToldGap): ToldGap & { about: string } {
    const rule = this.catalogue.obligations.findLast(({ obligation }) => obligation === gap.rule)
    return {
      ...gap,
      severity: gap.severity ?? rule?.severity ?? 'medium',
      says: gap.says ?? rule?.says ?? gap.rule,
      about: aboutOf(gap),
    }
  }
}

async function readingsOf(
  db: Queryable,
  { whose }: Sight,
  id: string,
): Promise<(GapReadings & { why: string[]; persons: string[] }) | undefined> {
  const gap = await readToldGap(db, whose, id)
  if (gap === undefined) return undefined
  const told = await readToldOfGap(db, id)
  const evidence = await evidenceOfCase(db, id)
  const known = await knownToUnits(db, evidence)
  const difference = evidence.findLast(({ role }) => role === 'difference')
  const { persons, purposes } = await whyTold(
    db,
    [...told, ...evidence.filter((fact) => known.has(factName(fact)))].map(({ eventId }) => eventId),
  )
  return {
    gap,
    told,
    ...(await readCaseStanding(db, id)),
    evidence,
    known,
    sides: difference === undefined ? [] : await sidesOfDifference(db, difference),
    why: purposes,
    persons,
  }
}
