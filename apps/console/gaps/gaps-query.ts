import { Transform, Type } from 'class-transformer'
import { IsIn, IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator'
import { RULE_NAME, SEVERITIES } from '#core/catalogue'
import { PAGE_ROWS_DEFAULT, PAGE_ROWS_MAX } from '../bounds.js'

/** A form sends what was left open as an empty text. */
const Blank = () => Transform(({ value }: { value: unknown }) => (value === '' ? undefined : value))

/** Query of `GET /gaps` and its twin. */
export class GapsQuery {
  @IsOptional()
  @Blank()
  @IsIn(['open', 'closed', 'all'], { message: 'state must be open, closed or all' })
  state: 'open' | 'closed' | 'all' = 'open'

  @IsOptional()
  @Blank()
  @IsString()
  @Matches(new RegExp(RULE_NAME), { message: 'rule must be written as RR-02, or RR-36a for one step of it' })
  rule?: string

  @IsOptional()
  @Blank()
  @IsIn(SEVERITIES, { message: `severity must be one of ${SEVERITIES.join(', ')}` })
  severity?: string

  @IsOptional()
  @Blank()
  @IsString()
  @Matches(/^[a-z0-9-]{1,40}\/[a-z0-9-]{1,60}$/, { message: 'unit must be <organisation>/<unit>' })
  unit?: string

  @IsOptional()
  @Blank()
  @IsString()
  @MaxLength(300)
  cursor?: string

  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(PAGE_ROWS_MAX)
  limit: number = PAGE_ROWS_DEFAULT
}
