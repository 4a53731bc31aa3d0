import { Controller, HttpCode, Inject, Post, Query, Req } from '@nestjs/common'
import { type HttpRequest, Problem } from '#platform/http'
import { Caller, NeedsScopes, type Principal } from '#platform/security'
import { ExtractQuery } from './extract-query.js'
import { CSV_TYPES, JSON_LINES_TYPES } from './extract-rows.js'
import { type ExtractAnswer, ReceiveExtract } from './receive-extract.js'

/** `POST /extracts?type=&unit=&asAt=`: a register's extract for comparison, as CSV or JSON lines. */
@Controller('extracts')
export class ExtractsController {
  constructor(@Inject(ReceiveExtract) private readonly receiveExtract: ReceiveExtract) {}

  @Post()
  @HttpCode(202)
  @NeedsScopes('extracts.publish')
  receive(
    @Req() request: HttpRequest,
    @Query() query: ExtractQuery,
    @Caller() caller: Principal,
  ): Promise<ExtractAnswer> {
    const mediaType = (request.headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase()
    if (![...CSV_TYPES, ...JSON_LINES_TYPES].includes(mediaType))
      throw new Problem(
        415,
        'HUB_EXTRACT_CONTENT_TYPE',
        'An extract is text/csv or application/x-ndjson.',
        'Send it as one of those.',
      )
    return this.receiveExtract.receive(caller, query, mediaType, request.body as AsyncIterable<Buffer>)
  }
}
