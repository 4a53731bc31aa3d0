import { Type } from 'class-transformer'
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator'
import { PAGE_ROWS_DEFAULT, PAGE_ROWS_MAX } from '../bounds.js'

/** Query of a list that is read page by page. */
export class PageQuery {
  @IsOptional()
  @IsString()
  @MaxLength(1_000)
  cursor?: string

  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(PAGE_ROWS_MAX)
  limit: number = PAGE_ROWS_DEFAULT
}
