import { Type } from 'class-transformer'
import { IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator'
import { PAGE_COPIES_DEFAULT, PAGE_COPIES_MAX } from '../bounds.js'

/** Query of `GET /inbox`. */
export class InboxQuery {
  /** From an earlier answer; absent: from the beginning. */
  @IsOptional()
  @IsString()
  @MaxLength(300)
  cursor?: string

  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(PAGE_COPIES_MAX)
  limit: number = PAGE_COPIES_DEFAULT

  /** Only this unit's copies. */
  @IsOptional()
  @IsString()
  @Matches(/^[a-z0-9-]{1,40}\/[a-z0-9-]{1,60}$/, { message: 'unit must be <organisation>/<unit>' })
  unit?: string
}
