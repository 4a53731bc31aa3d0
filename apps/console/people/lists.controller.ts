import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common'
import type { Catalogue, PersonList } from '#core/catalogue'
import { isoInstant } from '#core/kernel'
import { Problem } from '#platform/http'
import { readToldFacts } from '#platform/published'
import { Caller, NeedsScopes, type Principal } from '#platform/security'
import { Views } from '../audit/views.js'
import { CATALOGUE } from '../console-parts.js'
import { decodeCursor, encodeCursor } from '../layout/cursor.js'
import { PageQuery } from '../layout/page-query.js'
import { Pages } from '../layout/pages.js'
import { Sights } from '../layout/sight.js'
import type { ConsoleReply, ConsoleRequest } from '../sign-in/console-request.js'
import { foldList, type ListRow, sortKey } from './fold-list.js'

interface ListPage {
  list: PersonList
  rows: ListRow[]
  next: string | null
  total: number
}

/** Lists of people, as contracts say them, from what the viewer's units were told. */
@Controller()
@NeedsScopes('lists.read')
export class ListsController {
  constructor(
    @Inject(Sights) private readonly sights: Sights,
    @Inject(Views) private readonly views: Views,
    @Inject(Pages) private readonly pages: Pages,
    @Inject(CATALOGUE) private readonly catalogue: Catalogue,
  ) {}

  @Get('lists/:list')
  async page(
    @Param('list') name: string,
    @Query() query: PageQuery,
    @Caller() caller: Principal,
    @Req() request: ConsoleRequest,
    @Res() reply: ConsoleReply,
  ): Promise<void> {
    const { list, rows, next, total } = await this.read(name, query, caller, request)
    await this.pages.show(request, reply, 'people/list.njk', {
      title: list.title,
      ...{ list, rows, total },
      isFirst: query.cursor === undefined,
      firstHref: `/lists/${list.list}`,
      nextHref: next === null ? null : `/lists/${list.list}?cursor=${next}`,
    })
  }

  @Get('api/lists/:list')
  async json(
    @Param('list') name: string,
    @Query() query: PageQuery,
    @Caller() caller: Principal,
    @Req() request: ConsoleRequest,
  ): Promise<object> {
    const { list, rows, next } = await this.read(name, query, caller, request)
    return {
      list: list.list,
      people: rows.map(({ person, values, since, eventIds }) => ({
        person,
        since: isoInstant(since),
        ...Object.fromEntries(list.columns.map(({ heading }, index) => [heading, values[index] ?? null])),
        eventIds,
      })),
      cursor: next,
      more: next !== null,
    }
  }

  private async read(
    name: string,
    { cursor, limit }: PageQuery,
    caller: Principal,
    request: ConsoleRequest,
  ): Promise<ListPage> {
    const list = this.catalogue.lists?.find((each) => each.list === name)
    if (list === undefined)
      throw new Problem(404, 'HUB_HTTP_NOT_FOUND', 'There is no such list.', 'Choose one of the lists.')
    const after = decodeCursor(cursor, 'string', 'string')
    const types = [...list.enters, ...list.leaves, ...list.adds].map(({ type }) => type)
    const facts = await this.sights.read(this.sights.of(caller), (db) => readToldFacts(db, types))
    const all = foldList(list, facts)
    const rest = after === undefined ? all : all.filter((row) => isAfter(list, row, after))
    const rows = rest.slice(0, limit)
    const last = rows.at(-1)
    await this.views.record(
      caller,
      request.url.split('?')[0]!,
      rows.map(({ person, purposes }) => ({ kind: 'person', subject: person, why: purposes })),
    )
    const isMore = rest.length > rows.length && last !== undefined
    return {
      list,
      rows,
      next: isMore ? encodeCursor([sortKey(list, last), last.person]) : null,
      total: all.length,
    }
  }
}

function isAfter(list: PersonList, row: ListRow, [key, person]: readonly [string, string]): boolean {
  const own = sortKey(list, row)
  return own > key || (own === key && row.person > person)
}
