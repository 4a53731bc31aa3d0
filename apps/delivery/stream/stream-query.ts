import { IsOptional, IsString, Matches, MaxLength } from 'class-validator'

/** Query of `GET /inbox/stream`. */
export class StreamQuery {
  /** Where a first connection begins; a later one says `Last-Event-ID`, which counts more. */
  @IsOptional()
  @IsString()
  @MaxLength(300)
  cursor?: string

  /** Only this unit's copies. */
  @IsOptional()
  @IsString()
  @Matches(/^[a-z0-9-]{1,40}\/[a-z0-9-]{1,60}$/, { message: 'unit must be <organisation>/<unit>' })
  unit?: string
}
