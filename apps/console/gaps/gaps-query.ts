import { Transform, Type } from 'class-transformer'
import { IsIn, IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator'
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
  @Matches(/^RR-\d{1,4}$/, { message: 'rule must be written as RR-02' })
  rule?: string

  @IsOptional()
  @Blank()
  @IsIn(['low', 'medium', 'high', 'critical'], { message: 'severity must be low, medium, high or critical' })
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
