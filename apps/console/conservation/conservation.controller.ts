import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common'
import { Transform } from 'class-transformer'
import { IsOptional, Matches } from 'class-validator'
import { startOfDay, instantOf } from '#core/calendar'
import { isoInstant } from '#core/kernel'
import { Problem } from '#platform/http'
import {
  announcementsBroken,
  type Breakage,
  LAWS,
  lawsBroken,
  readStreamTime,
  type StageCounts,
  stageCounts,
  type Window,
} from '#platform/published'
import { Caller, NeedsScopes, type Principal } from '#platform/security'
import { Pages } from '../layout/pages.js'
import { Sights } from '../layout/sight.js'
import type { ConsoleReply, ConsoleRequest } from '../sign-in/console-request.js'

const Blank = () => Transform(({ value }: { value: unknown }) => (value === '' ? undefined : value))
const DAY = { message: 'a day is written as 2011-10-03' }

class WindowQuery {
  @IsOptional()
  @Blank()
  @Matches(/^(19|20)\d{2}-\d{2}-\d{2}$/, DAY)
  from?: string

  @IsOptional()
  @Blank()
  @Matches(/^(19|20)\d{2}-\d{2}-\d{2}$/, DAY)
  to?: string
}

interface Conservation {
  window: Window
  stages: StageCounts[]
  breakages: Breakage[]
}

/** Messages of the days that are looked at where nobody names others. */
const DAYS_DEFAULT = 31

/** What is at one stage is at the next, once: counts, and each message that breaks it. */
@Controller()
@NeedsScopes('hub.read')
export class ConservationController {
  constructor(
    @Inject(Sights) private readonly sights: Sights,
    @Inject(Pages) private readonly pages: Pages,
  ) {}

  @Get('conservation')
  async page(
    @Query() query: WindowQuery,
    @Caller() caller: Principal,
    @Req() request: ConsoleRequest,
    @Res() reply: ConsoleReply,
  ): Promise<void> {
    const found = await this.measure(query, caller)
    await this.pages.show(request, reply, 'conservation/conservation.njk', {
      title: found.breakages.length === 0 ? 'The conservation law holds' : 'The conservation law is broken',
      ...found,
      query,
    })
  }

  @Get('api/conservation')
  async json(@Query() query: WindowQuery, @Caller() caller: Principal): Promise<object> {
    const { window, ...found } = await this.measure(query, caller)
    const iso = (at: number | null): string | null => (at === null ? null : isoInstant(at))
    return {
      window: { from: iso(window.fromAt), to: iso(window.toAt) },
      ...found,
      holds: found.breakages.length === 0,
    }
  }

  /** One look: what is merely under way is not waited for here, and is said as such by `npx interlock conservation`. */
  private async measure({ from, to }: WindowQuery, caller: Principal): Promise<Conservation> {
    return this.sights.read(this.sights.of(caller), async (db) => {
      const { tickAt } = await readStreamTime(db)
      const window = windowOf(from, to, tickAt ?? 0)
      return {
        window,
        stages: await stageCounts(db, window),
        breakages: [...(await lawsBroken(db, LAWS, window)), ...(await announcementsBroken(db))],
      }
    })
  }
}

function windowOf(from: string | undefined, to: string | undefined, now: number): Window {
  const fromAt = from === undefined ? startOfDay(now - DAYS_DEFAULT * 86_400_000) : dayOf(from)
  const toAt = to === undefined ? null : dayOf(to)
  if (toAt === null || fromAt < toAt) return { fromAt, toAt }
  throw refusal('The window ends before it begins.')
}

function dayOf(text: string): number {
  const at = instantOf(text)
  if (at === undefined) throw refusal(`There is no day ${text}.`)
  return at
}

function refusal(says: string): Problem {
  return new Problem(400, 'HUB_HTTP_INVALID', says, 'Let the first day be a day before the second.')
}
