import { Type } from 'class-transformer'
import { IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator'
import { ATTEMPTS_PAGE_MAX } from '../bounds.js'

/** Whose webhook is meant. */
export class WebhookQuery {
  /** Only this unit's copies; absent: all of the organisation. */
  @IsOptional()
  @IsString()
  @Matches(/^[a-z0-9-]{1,40}\/[a-z0-9-]{1,60}$/, { message: 'unit must be <organisation>/<unit>' })
  unit?: string

  /** An operator of the hub may name another than its own. */
  @IsOptional()
  @IsString()
  @Matches(/^[a-z0-9-]{1,40}$/, { message: 'organisation must be the name of one' })
  organisation?: string
}

/** Query of `GET /inbox/webhook/attempts`. */
export class AttemptsQuery extends WebhookQuery {
  /** Only attempts before this one. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  before?: number

  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(ATTEMPTS_PAGE_MAX)
  limit: number = 50
}

/** Body of `PUT /inbox/webhook`. */
export class WebhookBody {
  @IsString()
  @MaxLength(500)
  url!: string
}
